-- code_listing: every code as its newest row has it: the row without a modifier, else that of 26, TC or 53.
-- Most codes are in the newest release without a modifier: only the others are searched for their newest row.
-- grain: one code. in: fee_schedule, asked_release (a release, or null for the newest each code is in).
with newest as (
    select coalesce(max(release_name), (select max(release) from fee_schedule)) as newest from asked_release
),

plain as (
    select fee_schedule.*
    from fee_schedule
    where release = (select newest from newest) and modifier = ''
),

other as (
    select fee_schedule.*
    from fee_schedule
    where
        not exists (select 1 from plain where plain.hcpcs = fee_schedule.hcpcs)
        and ((select release_name from asked_release) is null or release = (select newest from newest))
    qualify row_number() over (partition by hcpcs order by release desc, modifier) = 1
)

select
    hcpcs, release, descriptor, status, pctc, global_days, work_rvu,
    case when not na_nonfacility then (work_rvu + pe_rvu_nonfacility + mp_rvu)::decimal(8, 2) end as rvu_nonfacility,
    case when not na_facility then (work_rvu + pe_rvu_facility + mp_rvu)::decimal(8, 2) end as rvu_facility,
    release = (select newest from newest) as listed
from (from plain union all from other)
