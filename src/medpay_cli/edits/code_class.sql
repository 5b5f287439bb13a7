-- code_class: whether a code of the claims is a visit, and whether 59 is never used with it.
-- grain: one distinct code. in: edit_lines, rule.
select
    l.hcpcs,
    coalesce(bool_or(r.subject = 'evaluation_management'), false) as is_visit,
    coalesce(bool_or(r.subject = 'never_59'), false) as never_59
from (select distinct hcpcs from edit_lines) as l
left join (
    select
        subject,
        left(value, 5) as first_code,
        right(value, 5) as last_code
    from rule
    where subject in ('evaluation_management', 'never_59')
) as r
    on l.hcpcs between r.first_code and r.last_code
group by l.hcpcs
