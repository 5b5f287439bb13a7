-- line_reason: the one reason why a line has no allowed amount, null when it has one.
-- grain: one charge line. in: line_setting, line_share, anesthesia_line.
-- In this order: what cannot be read, what the status says, what the modifiers say, what the place says.
select
    l.* replace (coalesce(l.fee, round(a.exact_fee, 2)::decimal(12, 2)) as fee),
    s.bilateral_factor,
    s.bilateral_rule,
    s.share_factor,
    s.share_modifier,
    s.surgeon_factor,
    s.surgeon_rule,
    coalesce(s.has_assistant, false) as has_assistant,
    s.technical_factor,
    s.professional_fee,
    s.technical_fee,
    s.medicare_factor,
    s.medicare_modifier,
    coalesce(s.documented, false) as documented,
    s.forbidden_rule,
    s.team_rule,
    a.base_units,
    a.edition as base_edition,
    a.minutes as total_minutes,
    a.time_units,
    a.anesthesia_factor,
    a.exact_fee as anesthesia_fee,
    a.code_rule as anesthesia_rule,
    a.anesthetist,
    a.anesthetist_factor,
    case
        when l.release is null then 'no_release'
        when l.pos_unknown then 'unknown_place_of_service'
        when l.gpci_work is null then 'unknown_locality'
        when not l.code_found then 'not_in_release'
        when l.unrecognised is not null then 'unknown_modifier'
        when l.status_effect = 'not_paid' then l.status_reason
        when l.status_effect = 'anesthesia' and a.line is null then l.status_reason
        when l.facility_only is not null then 'facility_modifier'
        when l.fee_modifier_count > 1 then 'modifiers_conflict'
        when not l.row_found and l.fee_modifier <> '53' then 'modifier_not_allowed'
        when l.denied is not null then 'denied_by_modifier'
        when s.forbidden_rule = 'MOD-COMBINATION' then 'modifiers_conflict'
        when s.forbidden_rule is not null then 'modifier_not_allowed'
        when a.included then 'included_in_anesthesia'
        when not l.has_fee and a.line is null then 'contractor_priced'
        when l.pctc = '5' and l.in_hospital then 'incident_to_in_hospital'
        when l.pctc = '8' and l.pos <> '21' then 'inpatient_only'
        when l.setting_unknown then 'setting_unknown'
        when not l.row_found or l.by_report is not null or s.team_rule is not null then 'by_report'
    end as reason_code
from line_setting as l
left join line_share as s on s.line = l.line
left join anesthesia_line as a on a.line = l.line
