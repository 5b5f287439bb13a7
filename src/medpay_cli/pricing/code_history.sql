-- code_history: whether the fee schedule paid each code, release by release.
-- grain: HCPCS x fee modifier x loaded release that lists it. in: asked_codes (hcpcs), fee_schedule, release, rule.
-- payable: the status lets RVUs pay (A, R, T) and there are RVUs, as in code_row.
select
    f.hcpcs,
    f.modifier,
    f.release,
    r.effective_from,
    f.status,
    s.effect = 'priced' and f.work_rvu + f.mp_rvu + greatest(f.pe_rvu_nonfacility, f.pe_rvu_facility) > 0 as payable
from fee_schedule as f
join asked_codes as a on a.hcpcs = f.hcpcs
join release as r on r.release = f.release
left join rule as s on s.subject = 'status' and s.value = f.status
