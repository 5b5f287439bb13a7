-- line_result: what is expected for each line of the input. grain: one line, none lost.
-- in: charge_part, priced_lines, audit_choice, audit_finding, list_finding.
-- expected: dollars Medicare is expected to allow; null where nothing is, or where only somebody else can tell.
-- at_stake: the most any one finding puts at stake, so that no dollar of a line is counted twice. costly_rule has it.
-- Of units that nobody can have meant (units_doubted) nothing is expected.
-- reason: why the outcome is no plain `payable`: of the price, else the rule that denies or doubts the line.
-- What is not asked for (--select, --ignore) is not told, but changes nothing of what is expected.
select
    c.line,
    case
        when not c.readable then 'unreadable'
        when f.denied then 'denied'
        when f.elsewhere then 'paid_elsewhere'
        when p.reason_code = 'not_in_release' and f.doubtful then 'review'
        when p.outcome = 'payable' and f.doubtful then 'review'
        else coalesce(p.outcome, 'unreadable')
    end as outcome,
    case when c.readable and not coalesce(f.denied or f.units_doubted, false) then p.allowed end as expected,
    case
        when not c.readable then 'unreadable'
        else coalesce(p.reason_code, f.denied_by, case when p.outcome = 'payable' then f.doubted_by end)
    end as reason,
    t.rules,
    t.at_stake,
    t.costly_rule,
    p.release,
    p.locality_key,
    p.setting,
    p.status,
    p.fee,
    p.allowed,
    p.medicare_pays,
    p.confidence
from charge_part as c
left join priced_lines as p on p.line = c.judged
left join (
    select
        line,
        bool_or(outcome = 'denied') as denied,
        bool_or(outcome = 'paid_elsewhere') as elsewhere,
        bool_or(rule = (select units_doubted from audit_choice)) as units_doubted,
        bool_or(outcome = 'review') as doubtful,
        min(rule) filter (where outcome = 'denied') as denied_by,
        min(rule) filter (where outcome = 'review') as doubted_by
    from audit_finding
    group by line
) as f on f.line = c.line
left join (
    select
        line,
        -- A list of each line is sorted faster than its rows.
        array_to_string(list_sort(list_distinct(list(rule))), ' ') as rules,
        max(at_stake) as at_stake,
        arg_max(rule, coalesce(at_stake, 0)) as costly_rule
    from list_finding
    where line in (select line from charge_part)
    group by line
) as t on t.line = c.line
