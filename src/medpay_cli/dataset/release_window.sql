-- release_window: which dates of service a loaded release answers for.
-- grain: one loaded release. in: release.
-- A release answers from its first day until the next loaded one of its year, or the year's end; the
-- earliest loaded release of a year also answers for the days before it (asked_release marks those).
select
    release,
    year,
    effective_from,
    effective_through,
    case
        when row_number() over in_year = 1 then make_date(year, 1, 1)
        else effective_from
    end as answers_from,
    coalesce(lead(effective_from) over in_year - 1, make_date(year, 12, 31)) as answers_through
from release
window in_year as (partition by year order by effective_from)
