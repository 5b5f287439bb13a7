"""Puts into words how a line stands with the fee schedule, and what the conditions of the catalogue say of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from medpay_cli.edits.explain_line import named
from medpay_cli.edits.record import EditRecord
from medpay_cli.edits.texts import Texts
from medpay_cli.pricing import explain as price_words
from medpay_cli.rules.noted import message
from medpay_cli.rules.say import say

Row = Mapping[str, Any]


def standing(row: Row, texts: Texts) -> EditRecord:
    """The record of a line by itself: payable, denied in the words of `price`, or paid by another schedule."""
    rule, outcome, confidence = row["rule"], row["outcome"], "high"
    # The reason says all there is of a line that is not paid here.
    priced_here = outcome not in (None, "paid_elsewhere", "denied") and row["reason_code"] != "contractor_priced"
    payer = None
    if outcome == "paid_elsewhere":
        rule = row["schedule_rule"] or f"ELSEWHERE-STATUS-{row['status']}"
        schedule = (rule, row["schedule"], row["schedule_certain"]) if row["schedule"] else None
        payer = price_words.paid_by(schedule, rule, texts.rule)
    elif priced_here:
        rule = rule or row["status_rule"]
    if outcome is None:
        confidence = "none"
    elif outcome == "paid_elsewhere" and not row["schedule_certain"]:
        confidence = "medium"
    if row["release"] is not None and row["release_fit"] != "in_force":
        confidence = "medium"
    facts = {
        **row,
        "reason": _reason(row, texts),
        "priced_here": priced_here,
        "parts_rule": _parts_rule(row, texts),
        "payer": payer,
        "others": "; ".join(_other_rows(row, texts)),
    }
    denied = row["outcome"] == "denied"
    return EditRecord(
        kind="status",
        rule=rule,
        table="practitioner",
        edition=row["release"],
        date=row["date"],
        denied_code=row["hcpcs"] if denied else None,
        denied=denied,
        outcome=outcome,
        confidence=confidence,
        message=_about(row, message("standing", facts, texts.rule)),
        advice=texts.advice.get(rule) if rule and outcome not in (None, "payable") else None,
        lines=(row["line"],),
    )


def _about(row: Row, words: str) -> str:
    """`words` after the code, with the modifier whose row answers: 84165-26 has a status of its own."""
    if words.startswith(row["hcpcs"]):
        return words
    return f"{'-'.join(filter(None, (row['hcpcs'], row['row_modifier'])))}: {words}"


def _reason(row: Row, texts: Texts) -> str | None:
    entry, rule = row["reason_entry"], row["rule"]
    return None if entry is None else say(texts.says[entry], row, texts[rule])


def _parts_rule(row: Row, texts: Texts) -> str | None:
    """The entry on the parts of the code, where it has some and the line asks for both."""
    rule = f"PCTC-{row['pctc']}"
    if rule not in texts or row["pctc"] in ("0", "9") or row["row_modifier"]:
        return None
    # Of 77387 the technical part is bundled: without a modifier the line is not both.
    bundled = f"{rule}-TC-BUNDLED"
    return bundled if "TC B" in (row["other_rows"] or "") and bundled in texts else rule


def _other_rows(row: Row, texts: Texts) -> list[str]:
    """What the code is with 26, TC or 53 where it is not what it is without: 84165-26 is paid here, 84165 is not."""
    if row["modifiers"] or not row["other_rows"]:
        return []
    rows = (item.split(" ") for item in row["other_rows"].split(", "))
    return [price_words.with_modifier(modifier, status, texts.rule) for modifier, status in rows]


def check(row: Row, texts: Texts, day: Any) -> EditRecord:
    """The record of a condition of the catalogue that holds for a line, or for a pair of lines."""
    denied = row["outcome"] == "denied"
    other = () if row["other_line"] is None else (row["other_line"],)
    return EditRecord(
        kind="check",
        rule=row["rule"],
        table="practitioner",
        edition=None,
        date=day,
        denied_code=row["hcpcs"] if denied else None,
        denied=denied,
        outcome=row["outcome"],
        confidence="high" if denied else "medium",
        message=row["message"],
        advice=texts.advice.get(row["rule"]),
        lines=(*other, row["line"]),
    )


def told(
    units: Row, add_on_row: Row | None, primaries: Sequence[str], standing_row: Row | None, texts: Texts
) -> EditRecord:
    """One sentence on a bare code: its MUE, whether it is an add-on code, how it stands (practitioners)."""
    add_on_type = add_on_row and add_on_row["add_on_type"]
    words = [message("code", {**units, "add_on_type": add_on_type, "listed": named(primaries)}, texts.rule)]
    said = None if standing_row is None else standing(standing_row, texts)
    if said is not None:
        words.append(said.message.removeprefix(f"{units['hcpcs']}: "))
    return EditRecord(
        kind="code",
        rule=said.rule if said else None,
        table=units["edit_table"],
        edition=said.edition if said else None,
        date=units["date"],
        confidence=said.confidence if said else "high",
        message=f"{units['hcpcs']}: {'; '.join(words)}",
        lines=(1,),
    )
