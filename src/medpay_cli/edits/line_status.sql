-- line_status: what the fee schedule says of each line's code, for "no edit" is not "payable".
-- grain: one line. in: edit_lines, asked_release, fee_schedule, rule.
-- other_rows: modifier and status of the code's other rows whose status differs (77387: TC is bundled).
select
    l.edit_table,
    l.claim,
    l.date,
    l.line,
    l.hcpcs,
    a.release,
    a.release_fit,
    f.descriptor,
    f.status,
    f.pctc,
    s.id as status_rule,
    s.effect as status_effect,
    (
        select string_agg(o.modifier || ' ' || o.status, ', ' order by o.modifier)
        from fee_schedule as o
        where o.hcpcs = l.hcpcs and o.release = a.release and o.modifier <> '' and o.status <> f.status
    ) as other_rows
from edit_lines as l
left join asked_release as a on a.date = l.date
left join fee_schedule as f
    on f.hcpcs = l.hcpcs
    and f.release = a.release
    and f.modifier = ''
left join rule as s
    on s.subject = 'status'
    and s.value = f.status
