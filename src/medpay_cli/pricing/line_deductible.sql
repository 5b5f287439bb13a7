-- line_deductible: what each line takes of the deductible that is left, met by the lines of a claim in their order.
-- grain: one line with an amount whose claim has a deductible left. in: line_charged, line_waiver. Dollars.
-- A line without a deductible (PATIENT-*) takes none and leaves it for the others.
select
    line,
    least(subject, greatest(deductible - coalesce((sum(subject) over (
        partition by claim
        order by line
        rows between unbounded preceding and 1 preceding
    ))::decimal(14, 2), 0), 0))::decimal(12, 2) as deductible_applied
from (
    select
        c.line,
        c.claim,
        c.deductible,
        case when w.line is null then c.allowed else 0 end::decimal(12, 2) as subject
    from line_charged as c
    left join line_waiver as w on w.line = c.line
    where c.deductible is not null and c.allowed is not null
)
