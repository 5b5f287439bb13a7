-- date_reading: dates as users write them: year first, 20260715, Jul 15 2026, month or day first, Excel's serial number.
-- grain: one distinct date_text. in: given, reading_choice (date_order: mdy, dmy or null).
-- date is null where the text is no date; with slashes also where the order is not known.
select
    d.date_text,
    case
        when regexp_matches(d.date_text, '^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}([^0-9].*)?$') then try_cast(
            translate(regexp_extract(d.date_text, '^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}'), '/.', '--') as date
        )
        when regexp_full_match(d.date_text, '\d{8}(\.0+)?') then try_strptime(left(d.date_text, 8), '%Y%m%d')::date
        when regexp_matches(d.date_text, '[A-Za-z]{3}') then try_strptime(
            regexp_replace(trim(d.date_text), '[-/., ]+', '-', 'g'),
            ['%d-%b-%y', '%d-%b-%Y', '%d-%B-%y', '%d-%B-%Y', '%b-%d-%Y', '%B-%d-%Y']
        )::date
        -- Decimals are the time of the day.
        when regexp_full_match(d.date_text, '[2-9]\d{4}(\.\d+)?')
            then date '1899-12-30' + try_cast(left(d.date_text, 5) as integer)
        when c.date_order = 'mdy' then try_strptime(
            regexp_extract(d.date_text, '^(\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d{2}))( .*)?$', 1),
            ['%m/%d/%y', '%m-%d-%y', '%m.%d.%y', '%m/%d/%Y', '%m-%d-%Y', '%m.%d.%Y']
        )::date
        when c.date_order = 'dmy' then try_strptime(
            regexp_extract(d.date_text, '^(\d{1,2}[-/.]\d{1,2}[-/.](\d{4}|\d{2}))( .*)?$', 1),
            ['%d/%m/%y', '%d-%m-%y', '%d.%m.%y', '%d/%m/%Y', '%d-%m-%Y', '%d.%m.%Y']
        )::date
    end as date
from (select distinct date_text from given where date_text is not null) as d
cross join reading_choice as c
