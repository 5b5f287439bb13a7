-- line_allowed: what Medicare is expected to allow for each line, before the split with the patient.
-- grain: one charge line. in: line_outcome, rule. Dollars; null where reason_code says there is no amount.
-- A rate multiplies the rounded unit fee and is rounded to cents; units multiply after (PRICE-UNITS).
select
    l.*,
    rate.medicare_share,
    rate.nonparticipating as nonparticipating_share,
    case when l.nonparticipating then round(l.fee * rate.nonparticipating, 2) else l.fee end as unit_allowed,
    case when l.reason_code is null then round(
        l.units * case when l.nonparticipating then round(l.fee * rate.nonparticipating, 2) else l.fee end, 2
    ) end as fee_for_units,
    case when l.reason_code is null then round(
        l.units * round(l.fee * rate.limiting_charge, 2), 2
    ) end as limiting_charge
from line_outcome as l
cross join (
    select
        max(factor) filter (value = 'nonparticipating') as nonparticipating,
        max(factor) filter (value = 'medicare_share') as medicare_share,
        max(factor) filter (value = 'limiting_charge') as limiting_charge
    from rule
    where subject = 'payment'
) as rate
