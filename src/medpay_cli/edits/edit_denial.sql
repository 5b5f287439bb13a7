-- edit_denial: the lines that NCCI denies, each with the edit that is hardest to lift.
-- grain: one line. in: ptp_finding, mue_finding, add_on_finding.
-- rule: the catalogue entry. by_code: the column 1 code of a PTP edit. certain: CMS's tables show it in force on the day.
-- told: the sentence on a line that a condition of the catalogue denies beside others (pricing/denials.py), none here.
-- First the edits no modifier lifts, then units, then those a modifier may lift, then an add-on code without its primary.
select
    line,
    rule,
    by_code,
    certain,
    null::varchar as told
from (
    select
        column2_line as line,
        'NCCI-PTP-' || modifier_indicator as rule,
        column1 as by_code,
        certain,
        modifier_indicator * 2 as hardest
    from ptp_finding
    where bypassed_by is null
    union all
    select
        line,
        'NCCI-MUE-' || case when mue = 0 then '0' else mai end as rule,
        null::varchar as by_code,
        certain,
        1 as hardest
    from mue_finding
    union all
    select
        line,
        'NCCI-AOC-1' as rule,
        null::varchar as by_code,
        true as certain,
        3 as hardest
    from add_on_finding
    where
        not met
        and add_on_type = '1'
        and edit_table = 'practitioner'
        and (primaries > 0 or exception_rule is null)
)
qualify row_number() over (partition by line order by hardest, by_code) = 1
