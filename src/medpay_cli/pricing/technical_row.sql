-- technical_row: rows of the fee schedule that have a technical part, the whole or a share of them.
-- grain: one such row (hcpcs, release, modifier) of a code that the lines bill. in: charge_lines, fee_schedule.
-- A global row of PC/TC 1 needs rows for both of its parts; a TC row and a technical-only code (PC/TC 3) are all technical.
select
    f.hcpcs,
    f.release,
    f.modifier
from (select distinct hcpcs from charge_lines) as l
join fee_schedule as f on f.hcpcs = l.hcpcs
left join fee_schedule as p
    on p.hcpcs = f.hcpcs
    and p.release = f.release
    and p.modifier = '26'
left join fee_schedule as t
    on t.hcpcs = f.hcpcs
    and t.release = f.release
    and t.modifier = 'TC'
where
    f.pctc = '3' and f.modifier = ''
    or f.pctc = '1' and f.modifier = 'TC'
    or f.pctc = '1' and f.modifier = '' and p.hcpcs is not null and t.hcpcs is not null
