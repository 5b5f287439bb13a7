-- line_row: each charge line with its release, place, setting and conversion factor, and its code as billed.
-- grain: one charge line, none lost. in: charge_lines, asked_release, billed_code, locality, conversion_factor,
-- place_of_service, code_set.
-- in_hospital: the place of service is of PLACES-HOSPITAL.
select
    l.line,
    l.claim,
    l.hcpcs,
    l.modifiers,
    l.units,
    l.charge,
    l.minutes,
    l.date,
    l.locality_key,
    l.place_uncertain,
    l.pos,
    l.nonparticipating,
    l.provider,
    l.deductible,
    l.sequestration,
    a.release,
    a.year,
    a.release_fit,
    a.rate_day,
    k.* exclude (hcpcs, modifiers, release),
    coalesce(l.setting, p.setting, 'nonfacility') as setting,
    l.setting is null and l.pos is null as setting_assumed,
    l.pos is not null and p.pos is null as pos_unknown,
    h.name is not null as in_hospital,
    c.track,
    c.factor as conversion_factor,
    g.mac,
    g.locality,
    g.name as locality_name,
    g.state,
    case when l.locality_key = '0000000' then 1::decimal(5, 3) else g.gpci_work end as gpci_work,
    case when l.locality_key = '0000000' then 1::decimal(5, 3) else g.gpci_pe end as gpci_pe,
    case when l.locality_key = '0000000' then 1::decimal(5, 3) else g.gpci_mp end as gpci_mp
from charge_lines as l
left join asked_release as a
    on a.date is not distinct from l.date
    and a.named_release is not distinct from l.named_release
left join billed_code as k
    on k.hcpcs = l.hcpcs
    and k.modifiers = l.modifiers
    and k.release is not distinct from a.release
left join place_of_service as p on p.pos = l.pos
left join code_set as h on h.name = 'hospital' and h.code_from = l.pos
left join locality as g on g.locality_key = l.locality_key and g.year = a.year
left join conversion_factor as c
    on c.release = a.release
    and c.track in ('standard', case when l.qp then 'qp' else 'non_qp' end)
