-- table_lines: the lines of a caller's table as charge_lines; what a line does not name is the default.
-- grain: one row of the table. in: given_lines (completed with nulls for the columns it lacks).
-- A locality that is no MAC and locality of seven digits, and a code that is none, come back with their reason.
select
    (row_number() over ())::bigint as line,
    coalesce(claim::varchar, 'line ' || row_number() over ()) as claim,
    claim is not null as claimed,
    upper(trim(code::varchar)) as hcpcs,
    -- Each once, as a list is read (intake/code_reading.sql).
    array_to_string(list_filter(listed, lambda item, place: list_position(listed, item) = place), ',') as modifiers,
    coalesce(units::decimal(11, 3), 1) as units,
    charge::decimal(12, 2) as charge,
    minutes::integer as minutes,
    case when release is null then coalesce(date::date, current_date) else date::date end as date,
    upper(trim(release::varchar)) as named_release,
    coalesce(regexp_replace(locality::varchar, '[^0-9]', '', 'g'), '0000000') as locality_key,
    false as place_uncertain,
    lower(setting::varchar) as setting,
    lpad(pos::varchar, 2, '0') as pos,
    coalesce(qp::boolean, false) as qp,
    coalesce(nonparticipating::boolean, false) as nonparticipating,
    lower(provider::varchar) as provider,
    deductible::decimal(12, 2) as deductible,
    coalesce(sequestration::boolean, false) as sequestration
from (
    select
        *,
        list_filter(
            regexp_split_to_array(coalesce(upper(modifiers::varchar), ''), '[^0-9A-Z]+'),
            lambda item: item <> ''
        ) as listed
    from given_lines
)
