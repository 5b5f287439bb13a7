-- date_order: how often the dates with slashes can only be month first, only day first, or either.
-- grain: the whole input. in: given.
select
    count(*) filter (first_part <= 12 and second_part > 12) as only_mdy,
    count(*) filter (first_part > 12 and second_part <= 12) as only_dmy,
    count(*) filter (first_part <= 12 and second_part <= 12 and first_part <> second_part) as either,
    min(date_text) filter (first_part <= 12 and second_part <= 12 and first_part <> second_part) as example,
    count(*) filter (first_part is not null) as slashed
from (
    select
        date_text,
        try_cast(regexp_extract(date_text, '^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})( .*)?$', 1) as integer) as first_part,
        try_cast(regexp_extract(date_text, '^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})( .*)?$', 2) as integer) as second_part
    from (select distinct date_text from given where date_text is not null)
)
