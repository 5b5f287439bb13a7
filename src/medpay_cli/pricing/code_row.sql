-- code_row: the fee-schedule row of each code as it is billed, with what its status and modifiers mean.
-- grain: one distinct code, list of modifiers and release of the lines. in: charge_lines, asked_release, modifier_set,
-- fee_schedule, rule.
-- The row is that of (code, fee modifier) where CMS publishes one (row_found), else the code's own:
-- an illegal modifier still shows what the unmodified line would pay.
-- only_with: a code without a row of its own has rows with these modifiers (86153: 26).
-- has_rvus: the status lets RVUs pay (A, R, T) and there are RVUs; R without RVUs is the MAC's to price.
-- cap_applies: the row has outpatient amounts (PRICE-OPPS-CAP).
select
    r.*,
    s.id as status_rule,
    s.effect as status_effect,
    s.reason_code as status_reason,
    s.effect = 'priced'
    and r.work_rvu + r.mp_rvu + greatest(r.pe_rvu_nonfacility, r.pe_rvu_facility) > 0 as has_rvus,
    r.opps_pe_nonfacility + r.opps_pe_facility + r.opps_mp > 0 as cap_applies,
    e.id as elsewhere_rule
from (
    select
        k.hcpcs,
        k.modifiers,
        k.release,
        coalesce(m.fee_modifier, '') as fee_modifier,
        coalesce(m.fee_modifier_count, 0) as fee_modifier_count,
        m.unrecognised,
        m.denied,
        m.facility_only,
        m.by_report,
        coalesce(m.any_unsettled, false) as any_unsettled,
        coalesce(m.separate_session, false) as separate_session,
        m.side,
        f.hcpcs is not null as row_found,
        coalesce(f.hcpcs, b.hcpcs) is not null as code_found,
        case when f.hcpcs is null and b.hcpcs is null then o.modifiers end as only_with,
        case when f.hcpcs is not null then f.modifier else '' end as row_modifier,
        case when f.hcpcs is not null then f.descriptor else b.descriptor end as descriptor,
        case when f.hcpcs is not null then f.status else b.status end as status,
        case when f.hcpcs is not null then f.not_paid_flag else b.not_paid_flag end as not_paid_flag,
        case when f.hcpcs is not null then f.pctc else b.pctc end as pctc,
        case when f.hcpcs is not null then f.multiple_procedure else b.multiple_procedure end as multiple_procedure,
        case when f.hcpcs is not null then f.endoscopic_base else b.endoscopic_base end as endoscopic_base,
        case when f.hcpcs is not null then f.bilateral else b.bilateral end as bilateral,
        case when f.hcpcs is not null then f.work_rvu else b.work_rvu end as work_rvu,
        case when f.hcpcs is not null then f.pe_rvu_nonfacility else b.pe_rvu_nonfacility end as pe_rvu_nonfacility,
        case when f.hcpcs is not null then f.pe_rvu_facility else b.pe_rvu_facility end as pe_rvu_facility,
        case when f.hcpcs is not null then f.mp_rvu else b.mp_rvu end as mp_rvu,
        case when f.hcpcs is not null then f.na_nonfacility else b.na_nonfacility end as na_nonfacility,
        case when f.hcpcs is not null then f.na_facility else b.na_facility end as na_facility,
        case when f.hcpcs is not null then f.opps_work_rvu else b.opps_work_rvu end as opps_work_rvu,
        case when f.hcpcs is not null then f.opps_pe_nonfacility else b.opps_pe_nonfacility end as opps_pe_nonfacility,
        case when f.hcpcs is not null then f.opps_pe_facility else b.opps_pe_facility end as opps_pe_facility,
        case when f.hcpcs is not null then f.opps_mp else b.opps_mp end as opps_mp
    from (
        select distinct
            l.hcpcs,
            l.modifiers,
            a.release
        from charge_lines as l
        left join asked_release as a
            on a.date is not distinct from l.date
            and a.named_release is not distinct from l.named_release
    ) as k
    left join modifier_set as m on m.modifiers = k.modifiers
    left join fee_schedule as f
        on f.hcpcs = k.hcpcs
        and f.release = k.release
        and f.modifier = coalesce(m.fee_modifier, '')
    left join fee_schedule as b
        on b.hcpcs = k.hcpcs
        and b.release = k.release
        and b.modifier = ''
    left join (
        select
            hcpcs,
            release,
            string_agg(modifier, ' or ' order by modifier) as modifiers
        from fee_schedule
        where modifier <> ''
        group by hcpcs, release
    ) as o on o.hcpcs = k.hcpcs and o.release = k.release
) as r
left join rule as s on s.subject = 'status' and s.value = r.status
left join rule as e on e.subject = 'elsewhere_status' and e.value = r.status
