-- page_lab: what the clinical laboratory fee schedule says of a code on the day of the page.
-- grain: fact x laboratory modifier ('' or QW). in: code_fact, lab_fee. Dollars; rate is null where each MAC sets it.
select
    f.fact,
    l.modifier,
    l.edition,
    l.indicator,
    l.rate,
    f.day between l.effective_from and l.effective_through as in_force
from code_fact as f
join lab_fee as l on l.hcpcs = f.code
qualify row_number() over (
    partition by f.fact, l.modifier
    order by f.day between l.effective_from and l.effective_through desc, l.effective_from desc
) = 1
order by f.fact, l.modifier
