-- modifier_set: what each distinct list of modifiers means for the price, from the rule catalogue.
-- grain: one distinct comma-separated modifiers text. in: charge_lines, rule.
-- fee_modifier: the one that has fee rows of its own (26, TC, 53); the lists keep the order of the claim.
select
    listed.modifiers,
    coalesce(max(listed.modifier) filter (r.effect = 'fee_row'), '') as fee_modifier,
    count(distinct listed.modifier) filter (r.effect = 'fee_row') as fee_modifier_count,
    max(listed.modifier) filter (r.id is null) as unrecognised,
    max(listed.modifier) filter (r.effect = 'denied') as denied,
    max(listed.modifier) filter (r.effect = 'facility_only') as facility_only,
    max(listed.modifier) filter (r.effect = 'by_report') as by_report,
    max(listed.modifier) filter (r.effect = 'pending') as pending,
    coalesce(bool_or(r.effect = 'unknown'), false) as any_unsettled
from (
    select
        modifiers,
        unnest(string_split(modifiers, ',')) as modifier
    from (select distinct modifiers from charge_lines where modifiers <> '')
) as listed
left join rule as r on r.subject = 'modifier' and r.value = listed.modifier
group by listed.modifiers
