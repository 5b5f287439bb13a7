-- table_answer: what a table of lines is answered: the columns of `PricedLine`, as `price` tells them.
-- grain: one line that was priced. in: priced_lines, other_schedule, fee_schedule.
-- A code that no loaded release lists is unknown, unless a list of another schedule names it.
select
    p.line,
    p.claim,
    p.hcpcs as code,
    p.modifiers,
    p.units,
    p.descriptor,
    p.status,
    p.release,
    p.release_fit,
    p.date,
    p.locality_key as locality,
    case when p.setting <> 'doubtful' then p.setting when p.fee is not null then 'nonfacility' end as setting,
    p.pos,
    p.track,
    p.conversion_factor,
    p.work_rvu,
    p.pe_rvu,
    p.mp_rvu,
    p.total_rvu,
    case when p.has_fee and p.fee is not null then p.full_fee end as uncapped_fee,
    p.cap as opps_cap,
    p.fee,
    p.charge,
    case when not p.edited then p.place end as rank,
    p.allowed,
    p.deductible_applied as deductible,
    p.medicare_pays,
    p.coinsurance,
    p.limiting_charge,
    p.payable,
    case when p.elsewhere then 'paid_elsewhere' when not p.unknown then p.outcome end as outcome,
    case when p.elsewhere then coalesce(p.schedule_rule, 'ELSEWHERE-STATUS-' || p.status) else p.rule end as rule,
    case when p.unknown then 'unknown_code' else p.reason_code end as reason_code,
    p.confidence
from (
    select
        l.*,
        s.schedule_rule,
        coalesce(l.outcome = 'paid_elsewhere', false)
        or coalesce(l.reason_code = 'not_in_release' and s.schedule_certain, false) as elsewhere,
        coalesce(l.reason_code = 'not_in_release', false)
        and l.only_with is null
        and not coalesce(s.schedule_certain, false)
        and f.hcpcs is null
        and m.hcpcs is null as unknown
    from priced_lines as l
    left join other_schedule as s on s.hcpcs = l.hcpcs
    left join (select distinct hcpcs from fee_schedule where modifier = '') as f on f.hcpcs = l.hcpcs
    left join (select distinct hcpcs, modifier from fee_schedule where modifier <> '') as m
        on m.hcpcs = l.hcpcs
        and m.modifier = l.fee_modifier
) as p
