-- line_twin: the place of a line among those of its day with the same code and modifiers.
-- grain: one line whose code stands more than once on its claim and day. in: line_basis, code_day.
-- Most codes stand once, and numbering every line would cost more than all other facts.
select
    l.line,
    row_number() over (partition by l.claim, l.day, l.code, l.marks order by l.line) as twin,
    row_number() over (partition by l.claim, l.day, l.code, l.marks, l.units, l.charge order by l.line) as same
from line_basis as l
join code_day as k on k.claim = l.claim and k.day is not distinct from l.day and k.code = l.code
where k.lines > 1
