-- asked_rate: the factor of each rule that has dated ones, on each day asked for; no row where none holds that day.
-- grain: one distinct day and rule. in: asked_release, rate.
select
    a.rate_day,
    r.rule,
    r.factor
from (select distinct rate_day from asked_release) as a
join rate as r
    on a.rate_day >= r.effective_from
    and a.rate_day <= coalesce(r.effective_through, a.rate_day)
