-- code_share: what the modifiers of each billed code make of its fee, by the indicators of its row.
-- grain: one code_row with modifiers that the release lists. in: code_row, modifier_set, modifier_fault, technical_row, listed_code,
-- fee_schedule, rule.
-- The factors are null where the modifier is not there. sides_factor: that of RT and LT, which on a line of one unit are
-- both sides, as 50 says. forbidden_*: the rules that refuse a modifier, in their order; forbidden_units where there
-- is not one unit (50 then, bilateral_modifier), forbidden_unpriced where the line has no fee. forbidden_modifiers: what the
-- others refuse, the modifier at fault or those that contradict each other, with commas between; fee_modifiers: those with
-- rows of their own.
select
    u.hcpcs,
    u.modifiers,
    u.release,
    u.bilateral_factor,
    u.sides_factor,
    u.bilateral_rule,
    u.share_factor,
    u.share_modifier,
    u.surgeon_factor,
    u.surgeon_rule,
    u.has_assistant,
    u.assistant,
    u.fee_modifiers,
    u.documented,
    u.team_rule,
    u.bilateral_modifier,
    u.technical_modifiers,
    u.forbidden_first,
    u.forbidden_units,
    u.forbidden_next,
    u.forbidden_unpriced,
    u.forbidden_last,
    case
        when u.forbidden is null then null
        when u.forbidden = 'MOD-COMBINATION' and u.forbidden_next is null then u.limited
        when u.forbidden = 'MOD-COMBINATION' then u.roles
        when u.forbidden = 'RETURN-WITH' then concat_ws(',', u.bilateral_modifier, u.roles)
        when u.forbidden = 'THERAPY-PAIR' then u.plan_modifiers
        when u.forbidden = 'ANES-MODIFIER' then u.anesthetist_modifier
        when u.forbidden = 'TECHNICAL-NONE' then u.technical_modifiers
        when u.forbidden = 'SHARE-NONE' then u.share_modifier
        when u.forbidden = u.only_set then u.limited
        when u.forbidden = u.bilateral_rule then u.bilateral_modifier
        when u.forbidden = u.co_surgeon_rule then u.co_surgeon
        when u.forbidden = u.assistant_rule then u.assistant
        else u.team
    end as forbidden_modifiers
from (
    select
        *,
        coalesce(forbidden_first, forbidden_next, forbidden_last) as forbidden
    from (
        select
            k.hcpcs,
            k.modifiers,
            k.release,
            case when m.bilateral is not null then b.factor end as bilateral_factor,
            case when m.sides and b.effect = 'paid' then b.factor end as sides_factor,
            b.id as bilateral_rule,
            c.id as co_surgeon_rule,
            a.id as assistant_rule,
            case
                when m.share_kind = 'return' and f.global_days = '000' then 1::decimal(8, 4)
                when m.share_base = 'preoperative and intraoperative share' then f.preoperative_share + f.intraoperative_share
                when m.share_base = 'postoperative share' then f.postoperative_share
                when m.share_base = 'preoperative share' then f.preoperative_share
                when m.share_base = 'intraoperative share' then f.intraoperative_share
            end as share_factor,
            m.share_modifier,
            case when m.co_surgeon is not null then c.factor else m.assistant_factor end as surgeon_factor,
            case
                when m.co_surgeon is not null then c.id
                when m.assistant is not null then 'MOD-' || m.assistant
            end as surgeon_rule,
            m.assistant is not null as has_assistant,
            m.assistant,
            n.fee_modifiers,
            m.co_surgeon is not null and c.effect = 'documentation'
            or m.assistant is not null and a.effect = 'documentation' as documented,
            case when m.team is not null then t.id end as team_rule,
            m.bilateral as bilateral_modifier,
            n.limited,
            m.share_kind,
            n.roles,
            n.plan_modifiers,
            m.anesthetist as anesthetist_modifier,
            m.only_set,
            m.co_surgeon,
            m.team,
            n.technical as technical_modifiers,
            case
                when m.anesthetists > 0 and k.status_effect <> 'anesthesia' then 'ANES-MODIFIER'
                when m.bilateral is not null and b.effect = 'not_allowed' then b.id
            end as forbidden_first,
            case when m.bilateral is not null then 'BILAT-UNITS' end as forbidden_units,
            case
                when m.co_surgeon is not null and c.effect = 'not_allowed' then c.id
                when m.assistant is not null and a.effect = 'not_allowed' then a.id
                when m.team is not null and t.effect = 'not_allowed' then t.id
                when m.shares > 1 or m.assistants > 1 or m.anesthetists > 1 then 'MOD-COMBINATION'
                when
                    m.assistant is not null
                    and (coalesce(m.co_surgeon, m.team) is not null or coalesce(m.share_kind, '') = 'share')
                    then 'MOD-COMBINATION'
                when m.team is not null and m.co_surgeon is not null then 'MOD-COMBINATION'
                when m.mixed_plan then 'THERAPY-PAIR'
                when
                    m.shares > 0
                    and f.intraoperative_share = 0
                    and not (m.share_kind = 'return' and f.global_days = '000')
                    then 'SHARE-NONE'
                when m.share_kind = 'return' and coalesce(m.assistant, m.co_surgeon, m.team, m.bilateral) is not null
                    then 'RETURN-WITH'
            end as forbidden_next,
            case
                when n.technical is not null then 'TECHNICAL-NONE'
            end as forbidden_unpriced,
            case
                when n.technical is not null and p.hcpcs is null then 'TECHNICAL-NONE'
                when m.mixed_sets then 'MOD-COMBINATION'
                when m.only_set is not null and o.hcpcs is null then m.only_set
            end as forbidden_last
        from code_row as k
        join modifier_set as m on m.modifiers = k.modifiers
        left join modifier_fault as n on n.modifiers = k.modifiers
        join fee_schedule as f
            on f.hcpcs = k.hcpcs
            and f.release = k.release
            and f.modifier = k.row_modifier
        left join technical_row as p
            on p.hcpcs = k.hcpcs
            and p.release = k.release
            and p.modifier = k.row_modifier
        left join listed_code as o on o.hcpcs = k.hcpcs and o.modifiers = k.modifiers
        left join rule as b on b.subject = 'bilateral' and b.value = f.bilateral
        left join rule as c on c.subject = 'co_surgeon' and c.value = f.co_surgeon
        left join rule as a on a.subject = 'assistant' and a.value = f.assistant
        left join rule as t on t.subject = 'team' and t.value = f.team
    )
) as u
