-- line_kind: every line, where no claim is large: each is judged by itself.
-- grain: one line. in: edit_lines.
select
    edit_table,
    claim,
    date,
    hcpcs,
    modifiers,
    surgeon,
    line,
    1 as lines,
    false as large
from edit_lines
