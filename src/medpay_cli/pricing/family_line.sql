-- family_line: surgical lines, endoscopies gathered into families by their base code (MULT-3).
-- grain: one line with indicator 2 or 3. in: claim_line, fee_schedule.
-- base_fee: what the base endoscopy of the family pays here. higher: procedures of the family above the line (both lines
-- of a bilateral pair are one); place: 1 is the highest; the base code comes last and pays nothing beside another member.
-- sides_differ: more than one side among the family's codes, so that one base is taken off where there are two joints.
-- A member that an edit denies stands behind the others and counts for none of them.
-- family is null for a procedure that stands by itself.
select
    *,
    floor(higher)::bigint + 1 as place
from (
    select
        s.*,
        coalesce((sum(s.counted) over (
            partition by s.day_pool, s.entity
            order by s.edited, s.is_base, s.procedure_fee desc, s.tie, s.line
            rows between unbounded preceding and 1 preceding
        ))::decimal(11, 3), 0::decimal(11, 3)) as higher,
        count(*) filter (not s.edited) over of_family + s.edited::bigint as members,
        bool_or(s.side_factor > 1) over of_family
        or coalesce(max(s.side) over of_family <> min(s.side) over of_family, false) as sides_differ
    from (
        select
            c.*,
            coalesce(nullif(c.endoscopic_base, ''), member.family) as family,
            coalesce(nullif(c.endoscopic_base, ''), member.family, c.line::varchar) as entity,
            member.family is not null as is_base,
            round(
                (
                    b.work_rvu * c.gpci_work
                    + case c.setting when 'facility' then b.pe_rvu_facility else b.pe_rvu_nonfacility end * c.gpci_pe
                    + b.mp_rvu * c.gpci_mp
                ) * c.conversion_factor, 2
            ) as base_fee
        from claim_line as c
        left join (
            select distinct day_pool, endoscopic_base as family
            from claim_line
            where multiple_procedure = '3' and not edited
        ) as member
            on member.day_pool = c.day_pool
            and member.family = c.hcpcs
            and c.multiple_procedure <> '3'
        left join fee_schedule as b
            on b.hcpcs = c.endoscopic_base
            and b.release = c.release
            and b.modifier = ''
        where c.multiple_procedure in ('2', '3')
    ) as s
    window of_family as (partition by s.day_pool, s.entity)
)
