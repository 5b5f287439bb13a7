-- asked_release: the release that answers each distinct (date, named release) of a request.
-- grain: one distinct (date, named_release). in: asked_dates, release_window.
-- rate_day: the day whose rates hold (asked_rate), of a named release its first.
-- release_fit: in_force; 'named' when a release was asked for and the date lies outside its quarter; 'before' when the
-- release starts after the date (an earlier one of that year is not loaded); 'after' when a newer release should exist for the date and is not loaded.
select
    asked.date,
    asked.named_release,
    w.release,
    w.year,
    coalesce(asked.date, w.effective_from) as rate_day,
    case
        when asked.date is null then 'in_force'
        when asked.named_release is not null and asked.date not between w.effective_from and w.effective_through then 'named'
        when asked.date < w.effective_from then 'before'
        when asked.date > w.effective_through then 'after'
        else 'in_force'
    end as release_fit
from asked_dates as asked
left join release_window as w
    on w.release = asked.named_release
    or (asked.named_release is null and asked.date between w.answers_from and w.answers_through)
