-- code_pair: the edit that is, or may be, in force between two codes of a claim on its day.
-- grain: one claim, day and pair of codes that has such an edit. in: claim_code, ptp_by_pair.
-- Codes are paired before lines: a claim of thousands of lines has few codes. The same code twice is a matter of units
-- (MUE), never of PTP (RULES.md 2.1). Where two intervals may hold (the indicator changed between two editions) the
-- proved one wins, then the newer.
select
    a.edit_table,
    a.claim,
    a.date,
    case when e.lesser_is_column1 then a.hcpcs else b.hcpcs end as column1,
    case when e.lesser_is_column1 then b.hcpcs else a.hcpcs end as column2,
    e.edit,
    e.modifier_indicator,
    a.date between e.certain_from and e.certain_through as certain
from claim_code as a
join claim_code as b
    on b.claim = a.claim
    and b.date = a.date
    and b.edit_table = a.edit_table
    and b.hcpcs > a.hcpcs
join ptp_by_pair as e
    on e.edit_table = a.edit_table
    and e.lesser = a.hcpcs
    and e.greater = b.hcpcs
    and a.date >= coalesce(e.possible_from, a.date)
    and a.date <= coalesce(e.possible_through, a.date)
qualify row_number() over (
    partition by a.edit_table, a.claim, a.date, a.hcpcs, b.hcpcs
    order by a.date between e.certain_from and e.certain_through desc, e.last_edition desc, e.modifier_indicator
) = 1
