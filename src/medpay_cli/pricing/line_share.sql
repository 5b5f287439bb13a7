-- line_share: what the modifiers of each line make of its fee, by the indicators of its code.
-- grain: one charge line with modifiers. in: line_setting, modifier_set, modifier_rate, listed_code, fee_schedule,
-- line_part, rule.
-- RT and LT on a line of one unit are both sides, as 50 says.
-- forbidden_rule: the rule that refuses a modifier; at_fault: that modifier, or those that contradict each other, with
-- commas between; fee_modifiers: those with rows of their own. The factors are null where the modifier is not there.
select
    l.line,
    case when m.bilateral is not null or m.sides and l.units = 1 and b.effect = 'paid' then b.factor end as bilateral_factor,
    b.id as bilateral_rule,
    case
        when m.share_kind = 'return' and f.global_days = '000' then 1::decimal(8, 4)
        when m.share_base = 'preoperative and intraoperative share' then f.preoperative_share + f.intraoperative_share
        when m.share_base = 'postoperative share' then f.postoperative_share
        when m.share_base = 'preoperative share' then f.preoperative_share
        when m.share_base = 'intraoperative share' then f.intraoperative_share
    end as share_factor,
    m.share_modifier,
    case when m.co_surgeon is not null then c.factor else m.assistant_factor end as surgeon_factor,
    case when m.co_surgeon is not null then c.id when m.assistant is not null then 'MOD-' || m.assistant end as surgeon_rule,
    m.assistant is not null as has_assistant,
    m.assistant,
    m.fee_modifiers,
    d.technical_factor,
    p.professional_fee,
    least(p.technical_fee, p.technical_cap) as technical_fee,
    d.medicare_factor,
    d.medicare_modifier,
    m.co_surgeon is not null and c.effect = 'documentation' or m.assistant is not null and a.effect = 'documentation' as documented,
    case when m.team is not null then t.id end as team_rule,
    case
        when m.anesthetists > 0 and l.status_effect <> 'anesthesia' then 'ANES-MODIFIER'
        when m.bilateral is not null and b.effect = 'not_allowed' then b.id
        when m.bilateral is not null and l.units <> 1 then 'BILAT-UNITS'
        when m.co_surgeon is not null and c.effect = 'not_allowed' then c.id
        when m.assistant is not null and a.effect = 'not_allowed' then a.id
        when m.team is not null and t.effect = 'not_allowed' then t.id
        when m.shares > 1 or m.assistants > 1 or m.anesthetists > 1 then 'MOD-COMBINATION'
        when m.assistant is not null and (coalesce(m.co_surgeon, m.team) is not null or m.shares > 0) then 'MOD-COMBINATION'
        when m.team is not null and m.co_surgeon is not null then 'MOD-COMBINATION'
        when m.mixed_plan then 'THERAPY-PAIR'
        when m.mixed_sets then 'MOD-COMBINATION'
        when m.share_kind = 'return' and coalesce(m.co_surgeon, m.team, m.bilateral) is not null then 'MOD-COMBINATION'
        when m.share_kind = 'return' and f.global_days = '000' then null
        when m.shares > 0 and f.intraoperative_share = 0 then 'SHARE-NONE'
        when m.technical is not null and p.line is null then 'TECHNICAL-NONE'
        when m.only_set is not null and o.line is null then m.only_set
    end as forbidden_rule,
    case
        when forbidden_rule is null then null
        when forbidden_rule = 'MOD-COMBINATION' and m.mixed_sets then m.limited
        when forbidden_rule = 'MOD-COMBINATION' and m.share_kind = 'return' then concat_ws(',', m.bilateral, m.roles)
        when forbidden_rule = 'MOD-COMBINATION' then m.roles
        when forbidden_rule = 'THERAPY-PAIR' then m.plan_modifiers
        when forbidden_rule = 'ANES-MODIFIER' then m.anesthetist
        when forbidden_rule = 'TECHNICAL-NONE' then m.technical
        when forbidden_rule = 'SHARE-NONE' then m.share_modifier
        when forbidden_rule = m.only_set then m.limited
        when forbidden_rule in (b.id, 'BILAT-UNITS') then m.bilateral
        when forbidden_rule = c.id then m.co_surgeon
        when forbidden_rule = a.id then m.assistant
        else m.team
    end as at_fault
from line_setting as l
join modifier_set as m on m.modifiers = l.modifiers
join fee_schedule as f
    on f.hcpcs = l.hcpcs
    and f.release = l.release
    and f.modifier = l.row_modifier
left join modifier_rate as d on d.modifiers = l.modifiers and d.rate_day = l.rate_day
left join listed_code as o on o.line = l.line
left join rule as b on b.subject = 'bilateral' and b.value = f.bilateral
left join rule as c on c.subject = 'co_surgeon' and c.value = f.co_surgeon
left join rule as a on a.subject = 'assistant' and a.value = f.assistant
left join rule as t on t.subject = 'team' and t.value = f.team
left join line_part as p on p.line = l.line
