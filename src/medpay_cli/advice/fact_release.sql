-- fact_release: for each code asked about, the release that answers and the releases to compare it with.
-- grain: one row of fact_request. in: fact_request, asked_release, release, code_history.
-- out: fact, code, date, named_release, release, year, release_fit, day, locality_key, place_uncertain, setting, pos, qp,
--   previous_release, last_paid_release, last_paid_modifier, last_paid_status, last_listed_release, last_listed_status, modifiers_listed
-- modifiers_listed: the fee modifiers that the release has rows for.
-- day: the date of service, else the first day of the named release: edits are looked up on it.
-- previous_release: the last loaded one of the year before. last_paid: the newest at or before the answering release
-- that paid the code, under its base row before any other. last_listed: the newest other than it that lists the code.
select
    q.fact,
    q.code,
    q.date,
    q.named_release,
    a.release,
    a.year,
    a.release_fit,
    coalesce(q.date, r.effective_from) as day,
    q.locality_key,
    q.place_uncertain,
    q.setting,
    q.pos,
    q.qp,
    p.release as previous_release,
    paid.release as last_paid_release,
    paid.modifier as last_paid_modifier,
    paid.status as last_paid_status,
    listed.release as last_listed_release,
    listed.status as last_listed_status,
    coalesce(own.modifiers, '') as modifiers_listed
from fact_request as q
left join asked_release as a
    on a.date is not distinct from q.date
    and a.named_release is not distinct from q.named_release
left join release as r on r.release = a.release
left join (
    select
        year,
        max_by(release, effective_from) as release
    from release
    group by year
) as p on p.year = a.year - 1
left join (
    select
        h.hcpcs,
        paying.release as answering,
        h.release,
        h.modifier,
        h.status
    from code_history as h
    join release as paying on h.effective_from <= paying.effective_from
    where h.payable
    qualify row_number() over (
        partition by h.hcpcs, paying.release
        order by h.effective_from desc, h.modifier
    ) = 1
) as paid on paid.hcpcs = q.code and paid.answering = a.release
left join (
    select
        k.hcpcs,
        other.release as answering,
        k.release,
        k.status
    from code_history as k
    join release as other on k.release <> other.release
    qualify row_number() over (
        partition by k.hcpcs, other.release
        order by k.effective_from < other.effective_from desc, k.effective_from desc, k.modifier
    ) = 1
) as listed on listed.hcpcs = q.code and listed.answering = a.release
left join (
    select
        hcpcs,
        release,
        string_agg(modifier, ',') as modifiers
    from code_history
    group by hcpcs, release
) as own on own.hcpcs = q.code and own.release = a.release
