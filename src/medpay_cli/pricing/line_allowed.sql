-- line_allowed: what Medicare is expected to allow for each line, before the split with the patient.
-- grain: one charge line. in: line_outcome, line_multiple, rule, payment_rate. Dollars; null where there is no amount.
-- first_fee and next_fee are the fee before and after the reduction for several procedures; all further factors multiply
-- them, each product rounded once to cents, and the counts multiply after (PRICE-UNITS). FX, FY and CT multiply the
-- technical part only. The practitioner's share is in AS already. Anesthesia counts its minutes, not its units.
select
    u.*,
    case
        when u.reason_code is not null then null
        else round(
            u.first_count * round(u.first_fee * u.shares * u.participation, 2)
            + u.next_count * coalesce(round(u.next_fee * u.shares * u.participation, 2), 0)
            -- Half a cent goes to the other side of the pair.
            - case when u.second_side then 0.001 else 0 end, 2
        )
    end::decimal(12, 2) as fee_for_units,
    case when u.reason_code is null and u.nonparticipating then round(
        u.first_count * round(round(u.first_fee * u.shares, 2) * u.limiting_share, 2)
        + u.next_count * coalesce(round(round(u.next_fee * u.shares, 2) * u.limiting_share, 2), 0), 2
    ) end::decimal(12, 2) as limiting_charge
from (
    select
        l.* replace (
            case when m.included then 'included_in_endoscopy' when m.report_count > 0 then 'by_report' else l.reason_code
            end as reason_code,
            case when m.included or m.report_count > 0 then m.multiple_rule else l.rule end as rule,
            l.payable and not coalesce(m.included, false) as payable
        ),
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
        m.pair_factor,
        m.pair_rule,
        coalesce(
            m.rank_doubt,
            case when l.multiple_procedure in ('4', '7') and coalesce(l.bilateral_factor, m.pair_factor) > 1 then 'MULT-SIDES' end
        ) as rank_doubt,
        coalesce(m.second_side, false) as second_side,
        case when l.base_units is null then coalesce(m.first_count, l.units) else 1 end as first_count,
        coalesce(m.next_count, 0) as next_count,
        coalesce(
            m.first_fee,
            l.anesthesia_fee,
            (l.professional_fee + l.technical_fee * l.technical_factor) * coalesce(l.bilateral_factor, 1)::decimal(3, 2),
            l.fee * coalesce(l.bilateral_factor, 1)::decimal(3, 2)
        )::decimal(20, 8) as first_fee,
        m.next_fee::decimal(20, 8) as next_fee,
        coalesce(l.share_factor, 1)::decimal(3, 2)
        * coalesce(l.surgeon_factor, 1)::decimal(4, 3)
        * coalesce(l.anesthetist_factor, 1)::decimal(3, 2)
        * coalesce(case when not l.has_assistant then who.factor end, 1)::decimal(3, 2) as shares,
        case when l.nonparticipating then rate.nonparticipating else 1 end::decimal(3, 2) as participation,
        case when not l.has_assistant then who.factor end as provider_factor,
        who.id as provider_rule,
        rate.medicare as medicare_share,
        rate.nonparticipating as nonparticipating_share,
        rate.limiting_charge as limiting_share,
        rate.sequestration as sequestration_share
    from line_outcome as l
    left join line_multiple as m on m.line = l.line
    left join rule as who on who.subject = 'provider' and who.value = l.provider
    join payment_rate as rate on true
) as u
