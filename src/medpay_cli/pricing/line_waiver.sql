-- line_waiver: lines whose patient owes no deductible, and less coinsurance or none (PATIENT-*).
-- grain: one such line. in: line_row, release, modifier_set, code_set, rule.
-- waived_share: what Medicare pays of the allowed amount. A line priced for a release has that release's first day.
select
    l.line,
    r.id as waiver_rule,
    r.factor::decimal(3, 2) as waived_share
from (
    select
        n.line,
        coalesce(n.date, e.effective_from) as day,
        case
            when exists (
                from code_set as s
                where s.name = 'preventive_waived' and n.hcpcs between s.code_from and s.code_through
            ) then 'preventive'
            when m.screening and exists (
                from code_set as s
                where s.name = 'screening_turned' and n.hcpcs between s.code_from and s.code_through
            ) then 'screening'
            when m.preventive and exists (
                from code_set as s
                where s.name = 'care_planning' and n.hcpcs between s.code_from and s.code_through
            ) and exists (
                from line_row as w
                join code_set as s on s.name = 'wellness_visit' and w.hcpcs between s.code_from and s.code_through
                where w.claim = n.claim and w.date is not distinct from n.date and w.release = n.release
            ) then 'care_planning'
        end as waiver
    from line_row as n
    join release as e on e.release = n.release
    left join modifier_set as m on m.modifiers = n.modifiers
) as l
join rule as r
    on r.subject = 'patient_share'
    and starts_with(r.value, l.waiver || ':')
    and l.day >= coalesce(r.effective_from, l.day)
    and l.day <= coalesce(r.effective_through, l.day)
