-- fitting_modifier: which modifiers fit the pair of an edit with indicator 1, the most exact first.
-- grain: one pair of codes with such an edit. in: ptp_finding, fee_schedule, rule.
-- A visit goes by the global days of the other code, another service by the site of the column 2 code; both are
-- facts of the newest release loaded, for an edit does not change with the quarter (rules/ncci.toml, NCCI-FIT-*).
with code_fact as (
    select
        hcpcs,
        arg_max(global_days, release) as global_days,
        arg_max(bilateral, release) as bilateral
    from fee_schedule
    where modifier = ''
    group by hcpcs
),

site as (
    select
        left(value, 5) as first_code,
        right(value, 5) as last_code,
        effect
    from rule
    where subject = 'site'
),

pair as (
    select
        f.column1,
        f.column2,
        case
            when f.column2_never_59 then 'never 59'
            when f.column2_is_visit and f.column1_is_visit then 'visit beside visit'
            when f.column2_is_visit and c1.global_days in ('000', '010') then 'visit beside minor'
            when f.column2_is_visit and c1.global_days = '090' then 'visit beside major'
            when f.column2_is_visit then 'visit beside other'
            when site.effect is not null then site.effect
            when c2.bilateral in ('1', '3') then 'paired'
            else 'procedure'
        end as kind
    from (
        select distinct
            column1,
            column2,
            column1_is_visit,
            column2_is_visit,
            column2_never_59
        from ptp_finding
        where modifier_indicator = 1
    ) as f
    left join code_fact as c1 on c1.hcpcs = f.column1
    left join code_fact as c2 on c2.hcpcs = f.column2
    left join site on f.column2 between site.first_code and site.last_code
)

select
    pair.column1,
    pair.column2,
    r.id as fitting_rule,
    r.effect as fitting,
    r.message as fitting_kind
from pair
join rule as r
    on r.subject = 'fitting_modifiers'
    and r.value = pair.kind
