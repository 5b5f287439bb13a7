-- rank_company: what makes the places of a day's procedures doubtful, for each pool of ranked procedures.
-- grain: claim with who operates (claim_line), day and pool. in: line_outcome. Pools: 2 (with 3, endoscopies), 4, 5, 6, 7.
-- company: more than one payable line. unpriced: one without an amount; whole: a global-only code (PC/TC 4);
-- shared: one with a share of the package or a co-surgeon's or assistant's percentage.
select
    claim || case when has_assistant then ' assistant' else '' end as claim,
    coalesce(date::varchar, release) as day,
    case multiple_procedure when '3' then '2' else multiple_procedure end as pool,
    count(*) > 1 as company,
    bool_or(reason_code is not null) as unpriced,
    bool_or(pctc = '4') as whole,
    bool_or(multiple_procedure in ('2', '3') and (share_factor is not null or surgeon_factor is not null)) as shared
from line_outcome
where payable and denied_rule is null and multiple_procedure in ('2', '3', '4', '5', '6', '7')
group by claim, has_assistant, coalesce(date::varchar, release), case multiple_procedure when '3' then '2' else multiple_procedure end
