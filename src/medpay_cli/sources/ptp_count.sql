-- ptp_count: how many practitioner PTP edits a code is in, by its role (1 or 2, the column) and the edit's indicator.
-- grain: code x span of days. in: ptp_kept.
-- ptp_uncertain counts those that the loaded editions do not prove.
select
    code,
    effective_from,
    effective_through,
    count(*) filter (kept % 100 = 10) as ptp_column1_0,
    count(*) filter (kept % 100 = 11) as ptp_column1_1,
    count(*) filter (kept % 100 = 20) as ptp_column2_0,
    count(*) filter (kept % 100 = 21) as ptp_column2_1,
    count(*) filter (kept < 100) as ptp_uncertain
from ptp_kept
group by code, effective_from, effective_through
order by code, effective_from
