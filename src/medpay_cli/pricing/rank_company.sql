-- rank_company: the payable lines of a day that are ranked together, and what makes their places doubtful.
-- grain: claim, who operates, day (or release without one) and pool. in: line_outcome. Pools: 2 (with 3, endoscopies), 4, 5, 6, 7.
-- day_pool: a number for them, that of the first line. beside: more than one line; paid: one that no edit denies;
-- company: more than one of those. Of those: unpriced: one without an amount; whole: a global-only code (PC/TC 4);
-- shared: one with a share of the package or a co-surgeon's or assistant's percentage.
select
    claim,
    surgeon,
    date,
    case when date is null then release end as undated,
    case multiple_procedure when '3' then '2' else multiple_procedure end as pool,
    min(line) as day_pool,
    count(*) > 1 as beside,
    count(*) filter (denied_rule is null) > 0 as paid,
    count(*) filter (denied_rule is null) > 1 as company,
    coalesce(bool_or(denied_rule is null and reason_code is not null), false) as unpriced,
    coalesce(bool_or(denied_rule is null and pctc = '4'), false) as whole,
    coalesce(bool_or(
        denied_rule is null
        and multiple_procedure in ('2', '3')
        and (share_factor is not null or surgeon_factor is not null)
    ), false) as shared
from line_outcome
where payable and multiple_procedure in ('2', '3', '4', '5', '6', '7')
group by
    claim,
    surgeon,
    date,
    case when date is null then release end,
    case multiple_procedure when '3' then '2' else multiple_procedure end
