-- row_fact: what the conditions of the catalogue may ask of a row of a charge list, read or not.
-- grain: one line of the list. in: charge_part, priced_lines, audit_choice, visit_in_period.
-- out: line BIGINT                 number of the line
-- out: code VARCHAR                HCPCS code, null where none could be read
-- out: code_problem VARCHAR        text that is no code, '' for an empty cell; null where a code was read
-- out: code_kind VARCHAR           what the list calls a code that is no HCPCS code: RC, NDC, MS-DRG; else null
-- out: date_problem VARCHAR        text that is no date, '' for none; null where a date was read
-- out: units_problem VARCHAR       text that is no number of units; null where one was read
-- out: charge_problem VARCHAR      text that is no amount; null where one was read
-- out: extra_cells INTEGER         cells beyond those the header names
-- out: modifiers VARCHAR           modifiers, joined by commas
-- out: modifier_count BIGINT       how many
-- out: marks VARCHAR               the modifiers between commas: ask has(24)
-- out: payable BOOLEAN             the fee schedule pays the line
-- out: reversal BOOLEAN            negative units or money
-- out: date DATE                   date of service
-- out: today DATE                  the day of the audit
-- out: units DECIMAL(11,3)         units, without sign
-- out: charge DECIMAL(12,2)        dollars billed, without sign
-- out: paid DECIMAL(12,2)          dollars paid as the list says
-- out: given_allowed DECIMAL(12,2) dollars allowed as the list says
-- out: expected DECIMAL(12,2)      dollars Medicare is expected to allow, the charge left aside
-- out: medicare_pays DECIMAL(12,2) Medicare's share of what is allowed
-- out: tolerance DECIMAL(12,2)     dollars that a payment may differ from the expectation
-- out: procedure VARCHAR           for a visit: surgery of the same patient and provider in whose global period it lies
-- out: procedure_date DATE         its day, another one than the visit's
-- out: global_days VARCHAR         its global days, 010 or 090
select
    c.line,
    c.hcpcs as code,
    c.code_problem,
    c.code_kind,
    c.date_problem,
    c.units_problem,
    c.charge_problem,
    c.extra_cells,
    c.modifiers,
    c.modifier_count,
    case when c.modifiers = '' then '' else ',' || c.modifiers || ',' end as marks,
    coalesce(p.payable, false) as payable,
    c.reversal,
    c.date,
    a.today,
    c.units,
    c.charge,
    c.paid,
    c.allowed as given_allowed,
    p.allowed as expected,
    p.medicare_pays,
    a.tolerance,
    v.procedure,
    v.procedure_date,
    v.global_days
from charge_part as c
cross join audit_choice as a
left join priced_lines as p on p.line = c.judged
left join visit_in_period as v on v.line = c.line
