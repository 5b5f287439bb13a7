-- visit_in_period: visits on another day in the global period of a surgery of the same patient and provider.
-- grain: one such visit, with the latest of several surgeries. in: charge_line, surgery, code_set.
-- The day before counts for 090 only; on the day itself the rules within a claim tell (GLOBAL-MAJOR, GLOBAL-MINOR).
select
    c.line,
    arg_max(s.hcpcs, s.date) as procedure,
    max(s.date) as procedure_date,
    arg_max(s.global_days, s.date) as global_days
from charge_line as c
join code_set as v
    on v.name = 'package_visit'
    and c.hcpcs between v.code_from and v.code_through
join surgery as s
    on s.patient_text = c.patient_text
    and s.provider_text = c.provider_text
    and c.date between s.date - case s.global_days when '090' then 1 else 0 end and s.date + s.global_days::integer
    and c.date <> s.date
where c.readable
group by c.line
