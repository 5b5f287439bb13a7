-- line_waiver: lines whose patient owes no deductible, and less coinsurance or none (PATIENT-*).
-- grain: one such line. in: charge_lines, asked_release, modifier_set, code_set, rule.
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
            when s.name = 'care_planning' and m.preventive and exists (
                select w.line
                from charge_lines as w
                join code_set as v on v.name = 'wellness_visit' and w.hcpcs between v.code_from and v.code_through
                where
                    w.claim = n.claim
                    and w.date is not distinct from n.date
                    and w.named_release is not distinct from n.named_release
            ) then 'care_planning'
        end as waiver
    from charge_lines as n
    join asked_release as a
        on a.date is not distinct from n.date
        and a.named_release is not distinct from n.named_release
    join code_set as s
        on s.name in ('preventive_waived', 'screening_turned', 'care_planning')
        and n.hcpcs between s.code_from and s.code_through
    left join modifier_set as m on m.modifiers = n.modifiers
) as l
join rule as r
    on r.subject = 'patient_share'
    and starts_with(r.value, l.waiver || ':')
    and l.day >= coalesce(r.effective_from, l.day)
    and l.day <= coalesce(r.effective_through, l.day)
