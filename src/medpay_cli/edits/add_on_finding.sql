-- add_on_finding: each add-on line, and whether a listed primary code stands beside it.
-- grain: one line with an add-on code. in: edit_lines, add_on, denied_line (line).
-- primaries: listed codes on the same claim and day; paid_primaries: those of them that no edit denies.
select
    l.edit_table,
    l.claim,
    l.date,
    l.line,
    l.hcpcs,
    max(a.add_on_type) as add_on_type,
    bool_or(a.contractor_defined) as contractor_defined,
    count(distinct a.primary_code) filter (not a.contractor_defined) as listed,
    count(p.line) as primaries,
    count(p.line) filter (d.line is null) as paid_primaries,
    min(p.hcpcs) as primary_code,
    max(a.effective_date) as effective_date
from edit_lines as l
join add_on as a
    on a.add_on = l.hcpcs
    and l.date >= a.effective_date
    and l.date <= coalesce(a.deletion_date, l.date)
left join edit_lines as p
    on p.claim = l.claim
    and p.date = l.date
    and p.edit_table = l.edit_table
    and p.hcpcs = a.primary_code
left join denied_line as d on d.line = p.line
group by l.edit_table, l.claim, l.date, l.line, l.hcpcs
