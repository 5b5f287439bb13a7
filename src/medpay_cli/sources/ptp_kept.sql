-- ptp_kept: of the practitioner PTP edits between two codes the one that counts in a span of days, seen from each code.
-- grain: code x partner x span in which no edit begins or ends. in: ptp, release.
-- materialize: it is counted and ranked. Days before the first loaded release are left out: no answer counts edits there.
-- An edit counts where it may be in force on the day. Two codes have one edit, as in pair_edit: of a pair that closed and
-- opened again, or changed its direction, the one that is proved counts, else the newer, else the stricter.
-- kept: whether it is proved (1 or 0), the column of the code (1 or 2), and its indicator (0 or 1), a digit each.
with first_day as (
    select min(effective_from) as day
    from release
),

edit as (
    select
        column1,
        column2,
        modifier_indicator,
        last_edition,
        certain_from,
        certain_through,
        possible_from,
        possible_through
    from ptp
    where edit_table = 'practitioner' and modifier_indicator <> 9
),

-- The days on which something may begin or end.
bound as (
    select day
    from first_day
    where day is not null
    union
    select b.day
    from (
        select unnest([possible_from, possible_through + 1, certain_from, certain_through + 1]) as day
        from edit
    ) as b
    join first_day as f on b.day > f.day
),

span as (
    select
        day as effective_from,
        lead(day) over (order by day) - 1 as effective_through
    from bound
)

select
    code,
    partner,
    effective_from,
    effective_through,
    max_by(certain * 100 + role * 10 + modifier_indicator, certain || last_edition || (9 - modifier_indicator)) as kept
from (
    select
        r.role,
        case r.role when 1 then e.column1 else e.column2 end as code,
        case r.role when 1 then e.column2 else e.column1 end as partner,
        e.modifier_indicator,
        e.last_edition,
        s.effective_from,
        s.effective_through,
        case when s.effective_from between e.certain_from and e.certain_through then 1 else 0 end as certain
    from edit as e
    join span as s
        on s.effective_from >= coalesce(e.possible_from, s.effective_from)
        and s.effective_from <= coalesce(e.possible_through, s.effective_from)
    cross join (values (1), (2)) as r(role)
)
group by code, partner, effective_from, effective_through
