-- ptp_partner: the practitioner PTP edits of a code with its partners of the highest total RVUs, for the page of the code.
-- grain: code x role (1 or 2, the column of the code) x edit. in: ptp, ptp_kept, release, fee_schedule.
-- A partner is kept, with all its edits with the code, where it is one of the first five of its role on some day in a
-- release that may answer for the day: the page finds the same five among these as among all.
with edit as (
    select
        r.role,
        case r.role when 1 then e.column1 else e.column2 end as code,
        case r.role when 1 then e.column2 else e.column1 end as partner,
        e.modifier_indicator,
        e.last_edition,
        e.certain_from,
        e.certain_through,
        e.possible_from,
        e.possible_through
    from ptp as e
    cross join (values (1::tinyint), (2::tinyint)) as r(role)
    where e.edit_table = 'practitioner' and e.modifier_indicator <> 9
),

-- Spans of days on which no edit begins or ends, and the releases that may answer within them: one named for its own
-- first day, the others from the first day of their year to the first day of the next.
answering as (
    select
        s.effective_from,
        r.release
    from (select distinct effective_from, effective_through from ptp_kept) as s
    join (
        select
            release,
            date_trunc('year', effective_from)::date as answers_from,
            lead(effective_from) over (order by effective_from) - 1 as answers_through
        from release
    ) as r
        on s.effective_from <= coalesce(r.answers_through, s.effective_from)
        and r.answers_from <= coalesce(s.effective_through, r.answers_from)
),

ranked as (
    select
        release,
        hcpcs,
        row_number() over (
            partition by release
            order by work_rvu + pe_rvu_nonfacility + mp_rvu desc nulls last, hcpcs
        ) as place
    from fee_schedule
    where modifier = ''
),

first_five as (
    select
        k.code,
        a.release,
        unnest(min(r.place, 5)) as place
    from ptp_kept as k
    join answering as a on a.effective_from = k.effective_from
    join ranked as r on r.release = a.release and r.hcpcs = k.partner
    group by k.code, k.kept // 10 % 10, k.effective_from, a.release
)

select
    e.code,
    e.role,
    e.partner,
    e.modifier_indicator,
    e.certain_from,
    e.certain_through,
    e.possible_from,
    e.possible_through,
    e.last_edition
from edit as e
join (
    select distinct
        f.code,
        r.hcpcs as partner
    from first_five as f
    join ranked as r on r.release = f.release and r.place = f.place
) as p on p.code = e.code and p.partner = e.partner
order by
    e.code,
    e.role,
    e.partner,
    e.possible_from nulls first,
    e.last_edition,
    e.modifier_indicator,
    e.possible_through
