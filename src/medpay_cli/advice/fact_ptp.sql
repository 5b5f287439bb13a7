-- fact_ptp: how many practitioner PTP edits a code is in on a day, by its role (1 or 2, the column) and the edit's indicator.
-- grain: code x day with an edit. in: ptp_role, fact_release.
-- out: code, day, ptp_column1_0, ptp_column1_1, ptp_column2_0, ptp_column2_1, ptp_uncertain
-- An edit counts where it may be in force on the day; ptp_uncertain counts those that the loaded editions do not prove.
-- Two codes have one edit, as in pair_edit: of a pair that closed and opened again, or changed its direction, the one
-- that is proved counts, else the newer, else the stricter. A group by, which takes two thirds of the time of a window:
-- kept is certain, role and indicator, a digit each, of the edit that comes first.
select
    code,
    day,
    count(*) filter (kept % 100 = 10) as ptp_column1_0,
    count(*) filter (kept % 100 = 11) as ptp_column1_1,
    count(*) filter (kept % 100 = 20) as ptp_column2_0,
    count(*) filter (kept % 100 = 21) as ptp_column2_1,
    count(*) filter (kept < 100) as ptp_uncertain
from (
    select
        code,
        day,
        max_by(certain * 100 + role * 10 + modifier_indicator, certain || last_edition || (9 - modifier_indicator)) as kept
    from (
        select
            a.code,
            a.day,
            e.partner,
            e.role,
            e.modifier_indicator,
            e.last_edition,
            case when a.day between e.certain_from and e.certain_through then 1 else 0 end as certain
        from (select distinct code, day from fact_release) as a
        join ptp_role as e
            on e.code = a.code
            and a.day >= coalesce(e.possible_from, a.day)
            and a.day <= coalesce(e.possible_through, a.day)
    )
    group by code, day, partner
)
group by code, day
