"""Puts what the edits say of one line into words: units and add-on codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from medpay_cli.edits.record import EditRecord
from medpay_cli.edits.texts import Texts

Row = Mapping[str, Any]
# Most primary codes named in a sentence.
NAMED = 12


def mue(row: Row, texts: Texts) -> EditRecord:
    """The record of a line whose code has an MUE: denied when the units are above it, else its value."""
    denied = row["counted_units"] > row["mue"]
    rule = "NCCI-MUE-0" if row["mue"] == 0 else f"NCCI-MUE-{row['mai']}"
    units, code = row["counted_units"], row["hcpcs"]
    count = f"{units.normalize():f} unit{'' if units == 1 else 's'} of {code} {scope(row)}"
    if row["mue"] == 0:
        words = [f"{code} has MUE 0 (MAI {row['mai']}): {texts[rule]}; an ABN cannot shift it to the patient"]
    elif denied:
        words = [f"{count}, MUE {row['mue']} (MAI {row['mai']}): {texts[rule]}; an ABN cannot shift it to the patient"]
    else:
        words = [f"{count}, within the MUE of {row['mue']} (MAI {row['mai']})"]
    if not row["certain"]:
        words.append(
            f"by the values of {row['edition']}, the nearest ones loaded" if denied else f"values of {row['edition']}"
        )
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
        message="; ".join(words),
        advice=texts.advice[rule] if denied else None,
        lines=(row["line"],),
    )


def scope(row: Row) -> str:
    """What the MUE counts: the line, or the day."""
    return "on the line" if row["mai"] == "1" else "that day"


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
    if paid:
        message = f"{code} is an add-on code, and its primary {row['primary_code']} is there"
    elif row["primaries"]:
        message = f"{code} is an add-on code whose primary {row['primary_code']} is itself denied: {texts[rule]}"
    else:
        message = f"{code} is an add-on code without a listed primary: {texts[rule]}"
    if not paid and hospital:
        message += "; denied on hospital claims outside OPPS, under OPPS the editor lets it pass"
    if not paid and primaries:
        message += f" (listed: {named(primaries)})"
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
        message=message,
        advice=None if paid else texts.advice[rule],
        lines=(row["line"],),
    )


def named(codes: Sequence[str]) -> str:
    """The first codes of a list, and how many more there are."""
    more = f" and {len(codes) - NAMED} more" if len(codes) > NAMED else ""
    return ", ".join(codes[:NAMED]) + more
