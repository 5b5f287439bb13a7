-- ptp_by_pair: the edits keyed by their two codes in alphabetical order, void ones left out.
-- grain: one column 1 x column 2 x interval. in: ptp.
-- edit: where its row is in the loaded table, for what is told of it.
-- A claim's lines are paired once, lesser code first; the edit then tells which of the two is column 1.
select
    rowid as edit,
    edit_table,
    least(column1, column2) as lesser,
    greatest(column1, column2) as greater,
    column1 < column2 as lesser_is_column1,
    modifier_indicator,
    certain_from,
    certain_through,
    possible_from,
    possible_through,
    last_edition
from ptp
where modifier_indicator <> 9
