-- line_setting: the columns of the setting that applies, and the fee the schedule sets for the row.
-- grain: one charge line. in: line_fee. fee: dollars a unit, null where no national amount exists.
-- A doubtful place of service (setting 'doubtful') is settled only where both settings pay the same.
-- capped_*: what each setting pays after the cap. has_fee: RVUs pay the row, in a place that is known.
-- hospital_technical: a line with a technical part in a hospital.
select
    *,
    in_hospital and (pctc = '1' and row_modifier <> '26' or pctc = '3') as hospital_technical,
    setting = 'doubtful' and capped_nonfacility <> capped_facility as setting_unknown,
    case setting when 'facility' then pe_rvu_facility else pe_rvu_nonfacility end as pe_rvu,
    case setting when 'facility' then pe_adjusted_facility else pe_adjusted_nonfacility end as pe_adjusted,
    case setting when 'facility' then full_facility else full_nonfacility end as full_fee,
    round(work_adjusted * conversion_factor, 2) as work_amount,
    round(
        case setting when 'facility' then pe_adjusted_facility else pe_adjusted_nonfacility end * conversion_factor, 2
    ) as pe_amount,
    round(mp_adjusted * conversion_factor, 2) as mp_amount,
    case setting when 'facility' then cap_facility else cap_nonfacility end as cap,
    case
        when not has_fee or (setting = 'doubtful' and capped_nonfacility <> capped_facility) then null
        when setting = 'facility' then capped_facility
        else capped_nonfacility
    end as fee
from (
    select
        *,
        has_rvus and gpci_work is not null as has_fee,
        least(full_nonfacility, cap_nonfacility) as capped_nonfacility,
        least(full_facility, cap_facility) as capped_facility
    from line_fee
)
