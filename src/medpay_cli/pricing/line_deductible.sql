-- line_deductible: what each line takes of the deductible that is left, met by the lines of a claim in their order.
-- grain: one line with an amount whose claim has a deductible left. in: line_charged. Dollars.
select
    line,
    least(allowed, greatest(deductible - coalesce((sum(allowed) over (
        partition by claim
        order by line
        rows between unbounded preceding and 1 preceding
    ))::decimal(14, 2), 0), 0))::decimal(12, 2) as deductible_applied
from line_charged
where deductible is not null and allowed is not null
