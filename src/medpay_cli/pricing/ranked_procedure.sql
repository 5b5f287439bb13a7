-- ranked_procedure: surgical procedures of a day in the order Medicare pays them, a family as one procedure (MULT-2).
-- grain: one procedure line or family. in: family_line.
-- A procedure that an edit denies has a place and takes none (MULT-DENIED).
-- before: how many procedures rank higher. Ranking is by fee schedule amount with the bilateral factor in.
select
    day_pool,
    entity,
    coalesce((sum(counted) over (
        partition by day_pool
        order by amount desc, first_tie, first_line
        rows between unbounded preceding and 1 preceding
    ))::decimal(11, 3), 0::decimal(11, 3)) as before
from (
    select
        day_pool,
        entity,
        min(tie) as first_tie,
        min(line) as first_line,
        case
            when bool_and(edited) then 0
            when max(family) is null then max(procedures)
            else 1
        end::decimal(11, 3) as counted,
        case
            when max(family) is null then max(procedure_fee)
            else coalesce(sum(case
                when is_base and members > 1 then 0
                when place = 1 then procedure_fee * least(procedures, 1 - higher)
                    + greatest(procedure_fee - base_fee, 0) * (procedures - least(procedures, 1 - higher))
                else procedures * (greatest(procedure_fee - base_fee, 0))
            end) filter (where not edited), max(procedure_fee))
        end as amount
    from family_line
    group by day_pool, entity
)
