-- fact_ptp: how many practitioner PTP edits a code is in on a day, by its role (1 or 2, the column) and the edit's indicator.
-- grain: code x day with an edit. in: ptp_role, fact_release.
-- out: code, day, ptp_column1_0, ptp_column1_1, ptp_column2_0, ptp_column2_1, ptp_uncertain
-- An edit counts where it may be in force on the day; ptp_uncertain counts those that the loaded editions do not prove.
select
    code,
    day,
    count(*) filter (role = 1 and modifier_indicator = 0) as ptp_column1_0,
    count(*) filter (role = 1 and modifier_indicator = 1) as ptp_column1_1,
    count(*) filter (role = 2 and modifier_indicator = 0) as ptp_column2_0,
    count(*) filter (role = 2 and modifier_indicator = 1) as ptp_column2_1,
    count(*) filter (not certain) as ptp_uncertain
from (
    select
        a.code,
        a.day,
        e.role,
        e.modifier_indicator,
        coalesce(a.day between e.certain_from and e.certain_through, false) as certain
    from (select distinct code, day from fact_release) as a
    join ptp_role as e
        on e.code = a.code
        and a.day >= coalesce(e.possible_from, a.day)
        and a.day <= coalesce(e.possible_through, a.day)
    -- Two codes have one edit, as in pair_edit: a pair that closed and opened again, or changed its direction, counts once.
    qualify row_number() over (
        partition by a.code, a.day, e.partner
        order by coalesce(a.day between e.certain_from and e.certain_through, false) desc, e.last_edition desc,
        e.modifier_indicator
    ) = 1
)
group by code, day
