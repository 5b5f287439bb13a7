-- claim_line: the payable lines that take part in a rule across lines, as procedures with the bilateral factor in.
-- grain: one line with a fee and either company in the pool of its multiple-procedure indicator (2 to 7), not exactly one unit
-- there, or a bilateral pair. in: line_outcome, line_part, side_pair, rank_company, rule, payment_rate.
-- A line by itself is priced, to the cent and in its steps, as it is without these rules.
-- day_pool: what ranks together (rank_company): an assistant or a second co-surgeon is another practitioner,
-- whose lines rank among themselves.
-- procedures: how many the line counts for. Both sides of a bilateral code, told by RT and LT lines or by two units,
-- are one procedure at the bilateral factor, half of it on each line or unit (BILAT-0 to BILAT-3); the odd cent is
-- the left side's. tie: what settles equal amounts, so that the order of the lines never does. edited: denied by an edit; its
-- amount is what it would be behind the others, and counted: how many procedures it is to those behind it, none.
select
    s.line,
    s.day_pool,
    s.rate_day,
    s.hcpcs,
    s.hcpcs || ' ' || s.modifiers || ' ' || s.units || ' ' || coalesce(s.charge::varchar, '') as tie,
    s.release,
    s.multiple_procedure,
    s.endoscopic_base,
    s.separate_session,
    s.pctc = '1' and s.row_modifier in ('', '26') as professional_part,
    s.pctc = '1' and s.row_modifier in ('', 'TC') or s.pctc = '3' as technical_part,
    s.edited,
    s.both_sides,
    s.side,
    s.both_sides and s.side = 'RT' as second_side,
    s.bilateral_id as bilateral_rule,
    s.pe_rvu,
    s.fee,
    s.part_professional,
    s.part_technical,
    s.technical_cap,
    case when s.both_sides then (s.units * s.pair_line)::decimal(11, 3) else s.units end as procedures,
    case when s.edited then 0 when s.both_sides then s.units * s.pair_line else s.units end::decimal(11, 3) as counted,
    coalesce(s.technical_factor, 1)::decimal(5, 4) as technical_factor,
    s.side_factor,
    s.bilateral_of_code,
    round(s.fee * s.side_factor, 2)::decimal(12, 2) as unfilmed_fee,
    round(
        coalesce(s.part_professional + least(s.part_technical, s.technical_cap) * s.technical_factor, s.fee) * s.side_factor, 2
    )::decimal(12, 2) as procedure_fee,
    case when s.multiple_procedure = '5' then round(
        (s.work_adjusted + s.pe_adjusted * s.therapy + s.mp_adjusted) * s.conversion_factor, 2
    ) end::decimal(12, 2) as reduced_therapy_fee,
    s.gpci_work,
    s.gpci_pe,
    s.gpci_mp,
    s.setting,
    s.conversion_factor,
    s.company,
    s.paid,
    s.unpriced,
    s.whole,
    s.shared
from (
    select
        *,
        case when both_sides then bilateral_of_code else coalesce(bilateral_factor, 1) end::decimal(3, 2) as side_factor
    from (
        select
            l.*,
            l.denied_rule is not null as edited,
            b.id as bilateral_id,
            b.factor as bilateral_of_code,
            t.therapy,
            t.pair_line,
            l.bilateral_factor is null and b.effect = 'paid' and (
                l.side is not null and q.hcpcs is not null
                or l.side is null and l.units = 2 and l.bilateral in ('1', '2', '3')
            ) as both_sides,
            p.professional_fee as part_professional,
            p.technical_fee as part_technical,
            p.technical_cap,
            d.day_pool,
            coalesce(d.beside, false) as beside,
            coalesce(d.company, false) as company,
            coalesce(d.paid, false) as paid,
            coalesce(d.unpriced, false) as unpriced,
            coalesce(d.whole, false) as whole,
            coalesce(d.shared, false) as shared
        from line_outcome as l
        join payment_rate as t on true
        left join side_pair as q
            on q.hcpcs = case when l.side is not null then l.hcpcs end
            and q.claim = l.claim
            and q.surgeon = l.surgeon
            and q.date is not distinct from l.date
            and (l.date is not null or q.undated is not distinct from l.release)
            and q.row_modifier = l.row_modifier
            and q.edited = (l.denied_rule is not null)
        left join rank_company as d
            on d.claim = l.claim
            and d.surgeon = l.surgeon
            and d.date is not distinct from l.date
            and (l.date is not null or d.undated is not distinct from l.release)
            and d.pool = case l.multiple_procedure when '3' then '2' else l.multiple_procedure end
        left join line_part as p on p.line = l.line
        left join rule as b on b.subject = 'bilateral' and b.value = l.bilateral
        where l.reason_code is null
    )
    where
        both_sides
        or multiple_procedure in ('2', '3', '4', '5', '6', '7') and (beside or units <> 1)
) as s
