-- line_basis: each line with its price, its indicators and its sets, before it is compared with other lines.
-- grain: one charge line. in: priced_lines, fee_schedule, code_trait, release.
-- materialize: the aggregates of its claim and day read it again.
-- day: the date of service, or the first day of the release that was named instead. marks: the modifiers between commas.
select
    p.line,
    p.claim,
    coalesce(p.date, r.effective_from) as day,
    p.hcpcs as code,
    t.sets,
    case when p.modifiers = '' then '' else ',' || p.modifiers || ',' end as marks,
    p.modifiers,
    p.units,
    p.charge,
    p.pos,
    p.setting,
    p.release,
    p.status,
    p.pctc,
    p.row_modifier,
    f.global_days,
    f.bilateral,
    p.multiple_procedure,
    p.na_nonfacility,
    p.na_facility,
    p.payable or p.edited as payable,
    nullif(p.reason_code, 'denied_by_edit') as reason_code,
    p.fee,
    p.fee_for_units,
    coalesce(p.allowed, p.allowed_if_paid) as allowed
from priced_lines as p
left join code_trait as t on t.hcpcs = p.hcpcs
left join release as r on r.release = p.release
left join fee_schedule as f
    on f.hcpcs = p.hcpcs
    and f.release = p.release
    and f.modifier = p.row_modifier
