-- fact_add_on: a code's role in CMS's add-on edits on a day: as an add-on, and as the primary of others.
-- grain: code x day with an edit. in: add_on, fact_release.
-- out: code, day, add_on_type, primary_count, primary_codes, add_on_count
-- primary_codes: the first five, in order, with ... where there are more. add_on_count: add-on codes that list it as a primary.
select
    a.code,
    a.day,
    max(e.add_on_type) filter (e.add_on = a.code) as add_on_type,
    count(*) filter (e.add_on = a.code and not e.contractor_defined) as primary_count,
    array_to_string(
        list_sort(list(e.primary_code) filter (e.add_on = a.code and not e.contractor_defined))[1:5], ', '
    ) || case when count(*) filter (e.add_on = a.code and not e.contractor_defined) > 5 then ', ...' else '' end
        as primary_codes,
    count(distinct e.add_on) filter (e.primary_code = a.code) as add_on_count
from (select distinct code, day from fact_release) as a
join (
    select *, add_on as met from add_on
    union all
    select *, primary_code as met from add_on
) as e
    on e.met = a.code
    and a.day >= e.effective_date
    and a.day <= coalesce(e.deletion_date, a.day)
group by a.code, a.day
