-- line_allowed: what Medicare is expected to allow for each line, before the split with the patient.
-- grain: one charge line. in: claim_reason. Dollars; null where there is no amount. Of a line that only an edit
-- denies, fee_for_units is what it would be, behind the lines that are paid.
-- All further factors multiply first_fee and next_fee, each product rounded once to cents, and the counts multiply after
-- (PRICE-UNITS). FX, FY and CT multiply the technical part only.
select
    u.*,
    case
        when u.reason_code is not null and not u.only_edited then null
        when u.plain and u.units = 1 then u.fee
        when u.plain then round(u.units * u.fee, 2)
        else round(
            u.first_count * round(u.first_fee * u.shares * u.participation, 2)
            + u.next_count * coalesce(round(u.next_fee * u.shares * u.participation, 2), 0)
            -- Half a cent goes to the other side of the pair.
            - case when u.second_side then 0.001 else 0 end, 2
        )
    end::decimal(12, 2) as fee_for_units,
    case when u.reason_code is null and u.nonparticipating then round(
        u.first_count * round(round(u.first_fee * u.shares, 2) * u.limiting_share, 2)
        + u.next_count * coalesce(round(round(u.next_fee * u.shares, 2) * u.limiting_share, 2), 0), 2
    ) end::decimal(12, 2) as limiting_charge
from claim_reason as u
