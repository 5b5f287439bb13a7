-- code_fact: all that is known of a code in one release at one place: the relation that conditions of grain code read.
-- grain: code x release x place x setting, one row of fact_release.
-- in: fact_release, fact_price, ptp_count, fact_add_on, fee_row, family, mue, anesthesia_base, code_set, rule,
--   other_schedule.
-- Dollars are the pricing engine's, for one unit in `setting`, null where it gives none. The fee row is the code's own
-- (no modifier), else its 26 row (only_professional). previous_*: the last loaded release of the year before.
-- out: fact BIGINT number of the row within the request
-- out: code VARCHAR HCPCS code
-- out: day DATE date of service, else the first day of the named release
-- out: release VARCHAR the fee-schedule release that answers
-- out: year SMALLINT its year
-- out: release_fit VARCHAR in_force, before or after (asked_release)
-- out: confidence VARCHAR high, or medium where the release or the place is not certain
-- out: locality_key VARCHAR MAC and locality, 0000000 for the national amount
-- out: place_found BOOLEAN the locality exists in that year, or the amount is national
-- out: setting VARCHAR facility, nonfacility or doubtful
-- out: setting_given BOOLEAN the user named the setting or a place of service
-- out: pos VARCHAR place of service; null when not named
-- out: listed BOOLEAN the release lists the code
-- out: descriptor VARCHAR CMS's descriptor, of the last release that lists it
-- out: status VARCHAR status code; null when not listed
-- out: status_effect VARCHAR what the status means for payment: priced, not_paid, contractor, anesthesia
-- out: other_schedule VARCHAR what pays the code instead, where its status is X or E or only a list of that schedule has it
-- out: other_schedule_rule VARCHAR the rule that says so
-- out: other_schedule_certain BOOLEAN a list of CMS names the code; false: only its range does
-- out: not_paid_flag VARCHAR + where CMS shows RVUs for information only, else empty
-- out: pctc VARCHAR PC/TC indicator
-- out: global_days VARCHAR 000, 010, 090, MMM, XXX, YYY or ZZZ
-- out: preoperative_share DECIMAL(3,2) share of the fee for care before surgery
-- out: intraoperative_share DECIMAL(3,2) share for the surgery
-- out: postoperative_share DECIMAL(3,2) share for care after it
-- out: multiple_procedure VARCHAR multiple-procedure indicator
-- out: bilateral VARCHAR bilateral indicator
-- out: assistant VARCHAR assistant-at-surgery indicator
-- out: co_surgeon VARCHAR co-surgeon indicator
-- out: team VARCHAR team-surgery indicator
-- out: endoscopic_base VARCHAR base code of the endoscopy's family, else empty
-- out: supervision VARCHAR physician-supervision indicator of the TC row, else of the code
-- out: imaging_family VARCHAR imaging family indicator
-- out: work_rvu DECIMAL(7,2) work RVU
-- out: pe_rvu_nonfacility DECIMAL(7,2) practice-expense RVU, non-facility
-- out: pe_rvu_facility DECIMAL(7,2) practice-expense RVU, facility
-- out: mp_rvu DECIMAL(7,2) malpractice RVU
-- out: na_nonfacility BOOLEAN CMS marks NA: rarely or never done in a non-facility setting
-- out: na_facility BOOLEAN the same of a facility setting
-- out: only_professional BOOLEAN the release has a 26 row and no row without a modifier
-- out: has_26 BOOLEAN the release has a 26 row
-- out: has_tc BOOLEAN a TC row
-- out: has_53 BOOLEAN a 53 row
-- out: status_26 VARCHAR status of the 26 row
-- out: pctc_26 VARCHAR PC/TC indicator of the 26 row
-- out: status_tc VARCHAR status of the TC row
-- out: base_units DECIMAL(4,1) anesthesia base units
-- out: sets VARCHAR names of the code sets it is in, between commas
-- out: has_fee BOOLEAN the schedule pays it by RVUs (status A, R or T)
-- out: fee DECIMAL(12,2) dollars in the setting, after the OPPS cap
-- out: fee_nonfacility DECIMAL(12,2) dollars at the non-facility rate
-- out: fee_facility DECIMAL(12,2) dollars at the facility rate
-- out: full_fee DECIMAL(12,2) dollars in the setting before the OPPS cap
-- out: cap DECIMAL(12,2) the OPPS cap in the setting; null where none applies
-- out: fee_26 DECIMAL(12,2) dollars with modifier 26
-- out: fee_tc DECIMAL(12,2) dollars with modifier TC
-- out: fee_53 DECIMAL(12,2) dollars with modifier 53, where CMS publishes a row
-- out: allowed DECIMAL(12,2) dollars allowed for one unit, alone
-- out: allowed_50 DECIMAL(12,2) with modifier 50, alone
-- out: allowed_54 DECIMAL(12,2) with modifier 54 (surgery only)
-- out: allowed_55 DECIMAL(12,2) with modifier 55 (care after surgery only)
-- out: allowed_62 DECIMAL(12,2) with modifier 62, for each of two surgeons
-- out: allowed_80 DECIMAL(12,2) with modifier 80 (assistant, a physician)
-- out: allowed_as DECIMAL(12,2) with modifier AS (assistant, a PA, NP or CNS)
-- out: allowed_twice DECIMAL(12,2) the service twice on one claim, both lines
-- out: fee_non_qp DECIMAL(12,2) dollars at the factor of those who are no qualifying participants
-- out: fee_qp DECIMAL(12,2) dollars at the factor of qualifying APM participants
-- out: nonparticipating_fee DECIMAL(12,2) allowed to a non-participating practitioner
-- out: limiting_charge DECIMAL(12,2) the most that one may charge on an unassigned claim
-- out: coinsurance DECIMAL(12,2) the patient's part of `allowed` of an ordinary service, once the deductible is met
-- out: visit_fee DECIMAL(12,2) dollars of an office visit (99213) here
-- out: mue INTEGER units of the practitioner MUE
-- out: mai VARCHAR its adjudication indicator
-- out: mue_rationale VARCHAR CMS's rationale
-- out: mue_edition VARCHAR the edition it comes from
-- out: mue_certain BOOLEAN the day lies in the quarter of that edition
-- out: mue_doubt VARCHAR says that its edition is not of the day; empty where it is
-- out: ptp_column1_0 INTEGER PTP edits as column 1 that no modifier bypasses
-- out: ptp_column1_1 INTEGER as column 1, with a modifier possible
-- out: ptp_column2_0 INTEGER as column 2, no modifier
-- out: ptp_column2_1 INTEGER as column 2, with a modifier possible
-- out: ptp_uncertain INTEGER of these, how many the loaded editions do not prove for the day
-- out: ptp_doubt VARCHAR the same in words; empty where all are proven
-- out: add_on_type VARCHAR 1, 2 or 3 where it is an add-on code
-- out: primary_count BIGINT primary codes listed for it
-- out: primary_codes VARCHAR the first five of them, with ... where there are more
-- out: add_on_count BIGINT add-on codes that list it as a primary
-- out: family_members BIGINT endoscopies whose base it is
-- out: previous_release VARCHAR last loaded release of the year before
-- out: previous_status VARCHAR its status there
-- out: previous_fee DECIMAL(12,2) dollars there, same place and setting
-- out: last_paid_release VARCHAR newest release up to this one that paid it
-- out: last_paid_status VARCHAR its status there
-- out: last_paid_fee DECIMAL(12,2) dollars there
-- out: last_listed_release VARCHAR newest other release that lists it
-- out: last_listed_status VARCHAR its status there
select
    f.fact,
    f.code,
    f.day,
    f.release,
    f.year,
    f.release_fit,
    case
        when f.release_fit = 'in_force' and not f.place_uncertain and coalesce(p.setting, '') <> 'doubtful' then 'high'
        else 'medium'
    end as confidence,
    f.locality_key,
    coalesce(p.place_found, false) as place_found,
    p.setting,
    f.setting is not null or f.pos is not null as setting_given,
    f.pos,
    b.hcpcs is not null as listed,
    coalesce(b.descriptor, past.descriptor) as descriptor,
    b.status,
    s.effect as status_effect,
    o.schedule as other_schedule,
    o.schedule_rule as other_schedule_rule,
    o.schedule_certain as other_schedule_certain,
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
    coalesce(t.supervision, b.supervision) as supervision,
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
    c.pctc as pctc_26,
    t.status as status_tc,
    n.base_units,
    coalesce(v.sets, ',') as sets,
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
    p.coinsurance,
    p.visit_fee,
    m.mue,
    m.mai,
    m.rationale as mue_rationale,
    m.edition as mue_edition,
    f.day between m.effective_from and m.effective_through as mue_certain,
    case
        when f.day between m.effective_from and m.effective_through then ''
        else '; of ' || m.edition || ', none is loaded for this date'
    end as mue_doubt,
    coalesce(e.ptp_column1_0, 0) as ptp_column1_0,
    coalesce(e.ptp_column1_1, 0) as ptp_column1_1,
    coalesce(e.ptp_column2_0, 0) as ptp_column2_0,
    coalesce(e.ptp_column2_1, 0) as ptp_column2_1,
    coalesce(e.ptp_uncertain, 0) as ptp_uncertain,
    case
        when e.ptp_uncertain > 0 then ' (of all its pairs ' || e.ptp_uncertain || ' are not proven for this date)'
        else ''
    end as ptp_doubt,
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
left join family on family.endoscopic_base = f.code and family.release = f.release
left join rule as s on s.subject = 'status' and s.value = b.status
left join other_schedule as o
    on o.hcpcs = f.code
    and (b.status in ('X', 'E') or (b.hcpcs is null and o.schedule_certain))
left join (
    select
        q.code,
        ',' || string_agg(distinct k.name, ',' order by k.name) || ',' as sets
    from (select distinct code from fact_release) as q
    join code_set as k on q.code between k.code_from and k.code_through
    group by q.code
) as v on v.code = f.code
left join anesthesia_base as n on n.hcpcs = f.code
left join ptp_count as e
    on e.code = f.code
    and f.day >= e.effective_from
    and f.day <= coalesce(e.effective_through, f.day)
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
    join mue as m
        on m.hcpcs = q.code
        -- The edition that answers for the day, as for `bundle`.
        and q.day between coalesce(m.answers_from, q.day) and coalesce(m.answers_through, q.day)
) as m on m.code = f.code and m.day = f.day
