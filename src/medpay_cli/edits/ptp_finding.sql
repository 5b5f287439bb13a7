-- ptp_finding: each edit met by a claim, and the modifier that bypasses it, if one does.
-- grain: one pair of lines with an edit. in: told_pair, ptp.
-- What the edit's own row says is joined last, when the pairs are known.
select
    f.edit_table,
    f.claim,
    f.date,
    f.column1_line,
    f.column2_line,
    f.column1,
    f.column2,
    f.column1_modifiers,
    f.column2_modifiers,
    f.modifier_indicator,
    e.effective_date,
    e.deletion_date,
    e.certain_from,
    e.certain_through,
    e.rationale,
    e.first_edition,
    e.last_edition,
    e.possible_through,
    f.certain,
    f.bypassed_by,
    f.bypass_on_column2,
    f.misused_modifier,
    f.misused_on,
    f.column1_modifier,
    f.column1_sites,
    f.column2_sites,
    f.column1_is_visit,
    f.column2_is_visit,
    f.column2_never_59,
    f.more
from told_pair as f
join ptp as e on e.rowid = f.edit
