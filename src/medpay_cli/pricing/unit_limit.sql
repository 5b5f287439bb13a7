-- unit_limit: lines whose units pass the medically unlikely edit of their code.
-- grain: one such line. in: charge_lines, release, mue. Counted as edits/line_mue.sql counts: the line for MAI 1, else
-- the day, of 26 and TC only the greater. A line priced for a release has that release's first day.
select
    u.line,
    u.hcpcs,
    m.mue,
    m.mai,
    m.edition,
    case m.mai when '1' then u.units else u.day_units end as units,
    u.day between m.effective_from and m.effective_through as certain
from (
    select
        c.line,
        c.hcpcs,
        c.units,
        coalesce(c.date, r.effective_from) as day,
        sum(c.units) over in_day - least(
            coalesce(sum(c.units) filter (contains(c.modifiers, '26')) over in_day, 0),
            coalesce(sum(c.units) filter (contains(c.modifiers, 'TC')) over in_day, 0)
        ) as day_units
    from charge_lines as c
    left join release as r on r.release = c.named_release
    window in_day as (partition by c.claim, c.date, c.hcpcs)
) as u
join mue as m
    on m.hcpcs = u.hcpcs
    and u.day between coalesce(m.answers_from, u.day) and coalesce(m.answers_through, u.day)
where case m.mai when '1' then u.units else u.day_units end > m.mue
