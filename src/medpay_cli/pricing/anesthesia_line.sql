-- anesthesia_line: base and time units of each anesthesia line, and what the units pay in full (ANES-FORMULA).
-- grain: one line of status J that can be priced. in: line_setting, modifier_set, anesthesia_base, locality,
-- conversion_factor, rule, payment_rate.
-- Of several procedures of one professional and day the one with the most base units is paid, with the time of all
-- (ANES-MULTIPLE); the codes of ANES-ADD-ON and ANES-DAILY stand by themselves. AD is a fixed number of units.
-- exact_fee: dollars, unrounded.
select
    *,
    (base_units + coalesce(time_units, 0))::decimal(8, 1) * anesthesia_factor as exact_fee
from (
    select
        p.line,
        p.edition,
        p.anesthetist,
        p.anesthetist_factor,
        p.code_rule,
        p.anesthesia_factor,
        case when p.timed then p.minutes end as minutes,
        coalesce(p.supervised_units, p.base_units)::decimal(4, 1) as base_units,
        case when p.timed then round(p.minutes / p.minutes_a_unit, 1)::decimal(8, 1) end as time_units,
        p.place > 1 and p.code_rule is null as included
    from (
        select
            l.line,
            b.edition,
            b.base_units,
            m.anesthetist,
            m.anesthetist_factor,
            m.supervised_units,
            c.id as code_rule,
            t.minutes_a_unit,
            m.supervised_units is null and c.effect is distinct from 'base_only' as timed,
            case
                when l.locality_key = '0000000' then f.anesthesia_factor
                when l.track = 'qp' then g.anesthesia_factor_qp
                else g.anesthesia_factor
            end as anesthesia_factor,
            (case when c.id is null then sum(l.minutes) over session else l.minutes end)::decimal(9, 0) as minutes,
            row_number() over (session order by b.base_units desc, l.hcpcs, l.modifiers, l.line) as place
        from line_setting as l
        join anesthesia_base as b on b.hcpcs = l.hcpcs
        join payment_rate as t on true
        left join modifier_set as m on m.modifiers = l.modifiers
        left join rule as c on c.subject = 'anesthesia_code' and c.value = l.hcpcs
        left join locality as g on g.locality_key = l.locality_key and g.year = l.year
        left join conversion_factor as f on f.release = l.release and f.track = l.track
        where l.status_effect = 'anesthesia'
        window session as (partition by l.claim, l.date, l.release, m.anesthetist, c.id is null)
    ) as p
    where not p.timed or p.minutes is not null
) as u
