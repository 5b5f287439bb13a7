"""Puts into words how a line stands with the fee schedule, and what the conditions of the catalogue say of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from medpay_cli.edits.explain_line import named, scope
from medpay_cli.edits.record import EditRecord
from medpay_cli.edits.texts import Texts
from medpay_cli.pricing import explain as price_words
from medpay_cli.rules.say import say

Row = Mapping[str, Any]


def standing(row: Row, texts: Texts) -> EditRecord:
    """The record of a line by itself: payable, denied in the words of `price`, or paid by another schedule."""
    code, rule = row["hcpcs"], row["rule"]
    confidence = "high"
    if row["outcome"] is None:
        message = f"{code}: {_reason(row, texts)}"
        confidence = "none"
    elif row["outcome"] == "paid_elsewhere":
        rule = row["schedule_rule"] or f"ELSEWHERE-STATUS-{row['status']}"
        schedule = (rule, row["schedule"], row["schedule_certain"]) if row["schedule"] else None
        words = [_reason(row, texts), price_words.paid_by(schedule, {"message": texts[rule]})]
        message = _about(row, "; ".join([*words, *_other_rows(row, texts)]))
        confidence = "high" if row["schedule_certain"] else "medium"
    elif row["outcome"] == "denied" or row["reason_code"] == "contractor_priced":
        message = _about(row, "; ".join([_reason(row, texts), *_other_rows(row, texts)]))
    else:
        rule = rule or row["status_rule"]
        message = _about(row, "; ".join(_payable(row, texts)))
    if row["release"] is not None and row["release_fit"] != "in_force":
        confidence = "medium"
        message += f"; by {row['release']}, the nearest release loaded"
    denied = row["outcome"] == "denied"
    return EditRecord(
        kind="status",
        rule=rule,
        table="practitioner",
        edition=row["release"],
        date=row["date"],
        denied_code=code if denied else None,
        denied=denied,
        outcome=row["outcome"],
        confidence=confidence,
        message=message,
        advice=texts.advice.get(rule) if rule and row["outcome"] not in (None, "payable") else None,
        lines=(row["line"],),
    )


def _about(row: Row, words: str) -> str:
    """`words` after the code, with the modifier whose row answers: 84165-26 has a status of its own."""
    if words.startswith(row["hcpcs"]):
        return words
    return f"{row['hcpcs']}{'-' if row['row_modifier'] else ''}{row['row_modifier']}: {words}"


def _reason(row: Row, texts: Texts) -> str:
    entry, rule = row["reason_entry"], row["rule"]
    return say(texts.says[entry], row, texts[rule])


def _payable(row: Row, texts: Texts) -> list[str]:
    words = [f"status {row['status']}, {texts[row['status_rule']]}"]
    if f"PCTC-{row['pctc']}" in texts and row["pctc"] not in ("0", "9") and not row["row_modifier"]:
        # Of 77387 the technical part is bundled: without a modifier the line is not both.
        bundled = f"PCTC-{row['pctc']}-TC-BUNDLED" if "TC B" in (row["other_rows"] or "") else ""
        words.append(f"PC/TC {row['pctc']}, {texts[bundled if bundled in texts else 'PCTC-' + row['pctc']]}")
    if row["reason_code"] == "by_report":
        words.append(_reason(row, texts))
    return [*words, *_other_rows(row, texts)]


def _other_rows(row: Row, texts: Texts) -> list[str]:
    """What the code is with 26, TC or 53 where it is not what it is without: 84165-26 is paid here, 84165 is not."""
    if row["modifiers"] or not row["other_rows"]:
        return []
    rows = (item.split(" ") for item in row["other_rows"].split(", "))
    return [price_words.with_modifier(modifier, status, texts[f"STATUS-{status}"]) for modifier, status in rows]


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
    if units["mue"] is None:
        words = [f"no MUE is published for {units['hcpcs']}, which is not to say that any units are paid"]
    else:
        words = [f"MUE {units['mue']} {scope(units)} (MAI {units['mai']}, {units['edition']})"]
    if add_on_row is None:
        words.append("no add-on code")
    else:
        listed = f" to {named(primaries)}" if primaries else ", its primary codes are the MAC's to list"
        words.append(f"add-on code (type {add_on_row['add_on_type']}){listed}")
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
