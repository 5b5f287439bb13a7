-- denied_line: the lines that a PTP or MUE edit denies, so that an add-on code cannot lean on them.
-- grain: one line. in: ptp_finding, mue_finding.
select column2_line as line from ptp_finding where bypassed_by is null
union
select line from mue_finding
