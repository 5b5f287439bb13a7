-- line_paid: what is left after the deductible, and Medicare's part of it.
-- grain: one charge line. in: line_charged, line_deductible. Dollars.
-- Therapy assistants (CQ, CO) and sequestration reduce Medicare's payment only: the patient's 20 % of the rest stays.
select
    d.*,
    round(
        d.net
        * d.medicare_share
        * coalesce(d.medicare_factor, 1)::decimal(3, 2)
        * case when d.sequestration then d.sequestration_share else 1 end::decimal(3, 2), 2
    )::decimal(12, 2) as medicare_pays,
    d.net - round(d.net * d.medicare_share, 2)::decimal(12, 2) as coinsurance
from (
    select
        c.*,
        p.deductible_applied,
        c.allowed - coalesce(p.deductible_applied, 0) as net
    from line_charged as c
    left join line_deductible as p on p.line = c.line
) as d
