-- part_line: the parts of imaging, cardiovascular and ophthalmological diagnostics, each ranked in its pool.
-- grain: one line with indicator 4, 6 or 7. in: claim_line, rule, asked_rate. Dollars with the bilateral factor in.
-- Imaging ranks the professional parts too (w), and counts by session: 59 or X marks a line as one of its own.
-- A place is 1 where less than one whole procedure ranks higher (both halves of a bilateral pair are one), and where the
-- line has no such part. A global-only code (PC/TC 4), whose parts no column tells apart, is whole: its own rank.
select
    c.line,
    c.procedure_fee,
    c.procedures,
    c.unfilmed_fee,
    c.technical_factor as film_factor,
    c.rule_id as multiple_rule,
    c.part_factor::decimal(3, 2) as technical_factor,
    coalesce(c.professional_rate, 1)::decimal(3, 2) as professional_factor,
    c.side_factor * c.professional_amount as professional,
    c.side_factor * c.technical_amount as technical,
    c.side_factor * c.technical_cap as technical_cap,
    case when c.technical_part and not c.own_session then floor(coalesce(sum(c.counted) over (
        partition by c.day_pool, c.own_session, c.technical_part
        order by c.side_factor * c.technical_amount desc, c.tie, c.line
        rows between unbounded preceding and 1 preceding
    ), 0))::bigint + 1 else 1 end as technical_place,
    case when c.professional_part and c.professional_rate is not null and not c.own_session
        then floor(coalesce(sum(c.counted) over (
            partition by c.day_pool, c.own_session, c.professional_part
            order by c.side_factor * c.professional_amount desc, c.tie, c.line
            rows between unbounded preceding and 1 preceding
        ), 0))::bigint + 1 else 1
    end as professional_place
from (
    select
        l.*,
        l.multiple_procedure = '4' and l.separate_session as own_session,
        t.id as rule_id,
        t.factor as part_factor,
        w.factor as professional_rate,
        case
            when l.professional_part then coalesce(l.part_professional, l.fee)
            when l.technical_part then 0
            else l.fee
        end as professional_amount,
        case
            when not l.technical_part then 0
            when l.professional_part then coalesce(l.part_technical, 0)
            else coalesce(l.part_technical, l.fee)
        end as technical_amount
    from claim_line as l
    join rule as t
        on t.subject = 'multiple_procedure'
        and t.value = case l.multiple_procedure when '4' then '4:TC' else l.multiple_procedure end
    left join asked_rate as w on w.rule = 'MULT-' || l.multiple_procedure || '-PC' and w.rate_day = l.rate_day
    where l.multiple_procedure in ('4', '6', '7')
) as c
