-- modifier_rate: the factors of modifiers whose rates have dates (FX, FY, CT, CQ, CO), on each day asked for.
-- grain: one distinct list of modifiers and day with such a rate. in: charge_lines, asked_release, modifier_set, rule,
-- asked_rate. Two technical modifiers (FX, FY) multiply.
select
    d.modifiers,
    d.rate_day,
    case when count(*) filter (r.effect = 'technical') > 0 then max(q.factor) filter (r.effect = 'technical')::decimal(3, 2) * case
        when count(*) filter (r.effect = 'technical') > 1 then min(q.factor) filter (r.effect = 'technical')
        else 1
    end::decimal(3, 2) end::decimal(5, 4) as technical_factor,
    max(r.value) filter (r.effect = 'medicare_share') as medicare_modifier,
    max(q.factor) filter (r.effect = 'medicare_share') as medicare_factor
from (
    select distinct
        l.modifiers,
        a.rate_day
    from charge_lines as l
    join modifier_set as m on m.modifiers = l.modifiers and m.dated
    join asked_release as a
        on a.date is not distinct from l.date
        and a.named_release is not distinct from l.named_release
) as d
join rule as r on r.subject = 'modifier' and contains(',' || d.modifiers || ',', ',' || r.value || ',')
join asked_rate as q on q.rule = r.id and q.rate_day = d.rate_day
group by d.modifiers, d.rate_day
