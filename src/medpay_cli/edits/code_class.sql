-- code_class: whether a code of the claims is a visit (SET-VISIT), and whether 59 is never used with it (SET-NEVER-59).
-- grain: one distinct code. in: edit_lines, code_set.
select
    l.hcpcs,
    coalesce(bool_or(s.name = 'visit'), false) as is_visit,
    coalesce(bool_or(s.name = 'never_59'), false) as never_59
from (select distinct hcpcs from edit_lines) as l
left join code_set as s
    on s.name in ('visit', 'never_59')
    and l.hcpcs between s.code_from and s.code_through
group by l.hcpcs
