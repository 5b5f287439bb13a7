-- unpaid_column1: lines that PTP edits deny, each beside a column 1 line that is denied itself (NCCI-COLUMN1).
-- What no fee schedule loaded lists may be paid elsewhere, or is not known: no column 1 is called unpaid for that.
-- grain: one denied line. in: ptp_finding, mue_finding, line_outcome.
select f.column2_line as line
from ptp_finding as f
join line_outcome as o on o.line = f.column1_line
where f.bypassed_by is null and f.column2_line not in (select line from mue_finding)
group by f.column2_line
having count_if(o.outcome = 'denied' and o.reason_code <> 'not_in_release') = count(*)
