-- finding: every condition of the catalogue that holds, with what follows from it.
-- grain: one line and rule, and for a pair the other line. in: line_finding, pair_finding, rule.
select
    f.line,
    f.other_line,
    f.rule,
    r.outcome,
    r.severity,
    f.message,
    f.at_stake
from (
    select
        line,
        null::bigint as other_line,
        rule,
        message,
        at_stake
    from line_finding
    union all
    select
        line,
        column1_line as other_line,
        rule,
        message,
        at_stake
    from pair_finding
) as f
join rule as r on r.id = f.rule
