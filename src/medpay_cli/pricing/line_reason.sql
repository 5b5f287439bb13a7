-- line_reason: the one reason why a line has no allowed amount, null when it has one.
-- grain: one charge line. in: line_setting.
-- In this order: what cannot be read, what the status says, what the modifiers say, what the place says.
select
    *,
    case
        when release is null then 'no_release'
        when pos_unknown then 'unknown_place_of_service'
        when gpci_work is null then 'unknown_locality'
        when not code_found then 'not_in_release'
        when unrecognised is not null then 'unknown_modifier'
        when status_effect = 'not_paid' then status_reason
        when status_effect = 'anesthesia' then status_reason
        when facility_only is not null then 'facility_modifier'
        when fee_modifier_count > 1 then 'modifiers_conflict'
        when not row_found and fee_modifier <> '53' then 'modifier_not_allowed'
        when denied is not null then 'denied_by_modifier'
        when not has_fee then 'contractor_priced'
        when pctc = '5' and pos in ('19', '21', '22', '23') then 'incident_to_in_hospital'
        when pctc = '8' and pos <> '21' then 'inpatient_only'
        when setting_unknown then 'setting_unknown'
        when not row_found or by_report is not null then 'by_report'
        when pending is not null then 'modifier_factor_not_applied'
    end as reason_code
from line_setting
