-- place_reading: the locality that a row's own columns name.
-- grain: one distinct (locality_text, mac_text, zip_text, state_text). in: given, locality, zip_locality, state_locality.
-- A key may be written 1320201, 13202-01 or 13202-NY-01, its leading zero lost by Excel; a ZIP with or without plus
-- four. place_text is what could not be settled: no such place, or several localities.
select
    p.locality_text,
    p.mac_text,
    p.zip_text,
    p.state_text,
    case
        when p.locality_text is not null then coalesce(k.locality_key, p.locality_text)
        when p.zip_text is not null then coalesce(z.locality_key, 'ZIP ' || p.zip_text)
        else coalesce(s.locality_key, p.state_text)
    end as locality_key,
    p.locality_text is null and coalesce(z.plus_four, false) as place_uncertain
from (
    select
        locality_text,
        mac_text,
        zip_text,
        state_text,
        case
            when regexp_full_match(locality_text, '\d{4,5}-?([A-Za-z]{2}-)?\d{2}')
                then lpad(regexp_replace(locality_text, '[^0-9]', '', 'g'), 7, '0')
            when regexp_full_match(locality_text, '\d{1,2}') and mac_text is not null
                then lpad(mac_text, 5, '0') || lpad(locality_text, 2, '0')
        end as locality_key,
        case
            when regexp_full_match(zip_text, '\d{3,5}(\.0)?') then lpad(split_part(zip_text, '.', 1), 5, '0')
            when regexp_full_match(zip_text, '\d{5}-?\d{4}') then left(zip_text, 5)
        end as zip
    from (select distinct locality_text, mac_text, zip_text, state_text from given)
    where coalesce(locality_text, zip_text, state_text) is not null
) as p
left join (select distinct locality_key from locality) as k on k.locality_key = p.locality_key
left join zip_locality as z on z.zip = p.zip
left join state_locality as s on s.state = upper(p.state_text)
