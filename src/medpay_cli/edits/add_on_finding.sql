-- add_on_finding: each add-on line, and whether a listed primary code stands beside it.
-- grain: one line with an add-on code. in: edit_lines, add_on, add_on_met, rule.
-- primaries: lines of the claim and day with a listed code; met: one of them can carry the add-on;
-- exception_rule: the entry that lets the code stand without a primary on this claim (99292).
select
    l.edit_table,
    l.claim,
    l.date,
    l.line,
    l.hcpcs,
    max(a.add_on_type) as add_on_type,
    bool_or(a.contractor_defined) as contractor_defined,
    count(p.line) as primaries,
    bool_or(m.line is not null) as met,
    min(p.hcpcs) as primary_code,
    max(a.effective_date) as effective_date,
    max(x.id) as exception_rule
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
    and p.line <> l.line
left join add_on_met as m on m.line = l.line
left join rule as x
    on x.subject = 'add_on_exception'
    and x.value = l.hcpcs
group by l.edit_table, l.claim, l.date, l.line, l.hcpcs
