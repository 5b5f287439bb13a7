-- descriptor_word: the words of every descriptor; w/o is one word, wo, and x-ray is xray.
-- grain: one word at its place in a descriptor. in: code_listing.
with written as (
    select hcpcs, replace(replace(replace(lower(descriptor), 'x-ray', 'xray'), 'x ray', 'xray'), 'w/o', 'wo ') as text
    from code_listing
),

split as (
    select hcpcs, string_split_regex(text, '[^a-z0-9]+') as words
    from written
)

select hcpcs, unnest(words) as token, unnest(range(len(words))) = 0 as begins
from split
