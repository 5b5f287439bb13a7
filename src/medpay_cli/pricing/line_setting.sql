-- line_setting: the columns of the setting that applies, and the fee the schedule sets for the row.
-- grain: one charge line. in: line_schedule, code_set. fee: dollars a unit, null where no national amount exists.
-- A doubtful place of service (setting 'doubtful') is settled only where both settings pay the same.
-- in_hospital: the place of service is of PLACES-HOSPITAL; hospital_technical: a line with a technical part there.
select
    l.*,
    h.name is not null as in_hospital,
    h.name is not null and (pctc = '1' and row_modifier <> '26' or pctc = '3') as hospital_technical,
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
from line_schedule as l
left join code_set as h on h.name = 'hospital' and h.code_from = l.pos
