-- pair_edit: the edit that is, or may be, in force between two lines on their day.
-- grain: one pair of lines that has such an edit. in: line_pair, ptp_by_pair.
-- Where two intervals may hold (the indicator changed between two editions) the proved one wins, then the newer.
select
    p.edit_table,
    p.claim,
    p.date,
    case when e.lesser_is_column1 then p.lesser_line else p.greater_line end as column1_line,
    case when e.lesser_is_column1 then p.greater_line else p.lesser_line end as column2_line,
    case when e.lesser_is_column1 then p.lesser else p.greater end as column1,
    case when e.lesser_is_column1 then p.greater else p.lesser end as column2,
    case when e.lesser_is_column1 then p.lesser_modifiers else p.greater_modifiers end as column1_modifiers,
    case when e.lesser_is_column1 then p.greater_modifiers else p.lesser_modifiers end as column2_modifiers,
    e.modifier_indicator,
    e.effective_date,
    e.deletion_date,
    e.certain_from,
    e.certain_through,
    e.rationale,
    e.first_edition,
    e.last_edition,
    e.possible_through,
    p.date between e.certain_from and e.certain_through as certain
from line_pair as p
join ptp_by_pair as e
    on e.edit_table = p.edit_table
    and e.lesser = p.lesser
    and e.greater = p.greater
    and p.date >= coalesce(e.possible_from, p.date)
    and p.date <= coalesce(e.possible_through, p.date)
qualify row_number() over (
    partition by p.lesser_line, p.greater_line
    order by p.date between e.certain_from and e.certain_through desc, e.last_edition desc, e.modifier_indicator
) = 1
