-- multiple_part: what the parts of diagnostics are paid in their places (MULT-4, MULT-6, MULT-7).
-- grain: one line with indicator 4, 6 or 7. in: part_line.
-- The highest part of each pool is paid in full, each other at the factor of its rule; the reduced technical part is
-- capped at the outpatient amount, and FX, FY or CT (film_factor) come last: *_unfilmed is without them.
select
    line,
    case
        when highest then procedure_fee
        else first_professional + first_technical * film_factor
    end as first_fee,
    least(procedures, 1) as first_count,
    next_professional + next_technical * film_factor as next_fee,
    procedures - least(procedures, 1) as next_count,
    0::decimal(11, 3) as report_count,
    greatest(technical_place, professional_place) as place,
    multiple_rule,
    false as included,
    case when highest then unfilmed_fee else first_professional + first_technical end as first_unfilmed,
    next_professional + next_technical as next_unfilmed,
    technical_place,
    professional_place,
    professional_factor as professional_rate
from (
    select
        *,
        technical_place = 1 and professional_place = 1 as highest,
        professional * case when professional_place = 1 then 1 else professional_factor end as first_professional,
        least(technical * case when technical_place = 1 then 1 else technical_factor end, technical_cap) as first_technical,
        professional * professional_factor as next_professional,
        least(technical * technical_factor, technical_cap) as next_technical
    from part_line
)
