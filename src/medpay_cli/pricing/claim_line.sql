-- claim_line: the payable lines that take part in a rule across lines, as procedures with the bilateral factor in.
-- grain: one line with a fee, multiple-procedure indicator 2 to 7 or a bilateral pair. in: line_outcome, modifier_set,
-- fee_schedule, rule, payment_rate.
-- claim: with who operates, for an assistant is another practitioner, whose lines rank among themselves.
-- procedures: how many the line counts for. Both sides of a bilateral code, told by RT and LT lines or by two units,
-- are one procedure at the bilateral factor, half of it on each line or unit (BILAT-0 to BILAT-3); the odd cent is
-- the left side's. tie: what settles equal amounts, so that the order of the lines never does. edited: denied by an edit; its
-- amount is what it would be behind the others, and counted: how many procedures it is to those behind it, none.
select
    s.line,
    s.claim || case when s.has_assistant then ' assistant' else '' end as claim,
    s.day,
    s.rate_day,
    s.hcpcs,
    s.tie,
    s.release,
    s.multiple_procedure,
    case s.multiple_procedure when '3' then '2' else s.multiple_procedure end as pool,
    s.endoscopic_base,
    s.separate_session,
    s.professional_part,
    s.technical_part,
    s.edited,
    s.both_sides,
    s.side,
    s.both_sides and s.side = 'RT' as second_side,
    s.bilateral_rule,
    s.pe_rvu,
    s.fee,
    case when s.both_sides then (s.units * s.pair_line)::decimal(11, 3) else s.units end as procedures,
    case when s.edited then 0 when s.both_sides then s.units * s.pair_line else s.units end::decimal(11, 3) as counted,
    coalesce(s.technical_factor, 1)::decimal(5, 4) as technical_factor,
    s.side_factor,
    s.bilateral_of_code,
    round(s.fee * s.side_factor, 2)::decimal(12, 2) as unfilmed_fee,
    round(
        coalesce(s.professional_fee + s.technical_fee * s.technical_factor, s.fee) * s.side_factor, 2
    )::decimal(12, 2) as procedure_fee,
    round(
        (s.work_adjusted + s.pe_adjusted * s.therapy + s.mp_adjusted) * s.conversion_factor, 2
    )::decimal(12, 2) as reduced_therapy_fee,
    s.gpci_work,
    s.gpci_pe,
    s.gpci_mp,
    s.setting,
    s.conversion_factor
from (
    select
        *,
        case when both_sides then bilateral_of_code else coalesce(bilateral_factor, 1) end::decimal(3, 2) as side_factor
    from (
        select
            l.* replace (b.id as bilateral_rule),
            coalesce(l.date::varchar, l.release) as day,
            l.hcpcs || ' ' || l.modifiers || ' ' || l.units || ' ' || coalesce(l.charge::varchar, '') as tie,
            f.endoscopic_base,
            coalesce(m.separate_session, false) as separate_session,
            l.pctc = '1' and l.row_modifier in ('', '26') as professional_part,
            l.pctc = '1' and l.row_modifier in ('', 'TC') or l.pctc = '3' as technical_part,
            l.denied_rule is not null as edited,
            b.factor as bilateral_of_code,
            t.therapy,
            t.pair_line,
            m.side,
            l.bilateral_factor is null and b.effect = 'paid' and (
                m.side is not null and min(m.side) over same_code <> max(m.side) over same_code
                or m.side is null and l.units = 2 and f.bilateral in ('1', '2', '3')
            ) as both_sides
        from line_outcome as l
        join payment_rate as t on true
        join fee_schedule as f
            on f.hcpcs = l.hcpcs
            and f.release = l.release
            and f.modifier = l.row_modifier
        left join modifier_set as m on m.modifiers = l.modifiers
        left join rule as b on b.subject = 'bilateral' and b.value = f.bilateral
        where l.reason_code is null
        window same_code as (partition by l.claim, l.has_assistant, coalesce(l.date::varchar, l.release), l.hcpcs, l.row_modifier, l.denied_rule is not null)
    )
) as s
where s.multiple_procedure in ('2', '3', '4', '5', '6', '7') or s.both_sides
