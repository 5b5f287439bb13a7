-- modifier_fault: of each distinct list of modifiers those that a refusal may name, between commas.
-- grain: one distinct comma-separated modifiers text. in: charge_lines, rule.
-- Apart from modifier_set, which several steps read: each mention of it is planned again.
-- fee_modifiers: those with rows of their own; roles, limited and plan_modifiers may contradict each other.
select
    listed.modifiers,
    string_agg(listed.modifier, ',' order by listed.modifier) filter (r.effect = 'fee_row') as fee_modifiers,
    string_agg(listed.modifier, ',' order by listed.modifier) filter (
        r.effect in ('co_surgeon', 'team', 'assistant', 'share', 'return', 'anesthesia', 'supervision')
    ) as roles,
    string_agg(listed.modifier, ',' order by listed.modifier) filter (r.effect = 'technical') as technical,
    string_agg(listed.modifier, ',' order by listed.modifier) filter (r.only_set is not null) as limited,
    string_agg(listed.modifier, ',' order by listed.modifier) filter (
        r.goes_with is not null or r.base = 'plan of care'
    ) as plan_modifiers
from (
    select
        modifiers,
        unnest(string_split(modifiers, ',')) as modifier
    from (select distinct modifiers from charge_lines where modifiers <> '')
) as listed
join rule as r on r.subject = 'modifier' and r.value = listed.modifier
group by listed.modifiers
