-- claim_fact: each line with what the rules across lines, the practitioner and the participation make of it.
-- grain: one charge line. in: line_outcome, unpaid_column1, line_part, line_multiple, asked_rate, payment_rate. Dollars.
-- plain: the fee of a unit is what the line is paid for each, which most lines are and is computed faster.
-- first_fee and next_fee are the fee before and after the reduction for several procedures. The practitioner's share is
-- in AS already. only_edited: without the edit the line would have an amount. Anesthesia counts its minutes, not its
-- units. What conditions of a [[claim_reason]] may name; a line without company, units or an edit is not asked:
-- out: hcpcs VARCHAR              code
-- out: modifiers VARCHAR          modifiers of the line, between commas
-- out: marks VARCHAR              the modifiers with commas around: has(26) asks it
-- out: pos VARCHAR                place of service, null where none was given
-- out: included BOOLEAN           the base of an endoscopy of the claim, paid within it
-- out: edited BOOLEAN             an NCCI edit or such a condition denies the line, which is payable by itself
-- out: denied_rule VARCHAR        the entry of that edit
-- out: denied_by VARCHAR          column 1 code of a PTP edit
-- out: denied_told VARCHAR        the sentence of a condition that denies the line beside others (claim_checks.toml)
-- out: report_count DECIMAL(11,3) procedures of the line that only a report prices: the sixth and later of the day
-- out: multiple_rule VARCHAR      entry of the rule across lines that touched the line
-- out: place BIGINT               its place among the procedures that are ranked, 1 is the highest
-- out: procedures DECIMAL(11,3)   how many procedures the line counts for
select
    l.* replace (case when not l.has_assistant then l.provider_factor end as provider_factor),
    u.line is not null as column1_unpaid,
    coalesce(m.included, false) as included,
    coalesce(m.report_count, 0) as report_count,
    l.payable and l.denied_rule is not null as edited,
    l.reason_code is null
    and l.denied_rule is not null
    and not coalesce(m.included, false)
    and coalesce(m.report_count, 0) = 0 as only_edited,
    p.professional_fee,
    least(p.technical_fee, p.technical_cap) as technical_fee,
    m.place,
    m.multiple_rule,
    m.procedure_fee,
    m.procedures,
    m.base_taken,
    m.rank_factor,
    m.first_unfilmed,
    m.next_unfilmed,
    m.technical_place,
    m.professional_place,
    m.professional_rate,
    m.pair_factor,
    m.pair_rule,
    coalesce(
        m.rank_doubt,
        case when l.multiple_procedure in ('4', '7') and coalesce(l.bilateral_factor, m.pair_factor) > 1 then 'MULT-SIDES' end
    ) as rank_doubt,
    coalesce(m.second_side, false) as second_side,
    case when l.base_units is null then coalesce(m.first_count, l.units) else 1 end as first_count,
    coalesce(m.next_count, 0) as next_count,
    l.unchanged and m.line is null as plain,
    case when l.unchanged and m.line is null then l.fee else coalesce(
        m.first_fee,
        l.anesthesia_fee,
        (p.professional_fee + least(p.technical_fee, p.technical_cap) * l.technical_factor)
        * coalesce(l.bilateral_factor, 1)::decimal(3, 2),
        l.fee * coalesce(l.bilateral_factor, 1)::decimal(3, 2)
    ) end::decimal(20, 8) as first_fee,
    m.next_fee::decimal(20, 8) as next_fee,
    case when l.unchanged then 1 else coalesce(l.share_factor, 1)::decimal(3, 2)
        * coalesce(l.surgeon_factor, 1)::decimal(4, 3)
        * coalesce(l.anesthetist_factor, 1)::decimal(3, 2)
        * coalesce(case when not l.has_assistant then l.provider_factor end, 1)::decimal(3, 2)
    end::decimal(13, 9) as shares,
    case when l.nonparticipating then rate.nonparticipating else 1 end::decimal(3, 2) as participation,
    rate.medicare as medicare_share,
    rate.nonparticipating as nonparticipating_share,
    rate.limiting_charge as limiting_share,
    s.factor as sequestration_share
from line_outcome as l
left join line_part as p on p.line = l.line and l.technical_factor is not null
left join line_multiple as m on m.line = l.line
left join unpaid_column1 as u on u.line = l.line
left join asked_rate as s on l.sequestration and s.rule = 'PRICE-SEQUESTRATION' and s.rate_day = l.rate_day
join payment_rate as rate on true
