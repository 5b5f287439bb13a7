-- surgery: procedures whose payment holds the visits of other days: 010 or 090 global days, by the surgeon.
-- grain: one line. in: charge_line, asked_release, fee_schedule, rule.
-- Not the assistant, and not who did only a share of the package (54, 55, 56): the visits are another one's then.
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
    and not list_has_any(
        string_split(c.modifiers, ','),
        (select list(value) from rule where subject = 'modifier' and effect in ('assistant', 'share'))
    )
