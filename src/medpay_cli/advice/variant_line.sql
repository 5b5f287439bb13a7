-- variant_line: the charge lines whose prices the facts of a code compare, for the pricing engine.
-- grain: fact_release x variant. in: fact_release, fact_variant, fact_history, fee_row.
-- out: line, claim, hcpcs, modifiers, units, date, named_release, locality_key, place_uncertain, setting, pos, qp,
--   nonparticipating
-- line is fact * 128 + variant, so that the prices find their way back. Variants of one claim are priced together.
-- Variants that the indicators of the code rule out are not priced: they would have no amount, or none of their own.
-- fact_history: releases in which the code alone is priced too, as variants from 32 on; empty where only facts are asked.
select
    f.fact * 128 + v.variant as line,
    f.fact || ' ' || v.claim as claim,
    coalesce(v.hcpcs, f.code) as hcpcs,
    case v.name
        when 'last_paid' then f.last_paid_modifier
        -- A code that a release lists with 26 only is shown as that.
        when 'history' then coalesce(h.modifier, '')
        else v.modifiers
    end as modifiers,
    1::decimal(11, 3) as units,
    case when v.name not in ('previous', 'last_paid', 'history') then f.date end as date,
    case v.name
        when 'previous' then f.previous_release
        when 'last_paid' then f.last_paid_release
        when 'history' then v.release
        else f.named_release
    end as named_release,
    f.locality_key,
    f.place_uncertain,
    f.setting,
    f.pos,
    case v.name when 'qp' then true when 'non_qp' then false else f.qp end as qp,
    v.name = 'nonparticipating' as nonparticipating
from fact_release as f
cross join (
    select
        variant,
        name,
        claim,
        hcpcs,
        modifiers,
        null::varchar as release
    from fact_variant
    union all
    select
        32 + number as variant,
        'history' as name,
        release as claim,
        null as hcpcs,
        '' as modifiers,
        release
    from fact_history
) as v
left join fee_row as b on b.hcpcs = f.code and b.release = f.release and b.place = 1
left join fee_row as h on h.hcpcs = f.code and h.release = v.release and h.place = 1
where case v.name
    when 'previous' then f.previous_release is not null
    when 'last_paid' then f.last_paid_release is not null
    when '26' then f.modifiers_listed like '%26%'
    when 'TC' then f.modifiers_listed like '%TC%'
    when '53' then f.modifiers_listed like '%53%'
    when '50' then b.bilateral in ('1', '3')
    when '54' then b.postoperative_share > 0
    when '55' then b.postoperative_share > 0
    when '62' then b.co_surgeon in ('1', '2')
    when '80' then b.assistant in ('0', '2') and b.global_days <> 'XXX'
    when 'AS' then b.assistant in ('0', '2') and b.global_days <> 'XXX'
    when 'first' then b.multiple_procedure between '2' and '7'
    when 'second' then b.multiple_procedure between '2' and '7'
    when 'non_qp' then f.year >= 2026
    when 'qp' then f.year >= 2026
    else true
end
