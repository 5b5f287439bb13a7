-- line_outcome: whether the line is payable, and the catalogue entry that decides when there is no amount.
-- grain: one charge line. in: line_reason.
-- A price that only somebody else can tell (the MAC, from documents or minutes) is still payable.
select
    *,
    case reason_code
        when 'facility_modifier' then 'MOD-' || facility_only
        when 'modifiers_conflict' then coalesce(forbidden_rule, 'PCTC-' || pctc)
        when 'modifier_not_allowed' then coalesce(forbidden_rule, 'PCTC-' || pctc)
        when 'denied_by_modifier' then 'MOD-' || denied
        when 'contractor_priced' then status_rule
        when 'incident_to_in_hospital' then 'PCTC-5'
        when 'inpatient_only' then 'PCTC-8'
        when 'setting_unknown' then 'POS-' || pos
        when 'by_report' then coalesce('MOD-' || by_report, team_rule, 'MOD-53')
        when 'included_in_anesthesia' then 'ANES-MULTIPLE'
        when status_reason then status_rule
    end as rule,
    case reason_code
        when 'contractor_priced' then true
        when 'anesthesia_needs_minutes' then true
        when 'setting_unknown' then true
        when 'by_report' then true
        else reason_code is null
    end as payable
from line_reason
