-- page_indicator: the indicators of a code that say something, in words.
-- grain: fact x indicator. in: code_fact, rule.
-- A 0 of both sides, assistants, co-surgeons and teams says something of procedures only, as does the
-- absence of a global period.
with coded as (
    select
        *,
        global_days in ('000', '010', '090', 'MMM') or code between '10000' and '69999' as is_procedure,
        coalesce(status_26 <> status, false) or coalesce(status_tc <> status, false) as parts_differ
    from code_fact
)

select
    i.fact,
    i.place,
    i.name,
    i.value,
    r.message as meaning,
    r.id as rule
from (
    select
        fact,
        1 as place,
        case when parts_differ then 'status, no modifier' else 'status' end as name,
        'status' as subject,
        status as value,
        status as sought
    from coded
    union all
    select fact, 2, 'status with 26', 'status', status_26, status_26 from coded where status_26 <> status
    union all
    select fact, 3, 'status with TC', 'status', status_tc, status_tc from coded where status_tc <> status
    union all
    select
        fact,
        4,
        'PC/TC',
        case when status_tc = 'B' and status <> 'B' then 'pctc_bundled' else 'pctc' end,
        pctc,
        pctc
    from coded
    where pctc <> '9'
    union all
    select fact, 5, 'PC/TC of 26', 'pctc', pctc_26, pctc_26 from coded where pctc_26 <> pctc and pctc_26 <> '9'
    union all
    select fact, 6, 'global days', 'global_days', global_days, global_days from coded
    where global_days <> 'XXX' or (is_procedure and status_effect <> 'not_paid')
    union all
    select fact, 7, 'multiple procedures', 'multiple_procedure', multiple_procedure, multiple_procedure from coded
    union all
    select fact, 8, 'multiple procedures', 'multiple_procedure', multiple_procedure, multiple_procedure || ':TC' from coded
    union all
    select fact, 9, 'multiple procedures', 'multiple_procedure', multiple_procedure, multiple_procedure || ':PC' from coded
    union all
    select fact, 10, 'bilateral', 'bilateral', bilateral, bilateral from coded
    where bilateral <> '9' and (bilateral <> '0' or is_procedure)
    union all
    select fact, 11, 'assistant at surgery', 'assistant', assistant, assistant from coded
    where assistant <> '9' and (assistant <> '0' or is_procedure)
    union all
    select fact, 12, 'co-surgeons', 'co_surgeon', co_surgeon, co_surgeon from coded
    where co_surgeon <> '9' and (co_surgeon <> '0' or is_procedure)
    union all
    select fact, 13, 'team', 'team', team, team from coded where team <> '9' and (team <> '0' or is_procedure)
    union all
    select fact, 14, 'supervision', 'supervision', supervision, supervision from coded
    union all
    select fact, 15, 'units (MAI)', 'mue', mai, mai from coded where mue > 0
    union all
    select fact, 16, 'add-on type', 'add_on', add_on_type, add_on_type from coded where status_effect <> 'not_paid'
) as i
join rule as r on r.subject = i.subject and r.value = i.sought
order by i.fact, i.place
