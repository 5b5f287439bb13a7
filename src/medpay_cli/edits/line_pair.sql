-- line_pair: every two lines of a claim and day with different codes, the lesser code first.
-- grain: one unordered pair of lines. in: edit_lines.
-- Lines with the same code are a matter of units (MUE), never of PTP (RULES.md 2.1).
select
    a.edit_table,
    a.claim,
    a.date,
    a.line as lesser_line,
    b.line as greater_line,
    a.hcpcs as lesser,
    b.hcpcs as greater,
    a.modifiers as lesser_modifiers,
    b.modifiers as greater_modifiers
from edit_lines as a
join edit_lines as b
    on b.claim = a.claim
    and b.date = a.date
    and b.edit_table = a.edit_table
    and b.hcpcs > a.hcpcs
