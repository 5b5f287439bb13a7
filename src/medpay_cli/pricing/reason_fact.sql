-- reason_fact: what the conditions of rules/reasons.toml are asked of: each line with what its modifiers make of it.
-- grain: one charge line. in: line_setting, modifier_rate, anesthesia_line, second_surgeon, edit_denial, asked_rate, rule.
-- assumed: the amount rests on an assumption that a note names (confidence medium).
-- unchanged: nothing that the line says changes the fee of a unit.
-- denied_rule: the NCCI edit that denies the line within its claim, with the code it is denied beside (denied_by).
-- Columns of line_setting that conditions and sentences may name:
-- out: date DATE                        date of service; null where a release was asked for
-- out: hcpcs VARCHAR                    code
-- out: rate_day DATE                    the day whose rates hold
-- out: modifiers VARCHAR                modifiers of the line, between commas
-- out: pos VARCHAR                      place of service, null where none was given
-- out: locality_key VARCHAR             locality, 7 digits; 0000000 is national
-- out: release VARCHAR                  fee schedule that answers; null: none of that year is loaded
-- out: year INTEGER                     its year
-- out: gpci_work DECIMAL(5,3)           null where the locality is not known
-- out: pos_unknown BOOLEAN              a place of service that CMS's code set lacks
-- out: code_found BOOLEAN               the release lists the code, if only without the modifier
-- out: row_found BOOLEAN                the release lists the code with the fee modifier (26, TC, 53)
-- out: only_with VARCHAR                of a code without a row of its own: the modifiers it has rows with
-- out: fee_modifier VARCHAR             26, TC, 53 or '': which row of the schedule is asked for
-- out: fee_modifier_count BIGINT        how many such modifiers the line has
-- out: unrecognised VARCHAR             a modifier that is in none of CMS's lists
-- out: denied VARCHAR                   a modifier that Medicare never pays
-- out: facility_only VARCHAR            a modifier of hospital claims only
-- out: by_report VARCHAR                a modifier whose amount the report tells
-- out: status VARCHAR                   status of the row
-- out: status_rule VARCHAR              entry of the status
-- out: status_effect VARCHAR            priced, not_paid, contractor, anesthesia
-- out: status_reason VARCHAR            reason code that the entry of the status names
-- out: pctc VARCHAR                     PC/TC indicator
-- out: has_fee BOOLEAN                  the status lets RVUs pay, and there are RVUs
-- out: setting_unknown BOOLEAN          both rates differ, and no source says which the place has
-- out: capped_facility DECIMAL(12,2)    dollars a unit, facility
-- out: capped_nonfacility DECIMAL(12,2) dollars a unit, non-facility
-- Of the other steps:
-- out: marks VARCHAR                    the modifiers with commas around: has(26) asks it
-- out: forbidden_rule VARCHAR           the entry that refuses a modifier on this code
-- out: at_fault VARCHAR                 the modifiers that entry refuses, between commas
-- out: assistant VARCHAR                80, 81, 82 or AS, where there
-- out: fee_modifiers VARCHAR            those of the line that have rows of their own
-- out: team_rule VARCHAR                the entry on team surgery, where 66 is there
-- out: provider_rule VARCHAR            the entry of the kind of practitioner, null for none named
-- out: provider_effect VARCHAR          physician, assists (with AS), limited (to some services), anesthetist or other
-- out: has_assistant BOOLEAN            80, 81, 82 or AS is there
-- out: surgeon VARCHAR                  '', or which other practitioner of the operation did the line
-- out: provider_unpaid BOOLEAN          Medicare pays no such practitioner that day
-- out: timed BOOLEAN                    anesthesia that base units and minutes price
-- out: anesthetist VARCHAR              its modifier that tells who gave the anesthesia
-- out: in_anesthesia BOOLEAN            paid within another anesthesia line of the day
-- out: elsewhere_rule VARCHAR           entry on a status that another schedule pays
select
    l.* replace (
        coalesce(l.fee, round(a.exact_fee, 2)::decimal(12, 2)) as fee,
        coalesce(l.bilateral_factor, case when l.units = 1 then l.sides_factor end) as bilateral_factor
    ),
    d.technical_factor,
    d.medicare_factor,
    d.medicare_modifier,
    coalesce(
        l.forbidden_first,
        case when l.units <> 1 then l.forbidden_units end,
        l.forbidden_next,
        case when l.fee is null then l.forbidden_unpriced end,
        l.forbidden_last
    ) as forbidden_rule,
    case forbidden_rule
        when 'BILAT-UNITS' then l.bilateral_modifier
        when 'TECHNICAL-NONE' then l.technical_modifiers
        else case when forbidden_rule is not null then l.forbidden_modifiers end
    end as at_fault,
    case when l.has_assistant then 'assistant' when w.line is not null then 'co-surgeon' else '' end as surgeon,
    a.base_units,
    a.edition as base_edition,
    a.minutes as total_minutes,
    a.time_units,
    a.anesthesia_factor,
    a.exact_fee as anesthesia_fee,
    a.code_rule as anesthesia_rule,
    a.anesthetist,
    a.anesthetist_factor,
    case when who.effective_from is null then who.factor else p.factor end as provider_factor,
    who.id as provider_rule,
    who.effect as provider_effect,
    who.effective_from is not null and p.rule is null as provider_unpaid,
    ',' || l.modifiers || ',' as marks,
    a.line is not null as timed,
    coalesce(a.included, false) as in_anesthesia,
    -- The base units of anesthesia are of an older edition than the year.
    coalesce(l.track = 'qp', false)
    or l.hospital_technical
    or coalesce(l.release_fit <> 'in_force', false)
    or coalesce(l.status = 'R', false)
    or l.setting = 'doubtful'
    or a.base_units is not null
    or coalesce(who.effect = 'limited', false)
    or l.any_unsettled
    or l.place_uncertain
    or l.documented
    or w.line is not null and not l.has_assistant as assumed,
    a.line is null
    and d.technical_factor is null
    and l.bilateral_factor is null
    and (l.sides_factor is null or l.units <> 1)
    and l.share_factor is null
    and l.surgeon_factor is null
    and who.id is null
    and not coalesce(l.nonparticipating, false) as unchanged,
    e.rule as denied_rule,
    e.by_code as denied_by,
    e.certain as denied_surely,
    e.told as denied_told
from line_setting as l
left join modifier_rate as d
    on d.modifiers = l.modifiers
    and d.rate_day = l.rate_day
    and l.code_found
left join anesthesia_line as a on a.line = l.line
left join rule as who on who.subject = 'provider' and who.value = l.provider
left join asked_rate as p on p.rule = who.id and p.rate_day = l.rate_day
left join second_surgeon as w on w.line = l.line
left join edit_denial as e on e.line = l.line
