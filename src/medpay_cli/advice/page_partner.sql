-- page_partner: the PTP partners of a code with the highest total RVUs, five in each role.
-- grain: fact x role x partner. in: code_fact, ptp_partner, partner_row (hcpcs, release, descriptor, rvu).
-- role 1: the page's code is column 1, so the partner is denied; 2: the page's code is denied.
select
    fact,
    role,
    partner,
    modifier_indicator,
    descriptor
from (
    select
        f.fact,
        e.role,
        e.partner,
        e.modifier_indicator,
        p.descriptor,
        row_number() over (partition by f.fact, e.role order by p.rvu desc nulls last, e.partner) as place
    from code_fact as f
    join (
        select
            q.fact,
            e.role,
            e.partner,
            e.modifier_indicator
        from code_fact as q
        join ptp_partner as e
            on e.code = q.code
            and q.day >= coalesce(e.possible_from, q.day)
            and q.day <= coalesce(e.possible_through, q.day)
        qualify row_number() over (
            partition by q.fact, e.partner
            order by coalesce(q.day between e.certain_from and e.certain_through, false) desc, e.last_edition desc,
            e.modifier_indicator
        ) = 1
    ) as e on e.fact = f.fact
    join partner_row as p on p.hcpcs = e.partner and p.release = f.release
)
where place <= 5
order by fact, role, place
