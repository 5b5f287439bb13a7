-- line_problem: what cannot be read of a line. grain: one line and problem. in: charge_line.
select line, 'LINE-CODE' as rule, code_problem as given from charge_line where code_problem is not null
union all
select line, 'LINE-DATE', date_problem from charge_line where date_problem is not null
union all
select line, 'LINE-UNITS', units_problem from charge_line where units_problem is not null
union all
select line, 'LINE-CHARGE', charge_problem from charge_line where charge_problem is not null
union all
select line, 'LINE-CELLS', extra_cells || ' more' from charge_line where extra_cells > 0
union all
select line, 'LINE-MODIFIERS', modifiers from charge_line where modifier_count > 4
union all
select line, 'LINE-REVERSAL', hcpcs from charge_line where reversal
