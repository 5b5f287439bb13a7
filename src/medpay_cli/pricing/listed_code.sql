-- listed_code: lines with a modifier that stands on a list of codes only (FX, FY, CT), whose code is on it.
-- grain: one such line. in: charge_lines, modifier_set, code_set.
select l.line
from charge_lines as l
join modifier_set as m on m.modifiers = l.modifiers
join code_set as s on s.rule = m.only_set and l.hcpcs between s.code_from and s.code_through
