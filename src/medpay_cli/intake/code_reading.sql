-- code_reading: code, modifiers and units as users write them (77417, 77417-26, 77417:26,59, 97110x2, 99213.0).
-- grain: one distinct (code_text, modifier_text). in: given.
-- hcpcs is null where the text is no code. A lost leading zero is not put back: 5 characters are asked for.
select
    code_text,
    modifier_text,
    hcpcs,
    array_to_string(list_filter(listed, lambda item, place: list_position(listed, item) = place), ',') as modifiers,
    units
from (
    select
        code_text,
        modifier_text,
        nullif(found.code, '') as hcpcs,
        list_filter(
            regexp_split_to_array(
                upper(coalesce(found.modifiers, '') || ' ' || regexp_replace(coalesce(modifier_text, ''), '\.0+\b', '', 'g')),
                '[^0-9A-Z]+'
            ),
            lambda item: item <> ''
        ) as listed,
        try_cast(nullif(found.units, '') as decimal(11, 3)) as units
    from (
        select
            code_text,
            modifier_text,
            -- X2 and the like are units: modifiers in X are XE, XP, XS and XU.
            regexp_extract(
                upper(trim(regexp_replace(translate(code_text, '–—−' || chr(160), '--- '), '\.0+\s*$', ''), ' ="''')),
                '^([0-9A-Z][0-9]{3}[0-9A-Z]|[A-Z]XXX[0-9])'
                || '(?:[-:,;\s]+((?:[0-9A-WYZ][0-9A-Z]|X[A-Z])(?:[-:,;\s]+(?:[0-9A-WYZ][0-9A-Z]|X[A-Z]))*))?'
                || '(?:\s*[X*]\s*([0-9]{1,7}(?:\.[0-9]{1,3})?))?$',
                ['code', 'modifiers', 'units']
            ) as found
        from (select distinct code_text, modifier_text from given)
    )
)
