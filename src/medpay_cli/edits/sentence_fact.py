"""What the conditions and sentences of rules/sentences.toml may name, by what they are about."""

from __future__ import annotations

Columns = dict[str, tuple[str, str]]
# Column -> SQL type, and what it means.
DOUBT: Columns = {
    "date": ("DATE", "date of service"),
    "certain": ("BOOLEAN", "the loaded editions tell that the edit is in force on the day"),
    "certain_from": ("DATE", "first day on which it is known to be in force"),
    "certain_through": ("DATE", "last such day"),
    "first_edition": ("VARCHAR", "first edition that has it"),
    "last_edition": ("VARCHAR", "last edition that has it"),
    "effective_date": ("DATE", "first day, where an edition states it"),
    "deletion_date": ("DATE", "last day, where an edition states it"),
    "gone_from": ("VARCHAR", "edition in which an edit without a stated deletion is no longer found"),
}
PAIR: Columns = {
    "column1": ("VARCHAR", "code of column 1"),
    "column2": ("VARCHAR", "code of column 2, which is denied"),
    "modifier_indicator": ("INTEGER", "0 never bypassed, 1 by a modifier, 9 void"),
    "bypassed_by": ("VARCHAR", "the modifier that bypasses the edit, null for none"),
    "bypassed_on": ("VARCHAR", "the code it stands on"),
    "bypass_fits": ("BOOLEAN", "it is among those that fit"),
    "fits": ("VARCHAR", "modifiers that fit the pair, the most exact first; null for none"),
    "fitting_kind": ("VARCHAR", "what they fit, or why none does"),
    "help": ("VARCHAR", "the same modifiers with what each means"),
    "ncci_modifiers": ("INTEGER", "how many modifiers may bypass an edit"),
    "useless": ("VARCHAR", "an NCCI modifier on column 2"),
    "modifiers": ("VARCHAR", "modifiers of both lines, between commas"),
    "misused_modifier": ("VARCHAR", "a modifier that does not count where it stands"),
    "misused_effect": ("VARCHAR", "its effect among the NCCI modifiers"),
    "misused_on": ("VARCHAR", "the code it stands on"),
    "column1_modifier": ("VARCHAR", "a modifier on column 1 that belongs on column 2"),
    "column1_unpaid": ("BOOLEAN", "the edit denies column 2, and the column 1 line is not payable itself"),
    "more": ("BIGINT", "further lines of a large claim that the same edit meets"),
}
LISTED_PAIR: Columns = {
    "column1": ("VARCHAR", "code of column 1"),
    "column2": ("VARCHAR", "code of column 2, which is denied"),
    "modifier_indicator": ("INTEGER", "0 never bypassed, 1 by a modifier"),
}
PAST_PAIR: Columns = {
    "column1": ("VARCHAR", "code of column 1"),
    "column2": ("VARCHAR", "code of column 2"),
    "modifier_indicator": ("INTEGER", "9 for an edit that never held"),
    "date": ("DATE", "date of service"),
    "deletion_date": ("DATE", "last day, where an edition states it"),
    "possible_through": ("DATE", "last day on which it may have been in force"),
    "last_edition": ("VARCHAR", "last edition that has it"),
    "begins": ("DATE", "first day"),
}
UNITS: Columns = {
    "hcpcs": ("VARCHAR", "code"),
    "counted_units": ("DECIMAL(11,3)", "units on the line or of the day, as the MAI says"),
    "mue": ("INTEGER", "most units that are paid"),
    "mai": ("VARCHAR", "MUE adjudication indicator: 1 by line, 2 and 3 by day"),
    "edition": ("VARCHAR", "edition of the values"),
    "certain": ("BOOLEAN", "the edition holds on the day"),
}
PRICED_UNITS: Columns = {
    "hcpcs": ("VARCHAR", "code"),
    "units": ("DECIMAL(11,3)", "units that are counted, above the MUE"),
    "mue": ("INTEGER", "most units that are paid"),
    "mai": ("VARCHAR", "MUE adjudication indicator: 1 by line, 2 and 3 by day"),
    "edition": ("VARCHAR", "edition of the values"),
    "certain": ("BOOLEAN", "the edition holds on the day"),
}
ADD_ON: Columns = {
    "hcpcs": ("VARCHAR", "the add-on code"),
    "edit_table": ("VARCHAR", "practitioner or outpatient"),
    "met": ("BOOLEAN", "a primary code that is paid is there"),
    "primaries": ("BIGINT", "primary codes that are there, paid or denied"),
    "primary_code": ("VARCHAR", "one of them"),
    "add_on_rule": ("VARCHAR", "entry that decides"),
    "listed": ("VARCHAR", "primary codes that CMS lists"),
}
CODE: Columns = {
    "hcpcs": ("VARCHAR", "code"),
    "mue": ("INTEGER", "most units that are paid; null where none are published"),
    "mai": ("VARCHAR", "MUE adjudication indicator: 1 by line, 2 and 3 by day"),
    "edition": ("VARCHAR", "edition of the MUE"),
    "add_on_type": ("VARCHAR", "1, 2 or 3; null for no add-on code"),
    "listed": ("VARCHAR", "primary codes that CMS lists"),
}
NO_EDIT: Columns = {
    "codes": ("INTEGER", "different codes that were given"),
    "date": ("DATE", "date of service"),
    "edit_table": ("VARCHAR", "practitioner or outpatient"),
    "editions": ("VARCHAR", "the editions that were looked at"),
}
STANDING: Columns = {
    "outcome": ("VARCHAR", "what the line's reason leads to; null for a question without an answer"),
    "reason": ("VARCHAR", "the sentence of its reason"),
    "reason_code": ("VARCHAR", "its code"),
    "priced_here": ("BOOLEAN", "the fee schedule pays it, or a report or MAC tells the amount"),
    "status": ("VARCHAR", "status of the row"),
    "status_rule": ("VARCHAR", "its entry"),
    "pctc": ("VARCHAR", "PC/TC indicator"),
    "parts_rule": ("VARCHAR", "its entry, where it tells something"),
    "payer": ("VARCHAR", "who pays instead"),
    "others": ("VARCHAR", "what the code is with another modifier"),
    "release": ("VARCHAR", "fee schedule that answers"),
    "release_fit": ("VARCHAR", "in_force, or not"),
}
OTHER_ROW: Columns = {
    "other_modifier": ("VARCHAR", "26, TC or 53"),
    "status": ("VARCHAR", "status of the row with it"),
}
PAYER: Columns = {
    "payer_rule": ("VARCHAR", "entry that tells that another pays"),
    "schedule": ("VARCHAR", "the other schedule, null where it is not known"),
    "certain": ("BOOLEAN", "a list of CMS names the code"),
}
ABSENT: Columns = {
    "first_listed": ("VARCHAR", "first loaded release that lists the code"),
    "last_listed": ("VARCHAR", "last such"),
}
UNKNOWN_CODE: Columns = {
    "hcpcs": ("VARCHAR", "code"),
    "first": ("VARCHAR", "first loaded release"),
    "last": ("VARCHAR", "last loaded release"),
}
PAGE: Columns = {
    "fee_26": ("DECIMAL(12,2)", "dollars of the professional part"),
    "schedule": ("VARCHAR", "the other schedule that pays the code"),
    "schedule_rule": ("VARCHAR", "its entry"),
    "certain": ("BOOLEAN", "a list of CMS names the code"),
}
PAGE_ADD_ONS: Columns = {
    "add_on_count": ("INTEGER", "add-on codes that name the code as a primary"),
}
COLUMNS: dict[str, Columns] = {
    # A pair of lines of which an edit may deny one; an edit of the list of one code; one that is not in force.
    "pair": PAIR | DOUBT,
    "listed_pair": LISTED_PAIR | DOUBT,
    "past_pair": PAST_PAIR,
    # Units of a line or day beside the MUE of the code; those above it that `price` computes with.
    "units": UNITS,
    "priced_units": PRICED_UNITS,
    "add_on": ADD_ON,
    # A bare code; codes without an edit between them.
    "code": CODE,
    "no_edit": NO_EDIT,
    # A line and the fee schedule, a row of its code with another modifier, who pays instead, a code it does not list.
    "standing": STANDING,
    "other_row": OTHER_ROW,
    "payer": PAYER,
    "absent": ABSENT,
    "unknown_code": UNKNOWN_CODE,
    # The page of a code.
    "page": PAGE,
    "page_add_ons": PAGE_ADD_ONS,
}
