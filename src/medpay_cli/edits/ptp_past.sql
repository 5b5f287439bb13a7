-- ptp_past: edits between two codes of the claim that exist in the table, but are not in force on the day.
-- grain: one claim x column 1 x column 2 x interval. in: ptp, edit_lines, ptp_finding.
select distinct
    e.edit_table,
    l.claim,
    l.date,
    e.column1,
    e.column2,
    e.modifier_indicator,
    e.effective_date,
    e.deletion_date,
    e.certain_from,
    e.possible_from,
    e.possible_through,
    e.rationale,
    e.last_edition
from ptp as e
join edit_lines as l on l.hcpcs = e.column1 and l.edit_table = e.edit_table
join edit_lines as o on o.hcpcs = e.column2 and o.claim = l.claim and o.date = l.date and o.surgeon = l.surgeon
where not exists (
    select 1 from ptp_finding as f
    where f.claim = l.claim
    and f.edit_table = e.edit_table
    and least(f.column1, f.column2) = least(e.column1, e.column2)
    and greatest(f.column1, f.column2) = greatest(e.column1, e.column2)
)
