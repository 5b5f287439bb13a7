-- ptp_merge: one table of edits from an older edition and, where there is one, a newer snapshot of the same table.
-- grain: one column 1 x column 2 x interval. in: older and newer (column1, column2, modifier_indicator,
-- effective_date, deletion_date, rationale), span (one row: the names and first and last days of both editions,
-- known_from; the newer ones null when there is none).
-- A deletion date is the last day in force. certain_* are the days on which the sources prove the edit in force,
-- possible_* those on which it may have been (null: no bound). An indicator 9 row is void from its start: never an edit.
with older_rows as (
    select
        o.*,
        -- The pair's interval before this one ended then, so this one began later.
        lag(o.deletion_date) over (
            partition by o.column1, o.column2, o.modifier_indicator = 9
            order by o.deletion_date nulls last
        ) + 1 as after_previous
    from older as o
),

matched as (
    select
        o.*,
        n.column1 is not null as in_newer
    from older_rows as o
    left join newer as n
        on n.column1 = o.column1
        and n.column2 = o.column2
        and n.modifier_indicator = o.modifier_indicator
        and n.deletion_date is null
        and o.deletion_date is null
)

select
    m.column1,
    m.column2,
    m.modifier_indicator,
    case when m.modifier_indicator = 9 then coalesce(m.effective_date, m.deletion_date) else m.effective_date end as effective_date,
    m.deletion_date,
    case when m.modifier_indicator <> 9 then coalesce(
        m.effective_date, least(span.known_from, coalesce(m.deletion_date, span.known_from))
    ) end as certain_from,
    case when m.modifier_indicator <> 9 then coalesce(
        m.deletion_date, case when m.in_newer then span.newer_through else span.older_through end
    ) end as certain_through,
    case when m.modifier_indicator <> 9 then coalesce(m.effective_date, m.after_previous) end as possible_from,
    case when m.modifier_indicator <> 9 then coalesce(
        m.deletion_date, case when not m.in_newer then span.newer_from - 1 end
    ) end as possible_through,
    m.rationale,
    span.older_name as first_edition,
    case when m.in_newer then span.newer_name else span.older_name end as last_edition
from matched as m
cross join span
union all
select
    n.column1,
    n.column2,
    n.modifier_indicator,
    null,
    null,
    span.newer_from,
    span.newer_through,
    span.older_through + 1,
    null,
    n.rationale,
    span.newer_name,
    span.newer_name
from newer as n
cross join span
left join older as o
    on o.column1 = n.column1
    and o.column2 = n.column2
    and o.modifier_indicator = n.modifier_indicator
    and o.deletion_date is null
where o.column1 is null
