-- claim_day: what a line is billed beside: the lines of one claim and day taken together.
-- grain: one claim and day. in: line_basis, rule.
-- minor_code, major_code: a procedure with 000 or 010, and with 090 global days, that the surgeon bills (no assistant).
select
    claim,
    day,
    count(*) as lines,
    count(*) filter (payable and status in ('A', 'R')) as payable_lines,
    min(code) filter (payable and global_days in ('000', '010') and not assistant) as minor_code,
    min(code) filter (payable and global_days = '090' and not assistant) as major_code,
    min(code) filter (contains(sets, ',office_visit,') and contains(marks, ',25,')) as visit_25,
    min(code) filter (contains(sets, ',g2211_exception,')) as g2211_exception
from (
    select
        claim,
        day,
        code,
        sets,
        marks,
        status,
        global_days,
        payable,
        list_has_any(
            string_split(modifiers, ','),
            (select list(value) from rule where subject = 'modifier' and effect = 'assistant')
        ) as assistant
    from line_basis
)
group by claim, day
