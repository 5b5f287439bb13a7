-- page_price: how the fee of a code is made up: RVUs, indices, dollars, and what the patient owes.
-- grain: fact. in: priced_variant, code_fact, anesthesia_base, conversion_factor, locality.
-- Dollars of one unit in the setting of the page; anesthesia_factor: dollars of one base or time unit there.
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
    p.waiver_rule as patient_rule,
    f.base_units,
    b.edition as base_edition,
    case
        when f.base_units is null then null
        when f.locality_key = '0000000' then c.anesthesia_factor
        when p.track = 'qp' then l.anesthesia_factor_qp
        else l.anesthesia_factor
    end as anesthesia_factor
from code_fact as f
join priced_variant as p on p.line = f.fact * 128
left join anesthesia_base as b on b.hcpcs = f.code
left join conversion_factor as c on c.release = f.release and c.track = p.track
left join locality as l on l.locality_key = f.locality_key and l.year = f.year
