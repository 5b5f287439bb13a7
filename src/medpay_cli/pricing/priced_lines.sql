-- priced_lines: the answer. grain: one charge line, none lost, none added. in: line_paid.
-- confidence: none = national data cannot tell the amount; low = the fee is a bound or lacks a factor;
-- medium = the amount rests on an assumption that a note names; high = CMS's own table says it.
select
    *,
    work_rvu + pe_rvu + mp_rvu as total_rvu,
    case
        when reason_code = 'by_report' then 'low'
        when payable and allowed is null then 'none'
        when track = 'qp' or rank_doubt is not null or hospital_technical then 'medium'
        when release_fit <> 'in_force' or status = 'R' or setting = 'doubtful' then 'medium'
        -- Base units are of an older edition than the year.
        when base_units is not null then 'medium'
        when any_unsettled or place_uncertain or documented then 'medium'
        else 'high'
    end as confidence
from line_paid
