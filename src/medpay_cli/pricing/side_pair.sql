-- side_pair: codes billed on a day for the right side on one line and for the left on another.
-- grain: claim, who operates, day (or release without one), code and fee modifier, apart for lines that an edit denies.
-- in: line_outcome.
select
    claim,
    surgeon,
    date,
    case when date is null then release end as undated,
    hcpcs,
    row_modifier,
    denied_rule is not null as edited
from line_outcome
where side is not null and reason_code is null
group by claim, surgeon, date, case when date is null then release end, hcpcs, row_modifier, denied_rule is not null
having min(side) <> max(side)
