-- every_pair: told_pair where no claim is large: each pair of lines is told.
-- grain: one pair of lines with an edit. in: judged_pair.
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
    null::bigint as more
from judged_pair
