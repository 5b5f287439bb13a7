-- line_charged: what Medicare allows for the line: the lower of charge and fee (PRICE-LOWER-OF-CHARGE).
-- grain: one charge line. in: line_allowed. Dollars.
select
    *,
    case when fee_for_units is not null then least(fee_for_units, charge) end as allowed
from line_allowed
