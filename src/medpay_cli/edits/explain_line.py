"""Puts what the edits and the fee schedule say of one line into words: units, add-on codes, status."""

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
    count = f"{units.normalize():f} unit{'' if units == 1 else 's'} of {code} {_scope(row)}"
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
        rationale=row["rationale"],
        confidence="high" if row["certain"] else "medium",
        message="; ".join(words),
        advice=texts.advice[rule] if denied else None,
        lines=(row["line"],),
    )


def _scope(row: Row) -> str:
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
        message += f" (listed: {_named(primaries)})"
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
        effective_date=row["effective_date"],
        confidence="high" if paid or denied else "low",
        message=message,
        advice=None if paid else texts.advice[rule],
        lines=(row["line"],),
    )


def _named(codes: Sequence[str]) -> str:
    more = f" and {len(codes) - NAMED} more" if len(codes) > NAMED else ""
    return ", ".join(codes[:NAMED]) + more


def _other_rows(listed: str, texts: Texts) -> list[str]:
    """`with TC it is status B, bundled` for each row of the code whose status differs."""
    parts = [item.split(" ") for item in listed.split(", ")]
    return [
        f"with {modifier} it is status {status}, {texts[f'STATUS-{status}'].split(':')[0]}"
        for modifier, status in parts
    ]


def status(row: Row, texts: Texts) -> EditRecord:
    """The record of a code's fee-schedule status on a practitioner's claim."""
    code = row["hcpcs"]
    confidence = "high"
    denied = False
    if row["release"] is None:
        message = f"{code}: no fee schedule of {row['date'].year} is loaded"
        confidence = "none"
    elif row["status"] is None:
        message = f"{code} is not in {row['release']}"
        denied = True
    else:
        message = f"{code}: status {row['status']}, {texts[row['status_rule']]}"
        denied = row["status_effect"] == "not_paid"
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
        advice=texts.advice[row["status_rule"]] if denied and row["status_rule"] else None,
        lines=(row["line"],),
    )


def code(
    units: Row, add_on_row: Row | None, primaries: Sequence[str], status_row: Row | None, texts: Texts
) -> EditRecord:
    """One sentence on a bare code: its MUE, whether it is an add-on code, its status (practitioners)."""
    if units["mue"] is None:
        words = [f"no MUE is published for {units['hcpcs']}, which is not to say that any units are paid"]
    else:
        words = [f"MUE {units['mue']} {_scope(units)} (MAI {units['mai']}, {units['edition']})"]
    if add_on_row is None:
        words.append("no add-on code")
    else:
        listed = f" to {_named(primaries)}" if primaries else ", its primary codes are the MAC's to list"
        words.append(f"add-on code (type {add_on_row['add_on_type']}){listed}")
    confidence = "high"
    if status_row is not None:
        said = status(status_row, texts)
        confidence = said.confidence
        words.append(said.message.removeprefix(f"{units['hcpcs']}: "))
    return EditRecord(
        kind="code",
        rule=status_row["status_rule"] if status_row else None,
        table=units["edit_table"],
        edition=status_row["release"] if status_row else None,
        date=units["date"],
        confidence=confidence,
        message=f"{units['hcpcs']}: {'; '.join(words)}",
        lines=(1,),
    )
