-- other_schedule: what pays a code when the physician fee schedule does not, where the tables or its range tell.
-- grain: one distinct code that has one. in: asked_code, lab_fee, rule.
-- schedule_certain: CMS's own list names the code; otherwise only its range does, and the answer says probably.
-- Of two ranges the code lies in, the inner one tells: 90480, the administration, among the vaccines.
select
    c.hcpcs,
    case when l.hcpcs is not null then listed.id else ranged.id end as schedule_rule,
    case when l.hcpcs is not null then listed.message else ranged.message end as schedule,
    l.hcpcs is not null as schedule_certain
from asked_code as c
left join (select distinct hcpcs from lab_fee) as l on l.hcpcs = c.hcpcs
left join rule as listed
    on listed.subject = 'other_schedule_list'
    and listed.value = 'lab_fee'
left join (
    select
        id,
        message,
        left(value, 5) as first_code,
        right(value, 5) as last_code
    from rule
    where subject = 'other_schedule'
) as ranged on c.hcpcs between ranged.first_code and ranged.last_code
where l.hcpcs is not null or ranged.id is not null
qualify row_number() over (partition by c.hcpcs order by ranged.first_code desc, ranged.last_code) = 1
