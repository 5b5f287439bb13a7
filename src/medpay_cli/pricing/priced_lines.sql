-- priced_lines: the answer. grain: one charge line, none lost, none added. in: line_paid.
-- confidence: none = national data cannot tell the amount, low = the fee is a bound or lacks a factor, both named by
-- the entry of the reason (rules/reasons.toml); medium = the amount rests on an assumption that a note names, or the
-- refusal on general practice; high = CMS's own table says it.
-- outcome: payable; denied; paid_elsewhere (the status says that another schedule or method pays, ELSEWHERE-STATUS-*);
-- review (only the MAC or a report can tell the amount); null where the question itself cannot be answered.
select
    p.*,
    p.work_rvu + p.pe_rvu + p.mp_rvu as total_rvu,
    case
        when p.reason_confidence is not null then p.reason_confidence
        when p.edited then case when p.denied_surely and not p.column1_unpaid then 'high' else 'medium' end
        when p.assumed or p.rank_doubt is not null then 'medium'
        else 'high'
    end as confidence
from line_paid as p
