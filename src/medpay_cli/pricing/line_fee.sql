-- line_fee: the fee-schedule arithmetic of each line, in both settings; rounds once, here (PRICE-FORMULA).
-- grain: one charge line. in: line_row.
-- Dollars; *_exact are unrounded. cap_*: the OPPS amount where the row is subject to it (PRICE-OPPS-CAP).
-- RVU (7,2) x GPCI (5,3) -> (12,5); their sum as (11,5), a million RVUs, x factor (7,4) -> nine decimals, exact, in the
-- 18 digits of the fast decimals.
select
    *,
    round(
        (work_adjusted + pe_adjusted_nonfacility + mp_adjusted)::decimal(11, 5) * conversion_factor::decimal(7, 4), 2
    ) as full_nonfacility,
    round(
        (work_adjusted + pe_adjusted_facility + mp_adjusted)::decimal(11, 5) * conversion_factor::decimal(7, 4), 2
    ) as full_facility,
    case when cap_applies then round(
        (opps_work_rvu * gpci_work + opps_pe_nonfacility * gpci_pe + opps_mp * gpci_mp)::decimal(11, 5) * conversion_factor::decimal(7, 4), 2
    ) end as cap_nonfacility,
    case when cap_applies then round(
        (opps_work_rvu * gpci_work + opps_pe_facility * gpci_pe + opps_mp * gpci_mp)::decimal(11, 5) * conversion_factor::decimal(7, 4), 2
    ) end as cap_facility
from (
    select
        *,
        work_rvu * gpci_work as work_adjusted,
        pe_rvu_nonfacility * gpci_pe as pe_adjusted_nonfacility,
        pe_rvu_facility * gpci_pe as pe_adjusted_facility,
        mp_rvu * gpci_mp as mp_adjusted
    from line_row
)
