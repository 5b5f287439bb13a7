-- judged_pair: each edit met by a claim, and the modifier that bypasses it, if one does.
-- grain: one pair of lines (of a large claim: of kinds of lines) with an edit.
-- in: pair_edit, code_class, line_modifier, rule.
-- Practitioners: 59 and the X modifiers on either line from the day their rule begins, before that and for the
-- other NCCI modifiers on the column 2 line. The outpatient editor takes any NCCI modifier on either line.
select
    e.edit_table,
    e.claim,
    e.date,
    e.column1_line,
    e.column2_line,
    e.column1,
    e.column2,
    e.column1_modifiers,
    e.column2_modifiers,
    e.column1_lines,
    e.large,
    e.edit,
    e.modifier_indicator,
    e.certain,
    case
        when e.modifier_indicator <> 1 then null
        when e.edit_table = 'outpatient' then coalesce(
            m2.distinct_modifier, m2.other_modifier, m2.misused_59, m2.misused_25,
            m1.distinct_modifier, m1.other_modifier, m1.misused_59, m1.misused_25
        )
        when m2.distinct_modifier is not null then m2.distinct_modifier
        when m2.other_modifier is not null then m2.other_modifier
        when e.date >= either.begins then m1.distinct_modifier
    end as bypassed_by,
    case
        when e.edit_table = 'outpatient' then coalesce(
            m2.distinct_modifier, m2.other_modifier, m2.misused_59, m2.misused_25
        ) is not null
        else m2.distinct_modifier is not null or m2.other_modifier is not null
    end as bypass_on_column2,
    coalesce(m2.misused_59, m2.misused_25, m1.misused_59) as misused_modifier,
    case when m2.misused_59 is not null or m2.misused_25 is not null then e.column2 else e.column1 end as misused_on,
    coalesce(m1.distinct_modifier, m1.other_modifier) as column1_modifier,
    coalesce(m1.sites, '') as column1_sites,
    coalesce(m2.sites, '') as column2_sites,
    c1.is_visit as column1_is_visit,
    c2.is_visit as column2_is_visit,
    c2.never_59 as column2_never_59
from pair_edit as e
join code_class as c1 on c1.hcpcs = e.column1
join code_class as c2 on c2.hcpcs = e.column2
left join line_modifier as m1
    on m1.hcpcs = e.column1
    and m1.modifiers = e.column1_modifiers
    and m1.edit_table = e.edit_table
left join line_modifier as m2
    on m2.hcpcs = e.column2
    and m2.modifiers = e.column2_modifiers
    and m2.edit_table = e.edit_table
cross join (
    select max(effective_from) as begins from rule where subject = 'either_line'
) as either
