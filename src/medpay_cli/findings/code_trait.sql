-- code_trait: the code sets that each code of the lines belongs to.
-- grain: one distinct code. in: charge_lines, code_set.
select
    l.hcpcs,
    coalesce(',' || string_agg(distinct s.name, ',' order by s.name) || ',', '') as sets
from (select distinct hcpcs from charge_lines) as l
left join code_set as s on l.hcpcs between s.code_from and s.code_through
group by l.hcpcs
