-- large_claim: the claims with more lines a day than are paired one by one.
-- grain: one claim and day. in: edit_lines, edit_limit (lines, told).
select
    edit_table,
    claim,
    date
from edit_lines
group by edit_table, claim, date
having count(*) > (select lines from edit_limit)
