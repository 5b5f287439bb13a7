-- pair_fact: what the conditions of the catalogue may ask of two lines that a PTP edit names.
-- grain: one pair of lines with an edit. in: ptp_finding, code_trait.
-- out: line BIGINT                  the column 2 line, which the edit denies
-- out: column1_line BIGINT          the column 1 line
-- out: column1 VARCHAR              its code
-- out: column2 VARCHAR              the code the edit denies
-- out: column1_marks VARCHAR        modifiers of the column 1 line between commas: ask has_column1(...)
-- out: column2_marks VARCHAR        modifiers of the column 2 line: ask has_column2(...)
-- out: column1_sets VARCHAR         code sets of column 1: ask in_set_column1(NAME)
-- out: column2_sets VARCHAR         code sets of column 2
-- out: modifier_indicator TINYINT   0 no modifier bypasses, 1 an NCCI modifier may
-- out: bypassed_by VARCHAR          the modifier that bypasses the edit here, null when it denies
-- out: bypass_is_anatomic BOOLEAN   that modifier names a site
-- out: sites1 VARCHAR               anatomic modifiers of the column 1 line in order, '' for none
-- out: sites2 VARCHAR               those of the column 2 line
select
    e.column2_line as line,
    e.column1_line,
    e.column1,
    e.column2,
    case when e.column1_modifiers = '' then '' else ',' || e.column1_modifiers || ',' end as column1_marks,
    case when e.column2_modifiers = '' then '' else ',' || e.column2_modifiers || ',' end as column2_marks,
    coalesce(t1.sets, '') as column1_sets,
    coalesce(t2.sets, '') as column2_sets,
    e.modifier_indicator,
    e.bypassed_by,
    coalesce(
        contains(concat(',', e.column1_sites, ',', e.column2_sites, ','), ',' || e.bypassed_by || ','), false
    ) as bypass_is_anatomic,
    e.column1_sites as sites1,
    e.column2_sites as sites2
from ptp_finding as e
left join code_trait as t1 on t1.hcpcs = e.column1
left join code_trait as t2 on t2.hcpcs = e.column2
