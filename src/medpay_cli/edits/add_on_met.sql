-- add_on_met: the lines an add-on code can lean on, and the add-on lines that do.
-- grain: one line. in: edit_lines, add_on, denied_line.
-- A line stands by itself when its code is no add-on of type 1 or 3; an add-on stands when a listed primary beside it
-- stands (a primary may be an add-on itself). Practitioners are paid for it only if the primary is paid; CMS's
-- outpatient editor asks for the primary's presence.
with recursive add_on_line as (
    select
        l.line,
        l.edit_table,
        l.claim,
        l.date,
        a.primary_code
    from edit_lines as l
    join add_on as a
        on a.add_on = l.hcpcs
        and a.add_on_type <> '2'
        and l.date >= a.effective_date
        and l.date <= coalesce(a.deletion_date, l.date)
),

lean as (
    select distinct
        a.line,
        p.line as primary_line
    from add_on_line as a
    join edit_lines as p
        on p.claim = a.claim
        and p.date = a.date
        and p.edit_table = a.edit_table
        and p.hcpcs = a.primary_code
        and p.line <> a.line
    left join denied_line as d on d.line = p.line
    where d.line is null or a.edit_table = 'outpatient'
),

met as (
    select lean.line
    from lean
    left join add_on_line as chained on chained.line = lean.primary_line
    where chained.line is null
    union
    select lean.line
    from met
    join lean on lean.primary_line = met.line
)

select line from met
