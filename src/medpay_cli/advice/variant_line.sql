-- variant_line: the charge lines whose prices the facts of a code compare, for the pricing engine.
-- grain: fact_release x variant. in: fact_release, fact_variant.
-- out: line, claim, hcpcs, modifiers, units, date, named_release, locality_key, place_uncertain, setting, pos, qp,
--   nonparticipating
-- line is fact * 32 + variant, so that the prices find their way back. Variants of one claim are priced together.
select
    f.fact * 32 + v.variant as line,
    f.fact || ' ' || v.claim as claim,
    coalesce(v.hcpcs, f.code) as hcpcs,
    case v.name when 'last_paid' then f.last_paid_modifier else v.modifiers end as modifiers,
    1::decimal(11, 3) as units,
    case when v.name not in ('previous', 'last_paid') then f.date end as date,
    case v.name
        when 'previous' then f.previous_release
        when 'last_paid' then f.last_paid_release
        else f.named_release
    end as named_release,
    f.locality_key,
    f.place_uncertain,
    f.setting,
    f.pos,
    case v.name when 'qp' then true when 'non_qp' then false else f.qp end as qp,
    v.name = 'nonparticipating' as nonparticipating
from fact_release as f
cross join fact_variant as v
where case v.name
    when 'previous' then f.previous_release is not null
    when 'last_paid' then f.last_paid_release is not null
    else true
end
