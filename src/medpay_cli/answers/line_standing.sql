-- line_standing: how each line stands with the fee schedule by itself, for "no edit" is not "payable".
-- grain: one line. in: priced_lines, other_schedule, fee_schedule, rule.
-- outcome: that of pricing; a code that this release does not list but the laboratory fee schedule does is paid there,
-- and what only the MAC can price is payable beside the others. other_rows: modifier and status of the code's other rows whose status differs.
select
    p.line,
    p.claim,
    p.hcpcs,
    p.modifiers,
    p.date,
    p.year,
    p.release,
    p.release_fit,
    p.locality_key,
    p.pos,
    p.fee_modifier,
    p.only_with,
    p.row_modifier,
    p.unrecognised,
    p.forbidden_rule,
    p.at_fault,
    p.fee_modifiers,
    p.assistant,
    p.anesthetist,
    p.status,
    p.status_rule,
    p.pctc,
    p.rule,
    p.reason_code,
    p.reason_entry,
    p.facility_only,
    p.denied,
    p.by_report,
    p.capped_facility,
    p.capped_nonfacility,
    s.schedule_rule,
    s.schedule,
    s.schedule_certain,
    o.other_rows,
    case
        when p.reason_code = 'not_in_release' and s.schedule_certain then 'paid_elsewhere'
        else p.outcome
    end as outcome
from priced_lines as p
left join other_schedule as s on s.hcpcs = p.hcpcs
left join (
    select
        m.hcpcs,
        m.release,
        string_agg(m.modifier || ' ' || m.status, ', ' order by m.modifier) as other_rows
    from fee_schedule as m
    join fee_schedule as b
        on b.hcpcs = m.hcpcs
        and b.release = m.release
        and b.modifier = ''
    where m.modifier <> '' and m.status <> b.status
    group by m.hcpcs, m.release
) as o on o.hcpcs = p.hcpcs and o.release = p.release
