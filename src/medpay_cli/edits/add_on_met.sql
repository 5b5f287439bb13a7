-- add_on_met: the add-on codes of a claim that a primary code carries.
-- grain: one claim, day and add-on code. in: edit_lines, claim_code, add_on, denied_line.
-- A code stands by itself when it is no add-on of type 1 or 3; an add-on stands when a listed primary beside it
-- stands (a primary may be an add-on itself; none lists itself). Practitioners are paid for it only if a line of the
-- primary is paid; CMS's outpatient editor asks for the primary's presence.
with recursive add_on_code as (
    select
        l.edit_table,
        l.claim,
        l.date,
        l.hcpcs,
        a.primary_code
    from claim_code as l
    join add_on as a
        on a.add_on = l.hcpcs
        and a.add_on_type <> '2'
        and l.date >= a.effective_date
        and l.date <= coalesce(a.deletion_date, l.date)
),

lean as (
    select distinct
        a.edit_table,
        a.claim,
        a.date,
        a.hcpcs,
        a.primary_code
    from add_on_code as a
    join edit_lines as p
        on p.claim = a.claim
        and p.date = a.date
        and p.edit_table = a.edit_table
        and p.hcpcs = a.primary_code
    left join denied_line as d on d.line = p.line
    where d.line is null or a.edit_table = 'outpatient'
),

met as (
    select
        lean.edit_table,
        lean.claim,
        lean.date,
        lean.hcpcs
    from lean
    left join add_on_code as chained
        on chained.claim = lean.claim
        and chained.date = lean.date
        and chained.edit_table = lean.edit_table
        and chained.hcpcs = lean.primary_code
    where chained.hcpcs is null
    union
    select
        lean.edit_table,
        lean.claim,
        lean.date,
        lean.hcpcs
    from met
    join lean
        on lean.claim = met.claim
        and lean.date = met.date
        and lean.edit_table = met.edit_table
        and lean.primary_code = met.hcpcs
)

select
    edit_table,
    claim,
    date,
    hcpcs
from met
