-- code_match: codes with the most of the asked words, and how well; a code that is gone or unpaid comes later.
-- grain: one code. in: asked_word, word_match, descriptor_word, code_listing.
with best as (
    select d.hcpcs, w.place, min(w.distance) as distance, bool_or(d.begins) as begins
    from word_match as w
    join descriptor_word as d on d.token = w.token
    group by d.hcpcs, w.place
),

scored as (
    select
        best.hcpcs,
        count(*) filter (not asked_word.optional) as matched,
        -- Two points for each word of the question that only makes it read better (with, of) and is not there.
        -- One more where the descriptor begins with something else: that is what the code is about.
        (
            sum(case when asked_word.optional then -2 else best.distance end)
            + case when bool_or(best.begins) then 0 else 1 end
        )::integer as distance
    from best
    join asked_word using (place)
    group by best.hcpcs
)

select hcpcs, matched, distance
from scored  -- noqa: AL04
where matched = (select max(matched) from scored) and matched > 0
