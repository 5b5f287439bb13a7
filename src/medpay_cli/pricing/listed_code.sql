-- listed_code: billed codes with a modifier that stands on a list of codes only (FX, FY, CT), and that are on it.
-- grain: one such code and list of modifiers. in: charge_lines, modifier_set, code_set.
select distinct
    l.hcpcs,
    l.modifiers
from (
    select distinct
        n.hcpcs,
        n.modifiers,
        m.only_set
    from charge_lines as n
    join modifier_set as m on m.modifiers = n.modifiers and m.only_set is not null
) as l
join code_set as s on s.rule = l.only_set and l.hcpcs between s.code_from and s.code_through
