-- add_on_finding: each add-on line, and whether a listed primary code stands beside it.
-- grain: one line with an add-on code. in: edit_lines, claim_code, add_on, add_on_met, rule.
-- primaries: lines of the claim and day with a listed code; met: one of them can carry the add-on;
-- exception_rule: the entry that lets the code stand without a primary on this claim (99292).
with add_on_code as (
    select
        c.edit_table,
        c.claim,
        c.date,
        c.hcpcs,
        max(a.add_on_type) as add_on_type,
        bool_or(a.contractor_defined) as contractor_defined,
        coalesce(sum(p.lines), 0)::bigint as primaries,
        bool_or(m.hcpcs is not null) as met,
        min(p.hcpcs) as primary_code,
        max(a.effective_date) as effective_date,
        max(x.id) as exception_rule
    from claim_code as c
    join add_on as a
        on a.add_on = c.hcpcs
        and c.date >= a.effective_date
        and c.date <= coalesce(a.deletion_date, c.date)
    left join claim_code as p
        on p.claim = c.claim
        and p.date = c.date
        and p.edit_table = c.edit_table
        and p.hcpcs = a.primary_code
    left join add_on_met as m
        on m.claim = c.claim
        and m.date = c.date
        and m.edit_table = c.edit_table
        and m.hcpcs = c.hcpcs
    left join rule as x
        on x.subject = 'add_on_exception'
        and x.value = c.hcpcs
    group by c.edit_table, c.claim, c.date, c.hcpcs
)

select
    l.edit_table,
    l.claim,
    l.date,
    l.line,
    l.hcpcs,
    a.add_on_type,
    a.contractor_defined,
    a.primaries,
    a.met,
    a.primary_code,
    a.effective_date,
    a.exception_rule
from edit_lines as l
join add_on_code as a
    on a.claim = l.claim
    and a.date = l.date
    and a.edit_table = l.edit_table
    and a.hcpcs = l.hcpcs
