-- multiple_surgery: what each surgical line is paid in its place: in full, at the factor of MULT-2, or by report.
-- grain: one line with indicator 2 or 3. in: family_line, ranked_procedure, payment_rate.
-- The first procedure is paid in full, the second to fifth at the factor, later ones by report.
-- base_taken: what an endoscopy leaves off for its family's base. rank_factor: that of its place, null where units differ.
select
    f.line,
    case
        when f.family is null then f.procedure_fee
        when f.place = 1 then f.procedure_fee * r.rank_factor
        else (greatest(f.procedure_fee - f.base_fee, 0)) * r.rank_factor
    end as first_fee,
    case
        when f.is_base and f.members > 1 then 0
        when f.family is null then greatest(least(f.procedures, 1 - r.before), 0)
        when f.place = 1 then least(f.procedures, 1 - f.higher)
        else f.procedures
    end as first_count,
    case
        when f.family is null then f.procedure_fee * r.second_procedure
        else (greatest(f.procedure_fee - f.base_fee, 0)) * r.rank_factor
    end as next_fee,
    case
        when f.is_base and f.members > 1 then 0
        when f.family is null then greatest(least(r.before + f.procedures, 5) - greatest(r.before, 1), 0)
        when f.place = 1 then f.procedures - least(f.procedures, 1 - f.higher)
        else 0
    end as next_count,
    case
        when f.family is null then greatest(r.before + f.procedures - greatest(r.before, 5), 0)
        when r.before >= 5 then f.procedures
        else 0
    end as report_count,
    floor(r.before)::bigint + 1 as place,
    case when f.family is null then 'MULT-2' else 'MULT-3' end as multiple_rule,
    f.is_base and f.members > 1 as included,
    case when f.family is not null and f.place > 1 then f.base_fee end as base_taken,
    f.sides_differ and f.place > 1 and not f.is_base as sides_differ,
    case when f.family is not null then r.rank_factor when r.before >= 1 then r.second_procedure end as rank_factor
from family_line as f
join (
    select
        p.*,
        half.second_procedure,
        case when p.before < 1 then 1 else half.second_procedure end::decimal(3, 2) as rank_factor
    from ranked_procedure as p
    join payment_rate as half on true
) as r
    on r.day_pool = f.day_pool
    and r.entity = f.entity
