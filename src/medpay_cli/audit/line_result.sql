-- line_result: what is expected for each line of the input. grain: one line, none lost. in: charge_line, priced_line, finding.
-- expected: dollars Medicare is expected to allow; null where nothing is, or where only somebody else can tell.
-- at_stake: the most any one finding puts at stake, so that no dollar of a line is counted twice.
select
    c.line,
    case
        when not c.readable then 'unreadable'
        when f.denied then 'denied'
        when p.status in ('X', 'E') then 'paid_elsewhere'
        when not p.payable then 'denied'
        when p.allowed is null or f.doubtful then 'needs_review'
        else 'payable'
    end as outcome,
    case when c.readable and not coalesce(f.denied, false) then p.allowed end as expected,
    case
        when not c.readable then 'unreadable'
        when f.denied then coalesce(p.reason_code, 'denied_by_edit')
        else p.reason_code
    end as reason,
    f.rules,
    f.at_stake,
    p.release,
    p.confidence
from charge_line as c
left join priced_line as p on p.line = c.line
left join (
    select
        line,
        string_agg(distinct rule, ' ' order by rule) as rules,
        max(at_stake) as at_stake,
        bool_or(denies) as denied,
        bool_or(severity = 'warning') as doubtful
    from finding
    group by line
) as f on f.line = c.line
