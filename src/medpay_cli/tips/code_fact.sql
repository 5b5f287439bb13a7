-- code_fact: all that is known of a code in one release at one place: the relation that conditions of grain code read.
-- grain: code x release x place x setting, one row of fact_release.
-- in: fact_release, fact_price, fact_ptp, fact_add_on, fee_row, mue, anesthesia_base, rule.
-- out: fact, code, day, release, year, release_fit, locality_key, setting, setting_given, pos, listed, descriptor, status,
--   status_effect, not_paid_flag, pctc, global_days, preoperative_share, intraoperative_share, postoperative_share,
--   multiple_procedure, bilateral, assistant, co_surgeon, team, endoscopic_base, supervision, imaging_family, work_rvu,
--   pe_rvu_nonfacility, pe_rvu_facility, mp_rvu, na_nonfacility, na_facility, only_professional, has_26, has_tc,
--   has_53, status_26, status_tc, base_units, is_visit, has_fee, fee, fee_nonfacility, fee_facility, full_fee, cap,
--   fee_26, fee_tc, fee_53, allowed, allowed_50, allowed_54, allowed_55, allowed_62, allowed_80, allowed_as,
--   allowed_twice, fee_non_qp, fee_qp, nonparticipating_fee, limiting_charge, visit_fee, mue, mai, mue_rationale,
--   mue_edition, mue_certain, ptp_column1_0, ptp_column1_1, ptp_column2_0, ptp_column2_1, ptp_uncertain, add_on_type,
--   primary_count, primary_codes, add_on_count, family_members, previous_release, previous_status, previous_fee,
--   last_paid_release, last_paid_status, last_paid_fee, last_listed_release, last_listed_status
-- Dollars are the pricing engine's, for one unit in `setting`, null where it gives none. The fee row is the code's own
-- (no modifier), else its 26 row (only_professional). previous_*: the last loaded release of the year before.
select
    f.fact,
    f.code,
    f.day,
    f.release,
    f.year,
    f.release_fit,
    f.locality_key,
    p.setting,
    f.setting is not null or f.pos is not null as setting_given,
    f.pos,
    b.hcpcs is not null as listed,
    coalesce(b.descriptor, past.descriptor) as descriptor,
    b.status,
    s.effect as status_effect,
    coalesce(b.not_paid_flag, '') as not_paid_flag,
    b.pctc,
    b.global_days,
    b.preoperative_share,
    b.intraoperative_share,
    b.postoperative_share,
    b.multiple_procedure,
    b.bilateral,
    b.assistant,
    b.co_surgeon,
    b.team,
    b.endoscopic_base,
    b.supervision,
    b.imaging_family,
    b.work_rvu,
    b.pe_rvu_nonfacility,
    b.pe_rvu_facility,
    b.mp_rvu,
    b.na_nonfacility,
    b.na_facility,
    b.modifier is not null and b.modifier <> '' as only_professional,
    c.hcpcs is not null as has_26,
    t.hcpcs is not null as has_tc,
    d.hcpcs is not null as has_53,
    c.status as status_26,
    t.status as status_tc,
    n.base_units,
    v.code is not null as is_visit,
    coalesce(p.has_fee, false) as has_fee,
    p.fee,
    p.fee_nonfacility,
    p.fee_facility,
    p.full_fee,
    p.cap,
    p.fee_26,
    p.fee_tc,
    p.fee_53,
    p.allowed,
    p.allowed_50,
    p.allowed_54,
    p.allowed_55,
    p.allowed_62,
    p.allowed_80,
    p.allowed_as,
    p.allowed_twice,
    p.fee_non_qp,
    p.fee_qp,
    p.nonparticipating_fee,
    p.limiting_charge,
    p.visit_fee,
    m.mue,
    m.mai,
    m.rationale as mue_rationale,
    m.edition as mue_edition,
    f.day between m.effective_from and m.effective_through as mue_certain,
    coalesce(e.ptp_column1_0, 0) as ptp_column1_0,
    coalesce(e.ptp_column1_1, 0) as ptp_column1_1,
    coalesce(e.ptp_column2_0, 0) as ptp_column2_0,
    coalesce(e.ptp_column2_1, 0) as ptp_column2_1,
    coalesce(e.ptp_uncertain, 0) as ptp_uncertain,
    a.add_on_type,
    coalesce(a.primary_count, 0) as primary_count,
    a.primary_codes,
    coalesce(a.add_on_count, 0) as add_on_count,
    coalesce(family.members, 0) as family_members,
    f.previous_release,
    before.status as previous_status,
    p.previous_fee,
    f.last_paid_release,
    f.last_paid_status,
    p.last_paid_fee,
    f.last_listed_release,
    f.last_listed_status
from fact_release as f
left join fact_price as p on p.fact = f.fact
left join fee_row as b on b.hcpcs = f.code and b.release = f.release and b.place = 1
left join fee_row as c on c.hcpcs = f.code and c.release = f.release and c.modifier = '26'
left join fee_row as t on t.hcpcs = f.code and t.release = f.release and t.modifier = 'TC'
left join fee_row as d on d.hcpcs = f.code and d.release = f.release and d.modifier = '53'
left join fee_row as before on before.hcpcs = f.code and before.release = f.previous_release and before.place = 1
left join fee_row as past on past.hcpcs = f.code and past.release = f.last_listed_release and past.place = 1
left join (
    select
        endoscopic_base,
        release,
        count(*) as members
    from fee_row
    where endoscopic_base <> ''
    group by endoscopic_base, release
) as family on family.endoscopic_base = f.code and family.release = f.release
left join rule as s on s.subject = 'status' and s.value = b.status
left join (
    select distinct
        q.code
    from fact_release as q
    join rule as r
        on r.subject = 'evaluation_management'
        and q.code between left(r.value, 5) and right(r.value, 5)
) as v on v.code = f.code
left join anesthesia_base as n on n.hcpcs = f.code
left join fact_ptp as e on e.code = f.code and e.day = f.day
left join fact_add_on as a on a.code = f.code and a.day = f.day
left join (
    select
        q.code,
        q.day,
        m.mue,
        m.mai,
        m.rationale,
        m.edition,
        m.effective_from,
        m.effective_through
    from (select distinct code, day from fact_release) as q
    join mue as m on m.hcpcs = q.code
    qualify row_number() over (
        partition by q.code, q.day
        order by q.day between m.effective_from and m.effective_through desc, m.effective_from desc
    ) = 1
) as m on m.code = f.code and m.day = f.day
