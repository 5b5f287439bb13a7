-- line_waiver: lines whose patient owes no deductible, and less coinsurance or none (PATIENT-*).
-- grain: one such line. in: charge_lines, asked_release, modifier_set, waived_code, rule.
-- waived_share: what Medicare pays of the allowed amount. A line priced for a release has that release's first day.
select
    l.line,
    r.id as waiver_rule,
    r.factor::decimal(3, 2) as waived_share
from (
    select
        n.line,
        a.rate_day as day,
        case
            when s.name = 'preventive_waived' then 'preventive'
            when s.name = 'screening_turned' and m.screening then 'screening'
            when s.name = 'care_planning' and m.preventive and w.claim is not null then 'care_planning'
        end as waiver
    from charge_lines as n
    join waived_code as s on s.hcpcs = n.hcpcs and s.name <> 'wellness_visit'
    join asked_release as a
        on a.date is not distinct from n.date
        and a.named_release is not distinct from n.named_release
    left join modifier_set as m on m.modifiers = n.modifiers
    left join (
        select distinct
            v.claim,
            v.date,
            v.named_release
        from charge_lines as v
        join waived_code as c on c.hcpcs = v.hcpcs and c.name = 'wellness_visit'
    ) as w
        on w.claim = n.claim
        and w.date is not distinct from n.date
        and w.named_release is not distinct from n.named_release
) as l
join rule as r
    on r.subject = 'patient_share'
    and starts_with(r.value, l.waiver || ':')
    and l.day >= coalesce(r.effective_from, l.day)
    and l.day <= coalesce(r.effective_through, l.day)
