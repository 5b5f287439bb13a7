-- word_match: the words of descriptors that an asked word can mean, and how far they are from it.
-- 0 the word itself, 1 another form of it, 2 and 3 one begins with the other, from 5 on a slip of typing.
-- Slips are looked for only where hardly anything is written as the word is: descriptors have slips of their own.
-- grain: one asked word and word of a descriptor. in: asked_word, descriptor_word, abbreviation.
with token as (select token, count(*) as codes from descriptor_word group by token),

unknown as (
    select place, word from asked_word
    where
        length(word) >= 5 and not regexp_full_match(word, '[0-9]+')
        and not exists (select 1 from token where token.token = asked_word.word and token.codes > 2)
        and not exists (select 1 from abbreviation as a where a.form = asked_word.word or a.word = asked_word.word)
),

meaning as (
    select asked_word.place, a.word, 1 as distance
    from asked_word
    join abbreviation as a
        on a.word in (asked_word.word, asked_word.singular)
        or (a.both_ways and a.form in (asked_word.word, asked_word.singular))
    union
    select unknown.place, a.word, 5
    from unknown
    join abbreviation as a
        on length(a.form) >= 5
        and abs(length(a.form) - length(unknown.word)) <= 2
        and damerau_levenshtein(a.form, unknown.word) <= case when length(unknown.word) >= 8 then 2 else 1 end
),

matched as (
    select asked_word.place, token.token, 0 as distance
    from asked_word
    join token on token.token = asked_word.word
    union all
    select meaning.place, token.token, meaning.distance
    from meaning
    join abbreviation as a on a.word = meaning.word
    join token on token.token = a.form
    union all
    select asked_word.place, token.token, case when starts_with(token.token, asked_word.word) then 2 else 3 end
    from asked_word
    join token
        on (length(asked_word.word) >= 3 and starts_with(token.token, asked_word.word))
        or (
            length(token.token) >= 4 and 2 * length(token.token) >= length(asked_word.word)
            and starts_with(asked_word.word, token.token)
        )
    where not regexp_full_match(asked_word.word, '[0-9]+') and not asked_word.optional
    union all
    select unknown.place, token.token, 5
    from unknown
    join token
        on length(token.token) >= 4
        and abs(length(token.token) - length(unknown.word)) <= 2
        and damerau_levenshtein(token.token, unknown.word) <= case when length(unknown.word) >= 8 then 2 else 1 end
)

select place, token, min(distance) as distance
from matched
group by place, token
