-- payment_rate: the catalogue's numbers that hold for every line. grain: one row. in: rule.
select
    max(factor) filter (id = 'PRICE-NONPAR')::decimal(3, 2) as nonparticipating,
    max(factor) filter (id = 'PRICE-MEDICARE-SHARE')::decimal(3, 2) as medicare,
    max(factor) filter (id = 'PRICE-LIMITING-CHARGE')::decimal(5, 4) as limiting_charge,
    max(factor) filter (id = 'MULT-2')::decimal(3, 2) as second_procedure,
    max(factor) filter (id = 'MULT-5')::decimal(3, 2) as therapy,
    max(factor) filter (id = 'BILAT-PAIR')::decimal(3, 2) as pair_line,
    max(factor) filter (id = 'ANES-TIME')::decimal(3, 0) as minutes_a_unit
from rule
