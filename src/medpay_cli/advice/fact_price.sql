-- fact_price: the prices of a code's variants side by side.
-- grain: one row of fact_release. in: priced_variant. Dollars of one unit; null where the engine gives no amount.
-- out: fact, place_found, setting, has_fee, fee, fee_nonfacility, fee_facility, full_fee, cap, fee_26, fee_tc, fee_53, allowed,
--   allowed_50, allowed_54, allowed_55, allowed_62, allowed_80, allowed_as, allowed_twice, fee_non_qp, fee_qp,
--   nonparticipating_fee, limiting_charge, coinsurance, previous_fee, last_paid_fee, visit_fee
select
    line // 128 as fact,
    bool_or(gpci_work is not null) filter (line % 128 = 0) as place_found,
    max(setting) filter (line % 128 = 0) as setting,
    bool_or(has_fee) filter (line % 128 = 0) as has_fee,
    max(fee) filter (line % 128 = 0)::decimal(12, 2) as fee,
    max(capped_nonfacility) filter (line % 128 = 0 and has_fee)::decimal(12, 2) as fee_nonfacility,
    max(capped_facility) filter (line % 128 = 0 and has_fee)::decimal(12, 2) as fee_facility,
    max(full_fee) filter (line % 128 = 0 and has_fee)::decimal(12, 2) as full_fee,
    max(cap) filter (line % 128 = 0)::decimal(12, 2) as cap,
    max(fee) filter (line % 128 = 1 and row_found)::decimal(12, 2) as fee_26,
    max(fee) filter (line % 128 = 2 and row_found)::decimal(12, 2) as fee_tc,
    max(fee) filter (line % 128 = 3 and row_found)::decimal(12, 2) as fee_53,
    max(allowed) filter (line % 128 = 0)::decimal(12, 2) as allowed,
    max(allowed) filter (line % 128 = 4)::decimal(12, 2) as allowed_50,
    max(allowed) filter (line % 128 = 5)::decimal(12, 2) as allowed_54,
    max(allowed) filter (line % 128 = 6)::decimal(12, 2) as allowed_55,
    max(allowed) filter (line % 128 = 7)::decimal(12, 2) as allowed_62,
    max(allowed) filter (line % 128 = 8)::decimal(12, 2) as allowed_80,
    max(allowed) filter (line % 128 = 9)::decimal(12, 2) as allowed_as,
    sum(allowed) filter (line % 128 in (10, 11))::decimal(12, 2) as allowed_twice,
    max(fee) filter (line % 128 = 12)::decimal(12, 2) as fee_non_qp,
    max(fee) filter (line % 128 = 13)::decimal(12, 2) as fee_qp,
    max(allowed) filter (line % 128 = 14)::decimal(12, 2) as nonparticipating_fee,
    max(limiting_charge) filter (line % 128 = 14)::decimal(12, 2) as limiting_charge,
    max(usual_coinsurance) filter (line % 128 = 0)::decimal(12, 2) as coinsurance,
    max(fee) filter (line % 128 = 15 and row_found)::decimal(12, 2) as previous_fee,
    max(fee) filter (line % 128 = 16 and row_found)::decimal(12, 2) as last_paid_fee,
    max(fee) filter (line % 128 = 17)::decimal(12, 2) as visit_fee
from priced_variant
group by line // 128
