-- code_edit: every edit of one code on a day, in both roles.
-- grain: one edit. in: ptp (rows with the code), asked (code, date).
-- Two codes have one edit on a day, as in pair_edit: a pair whose direction changed between two editions counts once.
select
    e.edit_table,
    a.date,
    a.code,
    e.column1,
    e.column2,
    e.modifier_indicator,
    e.effective_date,
    e.deletion_date,
    e.certain_from,
    e.certain_through,
    e.possible_through,
    e.rationale,
    e.first_edition,
    e.last_edition,
    a.date between e.certain_from and e.certain_through as certain
from asked as a
join ptp as e on (e.column1 = a.code or e.column2 = a.code)
    and a.date >= coalesce(e.possible_from, a.date)
    and a.date <= coalesce(e.possible_through, a.date)
where e.modifier_indicator <> 9
qualify row_number() over (
    partition by e.edit_table, least(e.column1, e.column2), greatest(e.column1, e.column2)
    order by a.date between e.certain_from and e.certain_through desc, e.last_edition desc, e.modifier_indicator
) = 1
