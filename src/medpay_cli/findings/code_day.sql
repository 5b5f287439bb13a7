-- code_day: all lines of one code on one claim and day taken together.
-- grain: one claim, day and code. in: line_basis.
select
    claim,
    day,
    code,
    count(*) as lines,
    sum(units)::decimal(14, 3) as units,
    count(*) filter (contains(marks, ',26,')) as lines_26,
    count(*) filter (contains(marks, ',TC,')) as lines_tc,
    count(*) filter (contains(marks, ',RT,')) as lines_rt,
    count(*) filter (contains(marks, ',LT,')) as lines_lt,
    count(*) filter (contains(marks, ',RT,') and contains(marks, ',LT,')) as lines_rt_lt
from line_basis
group by claim, day, code
