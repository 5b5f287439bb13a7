-- line_schedule: what the status of each line's row means, and what each setting pays after the cap.
-- grain: one charge line. in: line_fee, rule.
-- has_fee: the status lets RVUs pay (A, R, T) and there are RVUs; R without RVUs is the MAC's to price.
select
    l.*,
    s.id as status_rule,
    s.effect as status_effect,
    s.reason_code as status_reason,
    s.effect = 'priced' and l.full_nonfacility + l.full_facility > 0 as has_fee,
    least(l.full_nonfacility, l.cap_nonfacility) as capped_nonfacility,
    least(l.full_facility, l.cap_facility) as capped_facility
from line_fee as l
left join (
    select
        id,
        value,
        effect,
        reason_code
    from rule
    where subject = 'status'
) as s on s.value = l.status
