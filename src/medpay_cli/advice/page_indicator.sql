-- page_indicator: the indicators of a code that say something, in words.
-- grain: fact x indicator. in: code_fact, rule.
select
    i.fact,
    i.place,
    i.name,
    i.value,
    r.message as meaning,
    r.id as rule
from (
    select fact, 1 as place, 'status' as name, 'status' as subject, status as value, status as sought from code_fact
    union all
    select fact, 2, 'PC/TC', 'pctc', pctc, pctc from code_fact where pctc <> '9'
    union all
    select fact, 3, 'global days', 'global_days', global_days, global_days from code_fact
    union all
    select fact, 4, 'multiple procedures', 'multiple_procedure', multiple_procedure, multiple_procedure from code_fact
    union all
    select fact, 5, 'multiple procedures', 'multiple_procedure', multiple_procedure, multiple_procedure || ':TC' from code_fact
    union all
    select fact, 6, 'multiple procedures', 'multiple_procedure', multiple_procedure, multiple_procedure || ':PC' from code_fact
    union all
    select fact, 7, 'bilateral', 'bilateral', bilateral, bilateral from code_fact where bilateral <> '9'
    union all
    select fact, 8, 'assistant at surgery', 'assistant', assistant, assistant from code_fact where assistant <> '9'
    union all
    select fact, 9, 'co-surgeons', 'co_surgeon', co_surgeon, co_surgeon from code_fact where co_surgeon <> '9'
    union all
    select fact, 10, 'team', 'team', team, team from code_fact where team <> '9'
    union all
    select fact, 11, 'supervision', 'supervision', supervision, supervision from code_fact
    union all
    select fact, 12, 'units (MAI)', 'mue', mai, mai from code_fact where mue > 0
    union all
    select fact, 13, 'add-on type', 'add_on', add_on_type, add_on_type from code_fact
) as i
join rule as r on r.subject = i.subject and r.value = i.sought
order by i.fact, i.place
