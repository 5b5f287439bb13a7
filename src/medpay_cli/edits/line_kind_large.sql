-- line_kind_large: the lines, in a large claim one for all that have the same code and modifiers: edits cannot tell them
-- apart, and there pairs of lines would be too many.
-- grain: one line, in a large claim one (hcpcs, modifiers). in: edit_lines, large_claim.
select
    l.edit_table,
    l.claim,
    l.date,
    l.hcpcs,
    l.modifiers,
    l.surgeon,
    min(l.line) as line,
    count(*) as lines,
    c.claim is not null as large
from edit_lines as l
left join large_claim as c
    on c.claim = l.claim
    and c.date = l.date
    and c.edit_table = l.edit_table
group by
    l.edit_table, l.claim, l.date, l.hcpcs, l.modifiers, l.surgeon, c.claim,
    case when c.claim is null then l.line end
