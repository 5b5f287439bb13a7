-- listed_range: ranges of other schedules of which the physician fee schedule lists codes all the same (status X, E).
-- grain: one rule of such a range. in: rule, listed_release.
select r.id as rule
from rule as r
where
    r.subject = 'other_schedule'
    and exists (
        select 1
        from listed_release as l
        where l.hcpcs between left(r.value, 5) and right(r.value, 5)
    )
