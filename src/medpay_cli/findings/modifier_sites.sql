-- modifier_sites: the anatomic sites that each list of modifiers names, in order.
-- grain: one distinct comma-separated modifiers text. in: charge_lines, site.
select
    listed.modifiers,
    string_agg(listed.modifier, ',' order by listed.modifier) as sites
from (
    select
        modifiers,
        unnest(string_split(modifiers, ',')) as modifier
    from (select distinct modifiers from charge_lines where modifiers <> '')
) as listed
join site as s on s.value = listed.modifier
group by listed.modifiers
