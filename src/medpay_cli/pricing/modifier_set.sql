-- modifier_set: what each distinct list of modifiers means for the price, from the rule catalogue.
-- grain: one distinct comma-separated modifiers text. in: charge_lines, rule.
-- fee_modifier: the one that has fee rows of its own (26, TC, 53). dated: a factor of it depends on the day
-- (modifier_rate). only_set: the rule of the codes it may stand on, mixed_sets: two such lists. mixed_plan: a therapy
-- assistant beside another discipline's plan of care. side: RT or LT alone; sides: both of them.
select
    listed.modifiers,
    coalesce(max(listed.modifier) filter (r.effect = 'fee_row'), '') as fee_modifier,
    count(distinct listed.modifier) filter (r.effect = 'fee_row') as fee_modifier_count,
    max(listed.modifier) filter (r.id is null) as unrecognised,
    max(listed.modifier) filter (r.effect = 'denied') as denied,
    max(listed.modifier) filter (r.effect = 'facility_only') as facility_only,
    max(listed.modifier) filter (r.effect = 'by_report') as by_report,
    coalesce(bool_or(r.effect = 'unknown'), false) as any_unsettled,
    max(listed.modifier) filter (r.effect = 'bilateral') as bilateral,
    max(listed.modifier) filter (r.effect = 'co_surgeon') as co_surgeon,
    max(listed.modifier) filter (r.effect = 'team') as team,
    count(*) filter (r.effect = 'assistant') as assistants,
    max(listed.modifier) filter (r.effect = 'assistant') as assistant,
    max(r.factor) filter (r.effect = 'assistant') as assistant_factor,
    count(*) filter (r.effect = 'share' or r.effect = 'return') as shares,
    max(listed.modifier) filter (r.effect = 'share' or r.effect = 'return') as share_modifier,
    max(r.effect) filter (r.effect = 'share' or r.effect = 'return') as share_kind,
    max(r.base) filter (r.effect = 'share' or r.effect = 'return') as share_base,
    coalesce(bool_or(r.effective_from is not null), false) as dated,
    max(r.only_set) as only_set,
    min(r.only_set) <> max(r.only_set) as mixed_sets,
    min(r.goes_with) <> max(r.goes_with)
    or max(r.goes_with) <> max(listed.modifier) filter (r.base = 'plan of care') as mixed_plan,
    coalesce(bool_or(r.effect = 'screening'), false) as screening,
    coalesce(bool_or(r.effect = 'preventive'), false) as preventive,
    count(*) filter (r.effect = 'anesthesia' or r.effect = 'supervision') as anesthetists,
    max(listed.modifier) filter (r.effect = 'anesthesia' or r.effect = 'supervision') as anesthetist,
    max(r.factor) filter (r.effect = 'anesthesia') as anesthetist_factor,
    max(r.factor) filter (r.effect = 'supervision') as supervised_units,
    case when min(listed.modifier) filter (r.base = 'side') = max(listed.modifier) filter (r.base = 'side')
        then max(listed.modifier) filter (r.base = 'side')
    end as side,
    coalesce(min(listed.modifier) filter (r.base = 'side') <> max(listed.modifier) filter (r.base = 'side'), false) as sides,
    coalesce(bool_or(r.base = 'session'), false) as separate_session
from (
    select
        modifiers,
        unnest(string_split(modifiers, ',')) as modifier
    from (select distinct modifiers from charge_lines where modifiers <> '')
) as listed
left join rule as r on r.subject = 'modifier' and r.value = listed.modifier
group by listed.modifiers
