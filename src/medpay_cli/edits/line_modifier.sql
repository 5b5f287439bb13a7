-- line_modifier: what the NCCI modifiers of each line are worth on its code.
-- grain: one distinct (hcpcs, modifiers, edit_table). in: edit_lines, code_class, rule.
-- distinct_modifier: 59, XE, XP, XS or XU; other_modifier: any other NCCI modifier; misused_modifier: one that may
-- not stand on such a code (25 on a procedure, 59 on a visit or 77427). The outpatient editor of CMS takes any
-- NCCI modifier, so there nothing is refused for misuse (RULES.md 2.1). sites: the anatomic modifiers in order.
select
    listed.hcpcs,
    listed.modifiers,
    listed.edit_table,
    min(listed.modifier) filter (r.effect = 'distinct' and not (c.is_visit or c.never_59)) as distinct_modifier,
    min(listed.modifier) filter (
        r.effect <> 'distinct' and (r.effect <> 'evaluation' or c.is_visit)
    ) as other_modifier,
    min(listed.modifier) filter (r.effect = 'distinct' and (c.is_visit or c.never_59)) as misused_59,
    min(listed.modifier) filter (r.effect = 'evaluation' and not c.is_visit) as misused_25,
    string_agg(listed.modifier, ',' order by listed.modifier) filter (r.effect = 'anatomic') as sites
from (
    select
        l.hcpcs,
        l.modifiers,
        l.edit_table,
        unnest(string_split(l.modifiers, ',')) as modifier
    from (select distinct hcpcs, modifiers, edit_table from edit_lines where modifiers <> '') as l
) as listed
join code_class as c on c.hcpcs = listed.hcpcs
join rule as r on r.subject = 'ncci_modifier' and r.value = listed.modifier
group by listed.hcpcs, listed.modifiers, listed.edit_table
