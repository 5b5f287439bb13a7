-- line_mue: the medically unlikely edit of each line's code, and the units that are compared with it.
-- grain: one line; mue is null where CMS publishes no value for the code. in: edit_lines, mue.
-- counted_units: of 26 and TC of one test only the greater, for whether CMS adds them is stated nowhere (RULES.md 10.1).
-- MAI 1 compares each line, MAI 2 and 3 the sum over all lines of the code that day (those of an assistant
-- at surgery and of a second co-surgeon by themselves); the whole is denied, not the excess. The edition that answers for the date is the newest loaded that had begun; certain tells whether the date is
-- in its quarter.
select
    u.edit_table,
    u.claim,
    u.date,
    u.line,
    u.hcpcs,
    u.units,
    d.day_units,
    m.mue,
    m.mai,
    m.rationale,
    m.edition,
    case m.mai when '1' then u.units else d.day_units - least(d.units_26, d.units_tc) end as counted_units,
    u.date between m.effective_from and m.effective_through as certain
from edit_lines as u
join (
    select
        edit_table,
        claim,
        date,
        hcpcs,
        surgeon,
        sum(units) as day_units,
        coalesce(sum(units) filter (contains(modifiers, '26')), 0) as units_26,
        coalesce(sum(units) filter (contains(modifiers, 'TC')), 0) as units_tc
    from edit_lines
    group by edit_table, claim, date, hcpcs, surgeon
) as d
    on d.claim = u.claim
    and d.date = u.date
    and d.edit_table = u.edit_table
    and d.hcpcs = u.hcpcs
    and d.surgeon = u.surgeon
left join mue as m
    on m.hcpcs = u.hcpcs
    and m.service = u.edit_table
    and u.date between coalesce(m.answers_from, u.date) and coalesce(m.answers_through, u.date)
