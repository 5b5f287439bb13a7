-- multiple_therapy: always-therapy lines: one unit of the day in full, every other at half the practice expense (MULT-5).
-- grain: one line with indicator 5. in: claim_line.
select
    line,
    procedure_fee as first_fee,
    case when place = 1 then least(procedures, 1) else 0 end as first_count,
    reduced_therapy_fee as next_fee,
    procedures - case when place = 1 then least(procedures, 1) else 0 end as next_count,
    0::decimal(11, 3) as report_count,
    place,
    'MULT-5' as multiple_rule,
    false as included
from (
    select
        *,
        coalesce((sum(case when edited then 0 else 1 end) over (
            partition by day_pool
            order by pe_rvu desc, fee desc, tie, line
            rows between unbounded preceding and 1 preceding
        ))::bigint, 0) + 1 as place
    from claim_line
    where multiple_procedure = '5'
)
