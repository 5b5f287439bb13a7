-- family_line: surgical lines, endoscopies gathered into families by their base code (MULT-3).
-- grain: one line with indicator 2 or 3. in: claim_line, fee_schedule.
-- base_fee: what the base endoscopy of the family pays here. place: 1 is the highest of the family; the base code
-- comes last and pays nothing beside another member. family is null for a procedure that stands by itself.
select
    s.*,
    row_number() over (
        partition by s.claim, s.day, coalesce(s.family, s.line::varchar)
        order by s.is_base, s.procedure_fee desc, s.tie, s.line
    ) as place,
    count(*) over (partition by s.claim, s.day, coalesce(s.family, s.line::varchar)) as members
from (
    select
        c.*,
        coalesce(nullif(c.endoscopic_base, ''), member.family) as family,
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
        select distinct claim, day, endoscopic_base as family
        from claim_line
        where multiple_procedure = '3'
    ) as member
        on member.claim = c.claim
        and member.day = c.day
        and member.family = c.hcpcs
        and c.multiple_procedure <> '3'
    left join fee_schedule as b
        on b.hcpcs = c.endoscopic_base
        and b.release = c.release
        and b.modifier = ''
    where c.multiple_procedure in ('2', '3')
) as s
