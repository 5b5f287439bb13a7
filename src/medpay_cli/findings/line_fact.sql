-- line_fact: what the conditions of the catalogue may ask of a line.
-- grain: one charge line. in: line_basis, line_twin, claim_day, code_day, mue, denied_line.
-- materialize: each condition reads it again.
-- out: line BIGINT                 number of the line
-- out: claim VARCHAR               what is billed together: one patient's lines of one provider
-- out: day DATE                    date of service, or the first day of the release named instead
-- out: code VARCHAR                HCPCS code
-- out: sets VARCHAR                its code sets between commas: ask in_set(NAME)
-- out: marks VARCHAR               its modifiers between commas: ask has(59, XE) or has(@distinct)
-- out: modifiers VARCHAR           its modifiers, joined by commas
-- out: units DECIMAL(11,3)         units of the line
-- out: charge DECIMAL(12,2)        dollars billed for the line, null when not given
-- out: pos VARCHAR                 place of service, null when not given
-- out: setting VARCHAR             facility or nonfacility
-- out: release VARCHAR             fee-schedule release that answers, null when none does
-- out: status VARCHAR              status of the line's own row
-- out: pctc VARCHAR                PC/TC indicator
-- out: row_modifier VARCHAR        fee modifier of the row that prices the line: '', 26, TC or 53
-- out: global_days VARCHAR         000, 010, 090, MMM, XXX, YYY or ZZZ
-- out: bilateral VARCHAR           bilateral indicator
-- out: multiple_procedure VARCHAR  multiple procedure indicator
-- out: na_here BOOLEAN             CMS marks the code NA in the line's setting
-- out: payable BOOLEAN             the fee schedule pays it, though perhaps at a price only the MAC knows
-- out: fee DECIMAL(12,2)           dollars of one unit without modifiers
-- out: expected DECIMAL(12,2)      dollars Medicare is expected to allow, the charge left aside
-- out: allowed DECIMAL(12,2)       the lower of that and the charge
-- out: mue INTEGER                 medically unlikely edit of the code, null when CMS publishes none
-- out: mai VARCHAR                 what the value counts: 1 the line, 2 and 3 the day
-- out: denied BOOLEAN              an NCCI edit denies the line
-- out: day_lines BIGINT            lines of this code that day
-- out: day_units DECIMAL(14,3)     units of this code that day
-- out: day_26 BIGINT               lines of this code that day with 26
-- out: day_tc BIGINT               lines of this code that day with TC
-- out: day_rt BIGINT               lines of this code that day with RT
-- out: day_lt BIGINT               lines of this code that day with LT
-- out: day_rt_lt BIGINT            lines of this code that day with both
-- out: twin BIGINT                 place among the lines of the day with this code and these modifiers, from 1
-- out: same BIGINT                 place among those with the same units and charge too, from 1
-- out: claim_lines BIGINT          lines of the claim that day
-- out: payable_lines BIGINT        those of status A or R that are payable
-- out: minor_code VARCHAR          a payable procedure of the day with 000 or 010 global days
-- out: major_code VARCHAR          a payable procedure of the day with 090 global days
-- out: visit_25 VARCHAR            an office visit of the day with modifier 25
-- out: g2211_exception VARCHAR     a service of the day beside which G2211 is paid with 25
select
    l.line,
    l.claim,
    l.day,
    l.code,
    l.sets,
    l.marks,
    l.modifiers,
    l.units,
    l.charge,
    l.pos,
    l.setting,
    l.release,
    l.status,
    l.pctc,
    l.row_modifier,
    l.global_days,
    l.bilateral,
    l.multiple_procedure,
    case l.setting when 'facility' then l.na_facility else l.na_nonfacility end as na_here,
    l.payable,
    l.fee,
    l.fee_for_units as expected,
    l.allowed,
    m.mue,
    m.mai,
    d.line is not null as denied,
    k.lines as day_lines,
    k.units as day_units,
    k.lines_26 as day_26,
    k.lines_tc as day_tc,
    k.lines_rt as day_rt,
    k.lines_lt as day_lt,
    k.lines_rt_lt as day_rt_lt,
    coalesce(t.twin, 1) as twin,
    coalesce(t.same, 1) as same,
    c.lines as claim_lines,
    c.payable_lines,
    c.minor_code,
    c.major_code,
    c.visit_25,
    c.g2211_exception
from line_basis as l
join claim_day as c on c.claim = l.claim and c.day is not distinct from l.day
join code_day as k on k.claim = l.claim and k.day is not distinct from l.day and k.code = l.code
left join line_twin as t on t.line = l.line
left join mue as m
    on m.hcpcs = l.code
    and m.service = 'practitioner'
    -- The edition that answers for the day; without a day the newest.
    and case
        when l.day is null then m.answers_through is null
        else l.day between coalesce(m.answers_from, l.day) and coalesce(m.answers_through, l.day)
    end
left join (select distinct line from denied_line) as d on d.line = l.line
