-- billed_code: all that the price of a line takes from its code, modifiers and release, whatever the place.
-- grain: one code_row. in: code_row, code_share.
select
    k.*,
    s.bilateral_factor,
    s.sides_factor,
    s.bilateral_rule,
    s.share_factor,
    s.share_modifier,
    s.surgeon_factor,
    s.surgeon_rule,
    coalesce(s.has_assistant, false) as has_assistant,
    s.assistant,
    s.fee_modifiers,
    coalesce(s.documented, false) as documented,
    s.team_rule,
    s.bilateral_modifier,
    s.technical_modifiers,
    s.forbidden_modifiers,
    s.forbidden_first,
    s.forbidden_units,
    s.forbidden_next,
    s.forbidden_unpriced,
    s.forbidden_last
from code_row as k
left join code_share as s
    on s.hcpcs = k.hcpcs
    and s.modifiers = k.modifiers
    and s.release = k.release
