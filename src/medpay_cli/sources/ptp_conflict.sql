-- ptp_conflict: the first row of an edition that contradicts an earlier one.
-- grain: at most one row. in: edition (n: number of the row, column1, column2, modifier_indicator, effective_date,
-- deletion_date), span (one row: known_from, the day before which a missing start lies; through, the last day the
-- edition speaks for; one_way_from, the day from which both directions at once are refused). out: n, and what was
-- expected and found there, in words.
-- Void rows (indicator 9) are no edits: CMS lists 88108/88162 twice with one date, under two rationales.
with in_force as (
    select
        e.n,
        e.column1,
        e.column2,
        e.effective_date,
        e.deletion_date,
        coalesce(
            e.effective_date, least(span.known_from, coalesce(e.deletion_date, span.known_from))
        ) as first_day,
        coalesce(e.deletion_date, span.through) as last_day
    from edition as e
    cross join span
    where e.modifier_indicator <> 9
),

repeated as (
    select
        max(n) as n,
        column1,
        column2
    from in_force
    -- Without its start an interval is known by its end.
    group by column1, column2, effective_date, case when effective_date is null then deletion_date end
    having count(*) > 1
),

reversed as (
    select
        greatest(a.n, b.n) as n,
        case when a.n > b.n then a.column1 else b.column1 end as column1,
        case when a.n > b.n then a.column2 else b.column2 end as column2,
        greatest(a.first_day, b.first_day, span.one_way_from) as day
    from in_force as a
    join in_force as b
        on b.column1 = a.column2
        and b.column2 = a.column1
        and a.column1 < b.column1
        and a.first_day <= b.last_day
        and b.first_day <= a.last_day
    join span
        on span.one_way_from <= a.last_day
        and span.one_way_from <= b.last_day
)

select
    n,
    'each pair and date once' as expected,
    'a second row for ' || column1 || ' / ' || column2 as found
from repeated
union all
select
    n,
    'a pair in one direction on any day',
    column1 || ' / ' || column2 || ' in force on ' || day || ' like ' || column2 || ' / ' || column1
from reversed
order by n
limit 1
