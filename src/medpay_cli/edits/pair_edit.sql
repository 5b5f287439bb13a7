-- pair_edit: the lines that an edit between two codes of their claim names.
-- Assistants and a second co-surgeon are other providers than the surgeon (edits/lines.py): between them no edit holds.
-- grain: one pair of lines (of a large claim: of kinds of lines) with an edit. in: code_pair, line_kind.
select
    e.edit_table,
    e.claim,
    e.date,
    l1.line as column1_line,
    l2.line as column2_line,
    e.column1,
    e.column2,
    l1.modifiers as column1_modifiers,
    l2.modifiers as column2_modifiers,
    l1.lines as column1_lines,
    l1.large,
    e.edit,
    e.modifier_indicator,
    e.certain
from code_pair as e
join line_kind as l1
    on l1.claim = e.claim
    and l1.date = e.date
    and l1.edit_table = e.edit_table
    and l1.hcpcs = e.column1
join line_kind as l2
    on l2.claim = e.claim
    and l2.date = e.date
    and l2.edit_table = e.edit_table
    and l2.hcpcs = e.column2
    and l2.surgeon = l1.surgeon
