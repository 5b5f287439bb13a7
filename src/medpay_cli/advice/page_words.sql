-- page_words: a plain description of a code: that the release lacks it, CMS's short words written out where they can mean
-- one thing only, then what the indicators say it is.
-- grain: fact. in: code_fact, release, written_word, abbreviation, rule.
-- written_word names what they mean; beside it a form of the search counts that has four or five letters, begins as its
-- word does and has its letters in order: fluor for fluoroscopy. Shorter ones mean several things (pm, ca, inc).
with short as (
    select
        a.form,
        min(a.word) as word
    from abbreviation as a
    left join abbreviation as itself on itself.word = a.form
    where
        a.both_ways
        and a.form <> a.word
        and length(a.form) between 4 and 5
        and left(a.form, 1) = left(a.word, 1)
        and regexp_full_match(a.word, regexp_replace(a.form, '(.)', '\1.*', 'g'))
        and itself.word is null
    group by a.form
    having count(distinct a.word) = 1
),

-- w/o & w/dye: without and with dye.
spelled as (
    select
        fact,
        regexp_replace(
            regexp_replace(regexp_replace(descriptor, '\bw/o ?& ?w/', 'without and with '), '\bw/o\b', 'without'),
            '\bw/',
            'with ',
            'g'
        ) as text
    from code_fact
    where descriptor is not null
),

written as (
    select
        t.fact,
        string_agg(coalesce(w.written, s.word, t.word) || t.comma, ' ' order by t.place) as text
    from (
        select
            fact,
            place,
            rtrim(token, ',') as word,
            substr(token, length(rtrim(token, ',')) + 1) as comma
        from (
            select
                fact,
                unnest(string_split(text, ' ')) as token,
                generate_subscripts(string_split(text, ' '), 1) as place
            from spelled
        )
    ) as t
    left join written_word as w on w.form = lower(t.word)
    left join short as s on s.form = lower(t.word)
    group by t.fact
),

said as (
    select
        f.fact,
        r.message,
        case r.subject when 'global_days' then 1 when 'add_on' then 3 when 'status' then 4 else 2 end as place
    from code_fact as f
    join rule as r
        on (r.subject = 'global_days' and r.value = f.global_days and f.global_days <> 'XXX' and f.status_effect <> 'not_paid')
        or (
            r.subject = case when f.status_tc = 'B' then 'pctc_bundled' else 'pctc' end
            and r.value = f.pctc
            and f.pctc not in ('0', '9')
            and f.status_effect <> 'not_paid'
        )
        or (r.subject = 'add_on' and r.value = f.add_on_type and f.status_effect <> 'not_paid')
        -- Where another schedule pays the code, or the test whose interpretation is paid here, the page says which.
        or (
            r.subject = 'status'
            and r.value = f.status
            and f.status <> 'A'
            and f.other_schedule is null
            and not (f.status_effect = 'not_paid' and f.fee_26 is not null)
        )
        or (r.subject = 'pctc' and r.value = f.pctc_26 and f.fee_26 is not null and f.status_effect = 'not_paid'
            and f.other_schedule is null)
),

standing as (
    select
        f.fact,
        case
            when f.listed or r.release is null then ''
            when r.effective_from <= f.day
                then 'Not in ' || f.release || ': the last release that lists it is ' || r.release
            else 'Not in ' || f.release || ', but in the later ' || r.release
        end || case when f.listed or r.release is null then '' else ' (status ' || f.last_listed_status || '). ' end as said
    from code_fact as f
    left join release as r on r.release = f.last_listed_release
)

select
    w.fact,
    d.said || upper(left(w.text, 1)) || substr(w.text, 2) || '.' || coalesce(' ' || string_agg(
        upper(left(s.message, 1)) || substr(s.message, 2) || '.', ' ' order by s.place
    ), '') as description
from written as w
join standing as d on d.fact = w.fact
left join said as s on s.fact = w.fact
group by w.fact, w.text, d.said
