-- line_paid: what is left after the deductible, and Medicare's part of it.
-- grain: one charge line. in: line_charged, line_deductible, line_waiver. Dollars.
-- Therapy assistants (CQ, CO) and sequestration reduce Medicare's payment only: the patient's part of the rest stays.
-- usual_coinsurance: what the patient of an ordinary service would owe of the allowed amount.
select
    d.* replace (d.share as medicare_share),
    case
        when d.medicare_factor is null and d.sequestration_share is null then round(d.net * d.share, 2)
        else round(
            d.net
            * d.share
            * coalesce(d.medicare_factor, 1)::decimal(3, 2)
            * coalesce(d.sequestration_share, 1)::decimal(3, 2), 2
        )
    end::decimal(12, 2) as medicare_pays,
    d.net - round(d.net * d.share, 2)::decimal(12, 2) as coinsurance,
    d.allowed - round(d.allowed * d.medicare_share, 2)::decimal(12, 2) as usual_coinsurance
from (
    select
        c.*,
        p.deductible_applied,
        w.waiver_rule,
        coalesce(w.waived_share, c.medicare_share) as share,
        c.allowed - coalesce(p.deductible_applied, 0) as net
    from line_charged as c
    left join line_deductible as p on p.line = c.line
    left join line_waiver as w on w.line = c.line
) as d
