-- line_multiple: how many units of each line are paid at which fee, by the rules across lines.
-- grain: one line that such a rule touches: it has company, several units or both sides.
-- in: multiple_therapy, multiple_part, multiple_surgery, claim_line.
-- pair_factor: of a bilateral pair told by two lines or units, the factor that is in the fees. second_side: the line of
-- the pair that leaves the odd cent to the other. The columns after them say how the fee was reached, for the steps.
select
    m.*,
    c.procedure_fee,
    c.procedures,
    case when c.both_sides then c.bilateral_of_code end as pair_factor,
    c.bilateral_rule as pair_rule,
    c.second_side,
    case
        when c.company and c.unpriced then 'MULT-UNPRICED'
        when c.company and c.whole then 'MULT-WHOLE'
        when c.company and c.shared then 'MULT-RANK'
        when m.sides_differ then 'MULT-3-SIDES'
        when m.base_taken > c.procedure_fee then 'MULT-3-BASE'
    end as rank_doubt
from (
    select * from multiple_therapy
    union all by name
    select * from multiple_part
    union all by name
    select * from multiple_surgery
    union all by name
    select
        line,
        procedure_fee as first_fee,
        procedures as first_count,
        procedure_fee as next_fee,
        0::decimal(11, 3) as next_count,
        0::decimal(11, 3) as report_count,
        1 as place,
        bilateral_rule as multiple_rule,
        false as included
    from claim_line
    where both_sides and multiple_procedure not in ('2', '3', '4', '5', '6', '7')
) as m
join claim_line as c on c.line = m.line
-- A line by itself is priced, to the cent and in its steps, as it is without these rules.
where c.company or c.edited and c.paid or c.procedures <> 1 or c.both_sides
