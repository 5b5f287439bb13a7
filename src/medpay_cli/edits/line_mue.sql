-- line_mue: the medically unlikely edit of each line's code, and the units that are compared with it.
-- grain: one line; mue is null where CMS publishes no value for the code. in: edit_lines, mue.
-- counted_units: of 26 and TC of one test only the greater, for whether CMS adds them is stated nowhere (RULES.md 10.1).
-- MAI 1 compares each line, MAI 2 and 3 the sum over all lines of the code that day; the whole is denied, not the
-- excess. The edition that answers for the date is the newest loaded that had begun; certain tells whether the date is
-- in its quarter.
select
    u.edit_table,
    u.claim,
    u.date,
    u.line,
    u.hcpcs,
    u.units,
    u.day_units,
    m.mue,
    m.mai,
    m.rationale,
    m.edition,
    case m.mai when '1' then u.units else u.counted_day_units end as counted_units,
    u.date between m.effective_from and m.effective_through as certain
from (
    select
        *,
        sum(units) over in_day as day_units,
        sum(units) over in_day - least(
            coalesce(sum(units) filter (contains(modifiers, '26')) over in_day, 0),
            coalesce(sum(units) filter (contains(modifiers, 'TC')) over in_day, 0)
        ) as counted_day_units
    from edit_lines
    window in_day as (partition by edit_table, claim, date, hcpcs)
) as u
left join mue as m
    on m.hcpcs = u.hcpcs
    and m.service = u.edit_table
    and u.date between coalesce(m.answers_from, u.date) and coalesce(m.answers_through, u.date)
