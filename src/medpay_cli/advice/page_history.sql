-- page_history: what each loaded release says of a code: status, total RVUs, fee at the place and setting of the page.
-- grain: fact x release, oldest first. in: priced_variant, release. Dollars; status is null where it is not listed.
select
    p.line // 128 as fact,
    r.release,
    r.effective_from,
    case when p.code_found then p.status end as status,
    case when p.code_found then p.total_rvu end as total_rvu,
    p.fee
from priced_variant as p
join release as r on r.release = p.release
where p.line % 128 >= 32
order by fact, r.effective_from
