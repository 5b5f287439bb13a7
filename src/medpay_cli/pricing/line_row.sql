-- line_row: each charge line with its release, place, setting, conversion factor and fee-schedule row.
-- grain: one charge line, none lost. in: charge_lines, asked_release, modifier_set, fee_schedule,
-- locality, conversion_factor, place_of_service, rule.
-- The row is that of (code, fee modifier) where CMS publishes one (row_found), else the code's own:
-- an illegal modifier still shows what the unmodified line would pay.
-- only_with: a code without a row of its own has rows with these modifiers (86153: 26).
select
    l.line,
    l.claim,
    l.hcpcs,
    l.modifiers,
    l.units,
    l.charge,
    l.minutes,
    l.date,
    l.locality_key,
    l.place_uncertain,
    l.pos,
    l.nonparticipating,
    l.provider,
    l.deductible,
    l.sequestration,
    a.release,
    a.year,
    a.release_fit,
    a.rate_day,
    coalesce(m.fee_modifier, '') as fee_modifier,
    coalesce(m.fee_modifier_count, 0) as fee_modifier_count,
    m.unrecognised,
    m.denied,
    m.facility_only,
    m.by_report,
    coalesce(m.any_unsettled, false) as any_unsettled,
    f.hcpcs is not null as row_found,
    coalesce(f.hcpcs, b.hcpcs) is not null as code_found,
    case when f.hcpcs is null and b.hcpcs is null then o.modifiers end as only_with,
    case when f.hcpcs is not null then f.modifier else '' end as row_modifier,
    case when f.hcpcs is not null then f.descriptor else b.descriptor end as descriptor,
    case when f.hcpcs is not null then f.status else b.status end as status,
    case when f.hcpcs is not null then f.not_paid_flag else b.not_paid_flag end as not_paid_flag,
    case when f.hcpcs is not null then f.pctc else b.pctc end as pctc,
    case when f.hcpcs is not null then f.multiple_procedure else b.multiple_procedure end as multiple_procedure,
    case when f.hcpcs is not null then f.work_rvu else b.work_rvu end as work_rvu,
    case when f.hcpcs is not null then f.pe_rvu_nonfacility else b.pe_rvu_nonfacility end as pe_rvu_nonfacility,
    case when f.hcpcs is not null then f.pe_rvu_facility else b.pe_rvu_facility end as pe_rvu_facility,
    case when f.hcpcs is not null then f.mp_rvu else b.mp_rvu end as mp_rvu,
    case when f.hcpcs is not null then f.na_nonfacility else b.na_nonfacility end as na_nonfacility,
    case when f.hcpcs is not null then f.na_facility else b.na_facility end as na_facility,
    case when f.hcpcs is not null then f.opps_work_rvu else b.opps_work_rvu end as opps_work_rvu,
    case when f.hcpcs is not null then f.opps_pe_nonfacility else b.opps_pe_nonfacility end as opps_pe_nonfacility,
    case when f.hcpcs is not null then f.opps_pe_facility else b.opps_pe_facility end as opps_pe_facility,
    case when f.hcpcs is not null then f.opps_mp else b.opps_mp end as opps_mp,
    coalesce(l.setting, p.setting, 'nonfacility') as setting,
    l.setting is null and l.pos is null as setting_assumed,
    l.pos is not null and p.pos is null as pos_unknown,
    c.track,
    c.factor as conversion_factor,
    g.mac,
    g.locality,
    g.name as locality_name,
    g.state,
    case when l.locality_key = '0000000' then 1::decimal(5, 3) else g.gpci_work end as gpci_work,
    case when l.locality_key = '0000000' then 1::decimal(5, 3) else g.gpci_pe end as gpci_pe,
    case when l.locality_key = '0000000' then 1::decimal(5, 3) else g.gpci_mp end as gpci_mp
from charge_lines as l
left join asked_release as a
    on a.date is not distinct from l.date
    and a.named_release is not distinct from l.named_release
left join modifier_set as m on m.modifiers = l.modifiers
left join fee_schedule as f
    on f.hcpcs = l.hcpcs
    and f.release = a.release
    and f.modifier = coalesce(m.fee_modifier, '')
left join fee_schedule as b
    on b.hcpcs = l.hcpcs
    and b.release = a.release
    and b.modifier = ''
left join (
    select
        hcpcs,
        release,
        string_agg(modifier, ' or ' order by modifier) as modifiers
    from fee_schedule
    where modifier <> ''
    group by hcpcs, release
) as o on o.hcpcs = l.hcpcs and o.release = a.release
left join place_of_service as p on p.pos = l.pos
left join locality as g on g.locality_key = l.locality_key and g.year = a.year
left join conversion_factor as c
    on c.release = a.release
    and c.track in ('standard', case when l.qp then 'qp' else 'non_qp' end)
