"""Puts what the edits say of one line into words: units and add-on codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from medpay_cli.edits.record import EditRecord
from medpay_cli.edits.texts import Texts
from medpay_cli.rules.noted import message

Row = Mapping[str, Any]
# Most primary codes named in a sentence.
NAMED = 12


def mue(row: Row, texts: Texts) -> EditRecord:
    """The record of a line whose code has an MUE: denied when the units are above it, else its value."""
    denied = row["counted_units"] > row["mue"]
    rule = "NCCI-MUE-0" if row["mue"] == 0 else f"NCCI-MUE-{row['mai']}"
    code = row["hcpcs"]
    return EditRecord(
        kind="mue",
        rule=rule,
        table=row["edit_table"],
        edition=row["edition"],
        date=row["date"],
        denied_code=code if denied else None,
        denied=denied,
        outcome="denied" if denied else None,
        rationale=row["rationale"],
        confidence="high" if row["certain"] else "medium",
        message=message("units", row, texts.rule),
        advice=texts.advice[rule] if denied else None,
        lines=(row["line"],),
    )


def add_on(row: Row, primaries: Sequence[str], texts: Texts) -> EditRecord:
    """The record of an add-on line; `primaries` are the codes CMS lists for it."""
    kind, code = row["add_on_type"], row["hcpcs"]
    rule = f"NCCI-AOC-{kind}"
    paid = row["met"]
    # CMS's outpatient editor looks at add-on codes only on claims that are not paid under OPPS.
    hospital = row["edit_table"] == "outpatient"
    if not paid and not row["primaries"] and row["exception_rule"] and not hospital:
        rule = row["exception_rule"]
    denied = rule == "NCCI-AOC-1" and not paid and not hospital
    facts = {**row, "add_on_rule": rule, "listed": named(primaries)}
    return EditRecord(
        kind="add_on",
        rule=rule,
        table=row["edit_table"],
        edition=None,
        date=row["date"],
        column1=row["primary_code"],
        column2=code,
        denied_code=code if denied else None,
        denied=denied,
        outcome="denied" if denied else None if paid or hospital else "review",
        effective_date=row["effective_date"],
        confidence="high" if paid or denied else "low",
        message=message("add_on", facts, texts.rule),
        advice=None if paid else texts.advice[rule],
        lines=(row["line"],),
    )


def named(codes: Sequence[str]) -> str:
    """The first codes of a list, and how many more there are."""
    more = f" and {len(codes) - NAMED} more" if len(codes) > NAMED else ""
    return ", ".join(codes[:NAMED]) + more
