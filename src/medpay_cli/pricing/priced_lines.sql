-- priced_lines: the answer. grain: one charge line, none lost, none added. in: line_paid, rule.
-- confidence: none = national data cannot tell the amount; low = the fee is a bound or lacks a factor;
-- medium = the amount rests on an assumption that a note names; high = CMS's own table says it.
-- outcome: payable; denied; paid_elsewhere (the status says that another schedule or method pays, ELSEWHERE-STATUS-*);
-- review (only the MAC or a report can tell the amount); null where the question itself cannot be answered.
select
    p.*,
    p.work_rvu + p.pe_rvu + p.mp_rvu as total_rvu,
    case
        when p.reason_code = 'by_report' then 'low'
        when p.payable and p.allowed is null then 'none'
        when p.track = 'qp' or p.rank_doubt is not null or p.hospital_technical then 'medium'
        when p.release_fit <> 'in_force' or p.status = 'R' or p.setting = 'doubtful' then 'medium'
        -- Base units are of an older edition than the year.
        when p.base_units is not null then 'medium'
        when p.any_unsettled or p.place_uncertain or p.documented then 'medium'
        else 'high'
    end as confidence,
    case
        when p.reason_code in ('no_release', 'unknown_place_of_service', 'unknown_locality') then null
        when not p.payable and p.rule = p.status_rule and e.id is not null then 'paid_elsewhere'
        when not p.payable then 'denied'
        when p.reason_code in ('contractor_priced', 'by_report') then 'review'
        else 'payable'
    end as outcome
from line_paid as p
left join rule as e
    on e.subject = 'elsewhere_status'
    and e.value = p.status
