-- mue_finding: units above the medically unlikely edit of a code.
-- grain: one line whose units are denied. in: line_mue.
select
    edit_table,
    claim,
    date,
    line,
    hcpcs,
    units,
    day_units,
    mue,
    mai,
    rationale,
    edition,
    certain
from line_mue
where counted_units > mue
