-- second_surgeon: of two lines with one code and the same modifiers, 62 among them, the one of the second co-surgeon.
-- grain: one such line. in: charge_lines, modifier_set.
-- edits/lines.py counts them likewise. What is not alike (RT and LT) is one surgeon's.
select line
from (
    select
        l.line,
        row_number() over (
            partition by l.claim, l.date, l.named_release, l.hcpcs, l.modifiers
            order by l.units, l.charge, l.line
        ) as place
    from charge_lines as l
    join modifier_set as m on m.modifiers = l.modifiers
    where m.co_surgeon is not null
)
where place % 2 = 0
