-- line_fee: the fee-schedule arithmetic of each line, in both settings; rounds once, here (PRICE-FORMULA).
-- grain: one charge line. in: line_row.
-- Dollars; *_exact are unrounded. cap_*: the OPPS amount where the row is subject to it (PRICE-OPPS-CAP).
-- RVU (7,2) x GPCI (5,3) -> (12,5); their sum x factor (8,4) -> nine decimals, exact.
select
    *,
    work_rvu * gpci_work as work_adjusted,
    pe_rvu_nonfacility * gpci_pe as pe_adjusted_nonfacility,
    pe_rvu_facility * gpci_pe as pe_adjusted_facility,
    mp_rvu * gpci_mp as mp_adjusted,
    opps_pe_nonfacility + opps_pe_facility + opps_mp > 0 as cap_applies,
    round(
        (work_rvu * gpci_work + pe_rvu_nonfacility * gpci_pe + mp_rvu * gpci_mp) * conversion_factor, 2
    ) as full_nonfacility,
    round(
        (work_rvu * gpci_work + pe_rvu_facility * gpci_pe + mp_rvu * gpci_mp) * conversion_factor, 2
    ) as full_facility,
    case when opps_pe_nonfacility + opps_pe_facility + opps_mp > 0 then round(
        (opps_work_rvu * gpci_work + opps_pe_nonfacility * gpci_pe + opps_mp * gpci_mp) * conversion_factor, 2
    ) end as cap_nonfacility,
    case when opps_pe_nonfacility + opps_pe_facility + opps_mp > 0 then round(
        (opps_work_rvu * gpci_work + opps_pe_facility * gpci_pe + opps_mp * gpci_mp) * conversion_factor, 2
    ) end as cap_facility
from line_row
