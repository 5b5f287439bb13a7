-- waived_code: the codes of the lines that bring a lower share of the patient's, with the set that says so.
-- grain: one code and set. in: charge_lines, code_set. wellness_visit: care planning beside one is waived.
select
    l.hcpcs,
    s.name
from (select distinct hcpcs from charge_lines) as l
join code_set as s
    on s.name in ('preventive_waived', 'screening_turned', 'care_planning', 'wellness_visit')
    and l.hcpcs between s.code_from and s.code_through
