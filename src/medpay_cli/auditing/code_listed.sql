-- code_listed: the loaded releases that have a code, for codes that the release of their line lacks.
-- grain: one such code that some release has. in: priced_lines, listed_release.
select
    hcpcs,
    arg_min(release, effective_from) as first_listed,
    arg_max(release, effective_from) as last_listed
from listed_release
where hcpcs in (select hcpcs from priced_lines where reason_code = 'not_in_release')
group by hcpcs
