-- page_price: how the fee of a code is made up: RVUs, indices, dollars, and what the patient owes.
-- grain: fact. in: priced_variant, code_fact. Dollars of one unit in the setting of the page.
select
    f.fact,
    p.locality_name,
    p.state,
    p.track,
    p.conversion_factor,
    p.work_rvu,
    f.pe_rvu_nonfacility,
    f.pe_rvu_facility,
    p.pe_rvu,
    p.mp_rvu,
    p.total_rvu,
    p.gpci_work,
    p.gpci_pe,
    p.gpci_mp,
    case when p.has_fee then p.work_amount end as work_amount,
    case when p.has_fee then p.pe_amount end as pe_amount,
    case when p.has_fee then p.mp_amount end as mp_amount,
    p.full_fee,
    p.fee,
    p.medicare_pays,
    p.coinsurance,
    p.waiver_rule as patient_rule
from code_fact as f
join priced_variant as p on p.line = f.fact * 128
