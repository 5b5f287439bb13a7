-- tip: every rule that holds for a code, with its words, most costly first.
-- grain: code x release x place x rule. in: code_finding, code_fact, rule.
select
    t.fact,
    t.code,
    coalesce(t.descriptor, '') as descriptor,
    f.rule,
    r.title,
    r.severity,
    r.outcome,
    f.message,
    f.at_stake,
    r.explanation as why,
    r.advice,
    r.citation,
    r.certainty,
    r.carc,
    t.release,
    t.release_fit,
    t.confidence,
    t.locality_key as locality,
    t.setting,
    row_number() over (
        partition by t.fact
        order by f.at_stake desc nulls last,
        case r.severity when 'error' then 1 when 'warning' then 2 else 3 end,
        f.rule
    ) as place
from code_finding as f
join code_fact as t
    on t.code = f.code
    and t.release = f.release
    and t.locality_key = f.locality_key
join rule as r on r.id = f.rule
