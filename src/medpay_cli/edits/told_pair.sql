-- told_pair: the pairs that are told: of a large claim the first few of each line, indicator and outcome, for every line
-- of their kind, so that there are no more of them than a few a line.
-- grain: one pair of lines with an edit. in: judged_pair, edit_lines, large_claim, edit_limit (lines, told).
-- more: how many edits with other lines stand untold behind the last that is told. What is certain comes first, and
-- a bypass that both lines claim for one site (PTP-SAME-SITE).
with ranked as (
    select
        edit_table,
        claim,
        date,
        column1_line,
        column2_line,
        column1,
        column2,
        column1_modifiers,
        column2_modifiers,
        large,
        edit,
        modifier_indicator,
        certain,
        bypassed_by,
        bypass_on_column2,
        misused_modifier,
        misused_on,
        column1_modifier,
        column1_sites,
        column2_sites,
        column1_is_visit,
        column2_is_visit,
        column2_never_59,
        row_number() over (
            partition by column2_line, modifier_indicator, bypassed_by is null
            order by certain desc, column2_sites <> '' and column1_sites = column2_sites desc, column1, column1_line
        ) as place,
        sum(column1_lines) over of_line as column1_lines,
        count(*) over of_line as pairs
    from judged_pair
    window of_line as (partition by column2_line, modifier_indicator, bypassed_by is null)
)

select
    r.edit_table,
    r.claim,
    r.date,
    r.column1_line,
    coalesce(l.line, r.column2_line) as column2_line,
    r.column1,
    r.column2,
    r.column1_modifiers,
    r.column2_modifiers,
    r.edit,
    r.modifier_indicator,
    r.certain,
    r.bypassed_by,
    r.bypass_on_column2,
    r.misused_modifier,
    r.misused_on,
    r.column1_modifier,
    r.column1_sites,
    r.column2_sites,
    r.column1_is_visit,
    r.column2_is_visit,
    r.column2_never_59,
    case when r.large and r.place = least(k.told, r.pairs) then r.column1_lines - r.place end::bigint as more
from ranked as r
cross join edit_limit as k
left join edit_lines as l
    on r.large
    and l.claim = r.claim
    and l.date = r.date
    and l.edit_table = r.edit_table
    and l.hcpcs = r.column2
    and l.modifiers = r.column2_modifiers
where not r.large or r.place <= k.told
