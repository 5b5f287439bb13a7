"""Puts the rows of the edit steps into words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from medpay_cli.edits.record import EditRecord

Row = Mapping[str, Any]
Texts = Mapping[str, str]
DISTINCT = ("XE", "XS", "XP", "XU", "59")
VISIT = ("25", "57", "24")
# Modifiers users try that NCCI does not know as a bypass (policy manual, chapter I section E).
NO_BYPASS = ("22", "76", "77")


def ptp(row: Row, texts: Texts) -> EditRecord:
    """The record of an edit between two lines of a claim."""
    indicator = row["modifier_indicator"]
    helps = helping_modifiers(row) if indicator == 1 else ()
    where = row["column2"] if row["bypass_on_column2"] else row["column1"]
    bypass = f"{row['bypassed_by']} on {where}" if row["bypassed_by"] else None
    pair = f"{row['column2']} with {row['column1']}"
    if bypass:
        words = [f"{pair}: bypassed by {bypass}, if the services were really separate and the record says so"]
    elif indicator == 0:
        words = [f"{row['column2']} is denied with {row['column1']}: {texts['NCCI-PTP-0']}"]
        given = [modifier for modifier in row["column2_modifiers"].split(",") if modifier in (*DISTINCT, *VISIT)]
        if given:
            words.append(f"{given[0]} does not help: indicator 0")
    else:
        where = row["column1"] if row["column2_never_59"] else row["column2"]
        words = [
            f"{row['column2']} is denied with {row['column1']}: needs one of {' '.join(helps)} on {where}, "
            "if the services were really separate, and documentation that says so"
        ]
    words.extend(_not_a_bypass(row) if indicator == 1 and not bypass else [])
    doubt = uncertainty(row)
    if doubt:
        words.append(doubt)
    return EditRecord(
        kind="ptp",
        rule=f"NCCI-PTP-{indicator}",
        table=row["edit_table"],
        edition=row["last_edition"],
        date=row["date"],
        column1=row["column1"],
        column2=row["column2"],
        denied_code=row["column2"],
        modifier_indicator=indicator,
        denied=bypass is None,
        bypassed_by=bypass,
        modifiers_that_help=helps,
        effective_date=row["effective_date"],
        deletion_date=row["deletion_date"],
        rationale=row["rationale"],
        confidence="high" if row["certain"] else "medium",
        message="; ".join(words),
        lines=(row["column1_line"], row["column2_line"]),
    )


def helping_modifiers(row: Row) -> tuple[str, ...]:
    """The modifiers a user would try on the column 2 line of an indicator 1 edit, the more exact ones first."""
    return VISIT if row["column2_is_visit"] else DISTINCT


def _not_a_bypass(row: Row) -> list[str]:
    """Why a modifier that stands there does not count."""
    words = [
        f"{modifier} never bypasses an NCCI edit"
        for modifier in (*row["column1_modifiers"].split(","), *row["column2_modifiers"].split(","))
        if modifier in NO_BYPASS
    ]
    if row["misused_modifier"] in DISTINCT:
        words.append(f"{row['misused_modifier']} does not count on {row['misused_on']}")
    elif row["misused_modifier"]:
        words.append(f"{row['misused_modifier']} counts on evaluation and management codes only")
    elif row["column1_modifier"]:
        words.append(f"{row['column1_modifier']} on {row['column1']} does not count: it belongs on {row['column2']}")
    return words


def uncertainty(row: Row) -> str | None:
    """Why it is not certain that the edit is in force on the day; None when it is."""
    if row["certain"]:
        return None
    day = row["date"]
    if day < row["certain_from"] and row["first_edition"] != row["last_edition"]:
        return f"in force on {row['certain_from']}; when it began is not known"
    if day < row["certain_from"] and row["effective_date"] is None and row["deletion_date"] is None:
        return f"first seen in edition {row['first_edition']}: whether it was in force on {day} is not known"
    if day < row["certain_from"]:
        return f"in force until {row['deletion_date']}; when it began is not known"
    if row["gone_from"]:
        return f"in force on {row['certain_through']}, gone from edition {row['gone_from']}: when it ended is not known"
    return f"edition {row['last_edition']} is the newest loaded, and covers dates to {row['certain_through']}"


def past(row: Row) -> EditRecord:
    """The record of an edit between two codes that is not in force on the day."""
    if row["modifier_indicator"] == 9:
        why = "void from the day it began (indicator 9): not an edit"
    elif row["deletion_date"] is not None and row["deletion_date"] < row["date"]:
        why = f"deleted: its last day was {row['deletion_date']}"
    elif row["possible_through"] is not None and row["possible_through"] < row["date"]:
        why = f"gone: last seen in edition {row['last_edition']}"
    else:
        why = f"not yet in force: it begins on {row['possible_from'] or row['certain_from']}"
    return EditRecord(
        kind="ptp",
        rule=f"NCCI-PTP-{row['modifier_indicator']}",
        table=row["edit_table"],
        edition=row["last_edition"],
        date=row["date"],
        column1=row["column1"],
        column2=row["column2"],
        modifier_indicator=row["modifier_indicator"],
        effective_date=row["effective_date"],
        deletion_date=row["deletion_date"],
        rationale=row["rationale"],
        message=f"{row['column2']} with {row['column1']}: {why}",
    )


def mue(row: Row, texts: Texts) -> EditRecord:
    """The record of a line whose units are denied."""
    units = row["units"] if row["mai"] == "1" else row["day_units"]
    scope = "on the line" if row["mai"] == "1" else "that day"
    value = f"{units.normalize():f} units of {row['hcpcs']} {scope}, MUE {row['mue']} (MAI {row['mai']})"
    words = [f"{value}: {texts['NCCI-MUE-' + row['mai']]}; an ABN cannot shift it to the patient"]
    if row["mue"] == 0:
        words = [
            f"{row['hcpcs']} has MUE 0: not payable to this kind of provider; an ABN cannot shift it to the patient"
        ]
    if not row["certain"]:
        words.append(f"by the values of {row['edition']}, the only ones loaded")
    return EditRecord(
        kind="mue",
        rule=f"NCCI-MUE-{row['mai']}",
        table=row["edit_table"],
        edition=row["edition"],
        date=row["date"],
        denied_code=row["hcpcs"],
        denied=True,
        rationale=row["rationale"],
        confidence="high" if row["certain"] else "medium",
        message="; ".join(words),
        lines=(row["line"],),
    )


def add_on(row: Row, primaries: list[str], texts: Texts) -> EditRecord:
    """The record of an add-on line; `primaries` are the codes CMS lists for it."""
    kind, code = row["add_on_type"], row["hcpcs"]
    rule = texts[f"NCCI-AOC-{kind}"]
    paid = row["met"]
    # CMS's outpatient editor looks at add-on codes only on claims that are not paid under OPPS.
    hospital = row["edit_table"] == "outpatient"
    denied = kind == "1" and not paid and not hospital
    confidence = "high" if paid or denied else "low"
    if paid:
        message = f"{code} is an add-on code, and its primary {row['primary_code']} is there"
    elif row["primaries"]:
        message = f"{code} is an add-on code whose primary {row['primary_code']} is itself denied: {rule}"
    else:
        message = f"{code} is an add-on code without a listed primary: {rule}"
    if not paid and hospital:
        message += "; denied on hospital claims outside OPPS, under OPPS the editor lets it pass"
    if not paid and primaries:
        more = f" and {len(primaries) - 12} more" if len(primaries) > 12 else ""
        message += f" (listed: {', '.join(primaries[:12])}{more})"
    return EditRecord(
        kind="add_on",
        rule=f"NCCI-AOC-{kind}",
        table=row["edit_table"],
        edition=None,
        date=row["date"],
        column1=row["primary_code"],
        column2=code,
        denied_code=code if denied else None,
        denied=denied,
        effective_date=row["effective_date"],
        confidence=confidence,
        message=message,
        lines=(row["line"],),
    )


def _other_rows(listed: str, texts: Texts) -> list[str]:
    """`with TC it is status B, bundled` for each row of the code whose status differs."""
    parts = [item.split(" ") for item in listed.split(", ")]
    return [
        f"with {modifier} it is status {status}, {texts[f'STATUS-{status}'].split(':')[0]}"
        for modifier, status in parts
    ]


def status(row: Row, texts: Texts) -> EditRecord:
    """The record of a code's fee-schedule status. For hospital claims it denies nothing: they are paid under OPPS."""
    code = row["hcpcs"]
    practitioner = row["edit_table"] == "practitioner"
    confidence = "high"
    denied = False
    if row["release"] is None:
        message = f"{code}: no fee schedule of {row['date'].year} is loaded"
        confidence = "none"
    elif row["status"] is None:
        message = f"{code} is not in {row['release']}"
        denied = practitioner
    else:
        message = f"{code}: status {row['status']}, {texts[row['status_rule']]}"
        denied = practitioner and row["status_effect"] == "not_paid"
        if f"PCTC-{row['pctc']}" in texts and row["pctc"] not in ("0", "9"):
            message += f"; PC/TC {row['pctc']}, {texts['PCTC-' + row['pctc']]}"
        if row["other_rows"]:
            message += "".join(f"; {other}" for other in _other_rows(row["other_rows"], texts))
    if row["release"] is not None and row["release_fit"] != "in_force":
        confidence = "medium"
        message += f"; by {row['release']}, the nearest release loaded"
    return EditRecord(
        kind="status",
        rule=row["status_rule"],
        table=row["edit_table"],
        edition=row["release"],
        date=row["date"],
        denied_code=code if denied else None,
        denied=denied,
        confidence=confidence,
        message=message,
        lines=(row["line"],),
    )
