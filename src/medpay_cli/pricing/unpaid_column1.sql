-- unpaid_column1: lines that PTP edits deny, none of them beside a column 1 line that is payable (NCCI-COLUMN1).
-- grain: one denied line. in: ptp_finding, mue_finding, line_outcome.
select f.column2_line as line
from ptp_finding as f
join line_outcome as o on o.line = f.column1_line
where f.bypassed_by is null and f.column2_line not in (select line from mue_finding)
group by f.column2_line
having not bool_or(o.payable)
