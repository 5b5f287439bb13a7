-- line_charged: what Medicare allows for the line: the lower of charge and fee (PRICE-LOWER-OF-CHARGE).
-- grain: one charge line. in: line_allowed. Dollars.
-- allowed_if_paid: of a line that only an edit denies, what it would be, behind the lines that are paid (MULT-DENIED).
select
    *,
    case when fee_for_units is not null and not edited then least(fee_for_units, charge) end as allowed,
    case when fee_for_units is not null and edited then least(fee_for_units, charge) end as allowed_if_paid
from line_allowed
