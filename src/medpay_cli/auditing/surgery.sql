-- surgery: procedures whose payment holds the visits of other days: 010 or 090 global days, by the surgeon.
-- grain: one line. in: charge_line, asked_release, fee_schedule.
-- Not the assistant, and not who did only a part of the package (54, 55, 56): the visits are another one's then.
select
    c.patient_text,
    c.provider_text,
    c.date,
    c.hcpcs,
    f.global_days
from charge_line as c
join asked_release as a on a.date = c.date
join fee_schedule as f
    on f.hcpcs = c.hcpcs
    and f.release = a.release
    and f.modifier = ''
where
    c.readable
    and c.patient_text is not null
    and c.provider_text is not null
    and f.global_days in ('010', '090')
    and f.status in ('A', 'R')
    and not regexp_matches(',' || c.modifiers || ',', ',(80|81|82|AS|54|55|56),')
