-- line_paid: the lower of charge and fee, and Medicare's share of it.
-- grain: one charge line. in: line_allowed. Dollars.
select
    *,
    case when fee_for_units is not null then least(fee_for_units, charge) end as allowed,
    case when fee_for_units is not null then round(least(fee_for_units, charge) * medicare_share, 2) end as medicare_pays
from line_allowed
