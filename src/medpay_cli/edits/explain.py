"""Puts the rows of the PTP steps into words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from medpay_cli.edits.record import EditRecord
from medpay_cli.edits.texts import Texts
from medpay_cli.rules.noted import message

Row = Mapping[str, Any]


def ptp(row: Row, texts: Texts) -> EditRecord:
    """The record of an edit between two lines of a claim."""
    indicator, bypassed_by = row["modifier_indicator"], row["bypassed_by"]
    fits = tuple((row["fitting"] or "").split())
    where = row["column2"] if row["bypass_on_column2"] else row["column1"]
    given = row["column2_modifiers"].split(",")
    facts = {
        **row,
        "gone_from": _gone_from(row),
        # Asked where the claim's lines were priced.
        "column1_unpaid": not bypassed_by and bool(row.get("column1_unpaid")),
        "bypassed_on": where,
        "fits": row["fitting"] or None,
        "bypass_fits": bypassed_by in fits,
        "help": texts.fitting(fits) if fits and not bypassed_by else None,
        "ncci_modifiers": len(texts.ncci_effect),
        "useless": next((modifier for modifier in given if modifier in texts.ncci_effect), None),
        "misused_effect": texts.ncci_effect.get(row["misused_modifier"]),
        "modifiers": ",".join(dict.fromkeys((*row["column1_modifiers"].split(","), *given))),
    }
    bypass = f"{bypassed_by} on {where}" if bypassed_by else None
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
        confidence="high" if row["certain"] and not facts["column1_unpaid"] else "medium",
        message=message("pair", facts, texts.rule),
        advice=texts.advice[f"NCCI-MOD-{row['bypassed_by']}" if bypass else f"NCCI-PTP-{indicator}"],
        lines=(row["column1_line"], row["column2_line"]),
    )


def _gone_from(row: Row) -> str | None:
    """The edition in which an edit without a stated deletion is no longer found."""
    ends = row["possible_through"]
    if ends is None or row["deletion_date"] is not None:
        return None
    return f"{ends.year + ends.month // 12}Q{ends.month % 12 // 3 + 1}"


def past(row: Row, texts: Texts) -> EditRecord:
    """The record of an edit between two codes that is not in force on the day."""
    facts = {**row, "begins": row["possible_from"] or row["certain_from"]}
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
        message=message("past_pair", facts, texts.rule),
    )


def listed(row: Row, texts: Texts) -> EditRecord:
    """The record of an edit in the list of one code."""
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
        message=message("listed_pair", {**row, "gone_from": _gone_from(row)}, texts.rule),
    )
