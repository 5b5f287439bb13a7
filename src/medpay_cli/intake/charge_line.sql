-- charge_line: every row of the input, read: codes, numbers and dates typed, place found, claim named.
-- grain: one row that holds anything, repeated headers left out. in: given, code_reading, date_reading, place_reading, reading_choice.
-- A text that cannot be read stays beside its null, and readable is false: such a line is reported, never priced.
-- claim: what is billed together; a line of which neither claim nor patient is known stands alone.
-- code_kind: what the list calls a code that is none of the fee schedule's (RC, NDC, MS-DRG); it is reported, not priced.
-- reversal: negative units or money, the undoing of another line.
select
    *,
    code_problem is null
    and units_problem is null
    and date_problem is null
    and charge_problem is null
    and extra_cells = 0
    and modifier_count <= 4
    and not reversal as readable
from (
    select
        g.line,
        g.file,
        g.file_line,
        g.extra_cells,
        case when g.code_kind is not null or r.hcpcs is null then left(coalesce(g.code_text, ''), 40) end as code_problem,
        left(g.code_kind, 40) as code_kind,
        case when g.code_kind is null then r.hcpcs end as hcpcs,
        coalesce(r.modifiers, '') as modifiers,
        case when r.modifiers <> '' then length(r.modifiers) - length(replace(r.modifiers, ',', '')) + 1 else 0 end
            as modifier_count,
        abs(coalesce(g.units, case when g.units_text is null then coalesce(r.units, 1) end))::decimal(11, 3) as units,
        case
            when g.units_text is not null and (g.units is null or g.units = 0 or abs(g.units) > 9999999) then left(g.units_text, 40)
            when g.units_text is null and r.units = 0 then g.code_text
        end as units_problem,
        abs(g.charge)::decimal(12, 2) as charge,
        case when g.charge_text is not null and g.charge is null then left(g.charge_text, 40) end as charge_problem,
        g.paid,
        g.allowed,
        coalesce(d.date, case when g.date_text is null then c.default_date end) as date,
        case
            when g.date_text is not null and d.date is null then left(g.date_text, 40)
            when g.date_text is null and c.default_date is null then ''
        end as date_problem,
        coalesce(case
            when regexp_full_match(g.pos_text, '\d(\.0)?') then '0' || left(g.pos_text, 1)
            when regexp_full_match(g.pos_text, '\d\d\.0') then left(g.pos_text, 2)
            else upper(g.pos_text)
        end, c.default_pos) as pos,
        case regexp_replace(lower(g.setting_text), '[^a-z]', '', 'g')
            when 'facility' then 'facility'
            when 'fac' then 'facility'
            when 'f' then 'facility'
            when 'nonfacility' then 'nonfacility'
            when 'nonfac' then 'nonfacility'
            when 'nf' then 'nonfacility'
            when 'office' then 'nonfacility'
            -- A hospital's own list of charges (45 CFR 180).
            when 'inpatient' then 'facility'
            when 'outpatient' then 'facility'
            when 'both' then 'facility'
        end as setting,
        coalesce(p.locality_key, c.default_locality) as locality_key,
        case when p.locality_key is null then c.default_place_uncertain else p.place_uncertain end as place_uncertain,
        g.minutes,
        g.claim_text,
        g.patient_text,
        g.provider_text,
        coalesce(
            g.claim_text,
            g.patient_text || chr(31) || coalesce(g.provider_text, ''),
            c.alone || g.line
        ) as claim,
        coalesce(g.units < 0 or g.charge < 0 or g.paid < 0, false) as reversal
    from given as g
    cross join reading_choice as c
    left join code_reading as r
        on r.code_text is not distinct from g.code_text
        and r.modifier_text is not distinct from g.modifier_text
    left join date_reading as d on d.date_text = g.date_text
    left join place_reading as p
        on p.locality_text is not distinct from g.locality_text
        and p.mac_text is not distinct from g.mac_text
        and p.zip_text is not distinct from g.zip_text
        and p.state_text is not distinct from g.state_text
)
