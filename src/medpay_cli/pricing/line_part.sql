-- line_part: the professional and technical part of each line whose parts are paid apart: FX, FY and CT, diagnostics ranked.
-- grain: one such line that has a technical part. in: line_outcome, fee_schedule. Dollars a unit.
-- A global line of PC/TC 1 is the sum of its 26 and TC rows; a TC line and a technical-only code (PC/TC 3) are all
-- technical. technical_cap: the outpatient amount of the TC row (PRICE-OPPS-CAP), null where it has none.
select
    l.line,
    case when l.row_modifier = 'TC' or l.pctc = '3' then 0::decimal(12, 2) else round(
        (
            p.work_rvu * l.gpci_work
            + case l.setting when 'facility' then p.pe_rvu_facility else p.pe_rvu_nonfacility end * l.gpci_pe
            + p.mp_rvu * l.gpci_mp
        ) * l.conversion_factor, 2
    ) end as professional_fee,
    case when l.row_modifier = 'TC' or l.pctc = '3' then l.full_fee else round(
        (
            t.work_rvu * l.gpci_work
            + case l.setting when 'facility' then t.pe_rvu_facility else t.pe_rvu_nonfacility end * l.gpci_pe
            + t.mp_rvu * l.gpci_mp
        ) * l.conversion_factor, 2
    ) end as technical_fee,
    case
        when l.row_modifier = 'TC' or l.pctc = '3' then l.cap
        when t.opps_pe_nonfacility + t.opps_pe_facility + t.opps_mp > 0 then round(
            (
                t.opps_work_rvu * l.gpci_work
                + case l.setting when 'facility' then t.opps_pe_facility else t.opps_pe_nonfacility end * l.gpci_pe
                + t.opps_mp * l.gpci_mp
            ) * l.conversion_factor, 2
        )
    end as technical_cap
from line_outcome as l
left join fee_schedule as p
    on p.hcpcs = l.hcpcs
    and p.release = l.release
    and p.modifier = '26'
left join fee_schedule as t
    on t.hcpcs = l.hcpcs
    and t.release = l.release
    and t.modifier = 'TC'
where l.fee is not null
and (l.technical_factor is not null or l.multiple_procedure in ('4', '6', '7'))
and (
    l.pctc = '3' and l.row_modifier = ''
    or l.pctc = '1' and l.row_modifier = 'TC'
    or l.pctc = '1' and l.row_modifier = '' and p.hcpcs is not null and t.hcpcs is not null
)
