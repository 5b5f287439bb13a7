"""Puts the rows of the PTP steps into words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from medpay_cli.edits.record import EditRecord
from medpay_cli.edits.texts import Texts

Row = Mapping[str, Any]


def ptp(row: Row, texts: Texts) -> EditRecord:
    """The record of an edit between two lines of a claim."""
    indicator = row["modifier_indicator"]
    fits = tuple((row["fitting"] or "").split())
    where = row["column2"] if row["bypass_on_column2"] else row["column1"]
    bypass = f"{row['bypassed_by']} on {where}" if row["bypassed_by"] else None
    denied = f"{row['column2']} is denied with {row['column1']}"
    if bypass:
        meaning = texts[f"NCCI-MOD-{row['bypassed_by']}"]
        words = [
            f"{row['column2']} with {row['column1']}: bypassed by {bypass}, if it is true and documented: {meaning}"
        ]
        if row["bypassed_by"] not in fits and fits:
            words.append(f"what fits {row['fitting_kind']} is {' '.join(fits)}")
    elif indicator == 0:
        words = [f"{denied}: {texts['NCCI-PTP-0']}"]
        given = [modifier for modifier in row["column2_modifiers"].split(",") if modifier in texts.ncci_effect]
        if given:
            words.append(f"{given[0]} does not help: indicator 0")
    elif fits:
        words = [
            f"{denied}, unless a modifier on {row['column2']} is true and documented, best first: {texts.fitting(fits)}"
        ]
        words.append(f"{len(texts.ncci_effect)} NCCI modifiers may bypass this edit, these fit {row['fitting_kind']}")
    else:
        words = [f"{denied}: {row['fitting_kind']}"]
    words.extend(_not_a_bypass(row, texts) if indicator == 1 and not bypass else [])
    doubt = uncertainty(row)
    if doubt:
        words.append(doubt)
    if row["more"]:
        again = "also bypassed" if bypass else "denied"
        words.append(f"and {again} with {row['more']:,} more line{'' if row['more'] == 1 else 's'} of this large claim")
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
        outcome="denied" if bypass is None else None,
        bypassed_by=bypass,
        modifiers_that_help=fits,
        effective_date=row["effective_date"],
        deletion_date=row["deletion_date"],
        rationale=row["rationale"],
        confidence="high" if row["certain"] else "medium",
        message="; ".join(words),
        advice=texts.advice[f"NCCI-MOD-{row['bypassed_by']}" if bypass else f"NCCI-PTP-{indicator}"],
        lines=(row["column1_line"], row["column2_line"]),
    )


def _not_a_bypass(row: Row, texts: Texts) -> list[str]:
    """Why a modifier that stands there does not count."""
    given = (*row["column1_modifiers"].split(","), *row["column2_modifiers"].split(","))
    words = [texts[f"NCCI-NO-BYPASS-{modifier}"] for modifier in dict.fromkeys(given) if modifier in texts.no_bypass]
    misused = row["misused_modifier"]
    if misused and texts.ncci_effect[misused] == "distinct":
        words.append(f"{misused} does not count on {row['misused_on']}")
    elif misused:
        words.append(f"{misused} counts on evaluation and management codes only")
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
    gone = _gone_from(row)
    if gone:
        return f"in force on {row['certain_through']}, gone from edition {gone}: when it ended is not known"
    return f"edition {row['last_edition']} is the newest loaded, and covers dates to {row['certain_through']}"


def _gone_from(row: Row) -> str | None:
    """The edition in which an edit without a stated deletion is no longer found."""
    ends = row["possible_through"]
    if ends is None or row["deletion_date"] is not None:
        return None
    return f"{ends.year + ends.month // 12}Q{ends.month % 12 // 3 + 1}"


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


def listed(row: Row) -> EditRecord:
    """The record of an edit in the list of one code."""
    doubt = uncertainty(row)
    how = "no modifier helps" if row["modifier_indicator"] == 0 else "an NCCI modifier may bypass it"
    return EditRecord(
        kind="ptp",
        rule=f"NCCI-PTP-{row['modifier_indicator']}",
        table=row["edit_table"],
        edition=row["last_edition"],
        date=row["date"],
        column1=row["column1"],
        column2=row["column2"],
        denied_code=row["column2"],
        modifier_indicator=row["modifier_indicator"],
        effective_date=row["effective_date"],
        deletion_date=row["deletion_date"],
        rationale=row["rationale"],
        confidence="high" if row["certain"] else "medium",
        message=f"{row['column2']} is denied with {row['column1']}: {how}" + (f"; {doubt}" if doubt else ""),
    )
