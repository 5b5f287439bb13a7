-- claim_code: what codes are billed together, each once however many lines it has.
-- grain: one claim, day and code. in: edit_lines.
select
    edit_table,
    claim,
    date,
    hcpcs,
    count(*) as lines
from edit_lines
group by edit_table, claim, date, hcpcs
