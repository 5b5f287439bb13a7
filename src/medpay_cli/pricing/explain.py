"""Puts a priced row into words: the reason there is no amount, and the notes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from medpay_cli.rules.noted import COMPILED, Rules, message, parts, sentences
from medpay_cli.rules.say import say

Row = Mapping[str, Any]
Texts = Mapping[str, Mapping[str, Any]]
SETTINGS = {"facility": "facility", "nonfacility": "non-facility"}


def reason(row: Row, texts: Texts) -> str | None:
    """One sentence that says why the line has no allowed amount; None when it has one."""
    entry = row["reason_entry"]
    if entry is None:
        return None
    return say(texts[entry]["says"], row, rule_of(row, texts).get("message") or "")


def paid_by(schedule: tuple[str, str, bool] | None, rule: str, rules: Rules) -> str:
    """Who pays instead: named by CMS's list, probably by the range of the code, or only that another may (`rule`)."""
    _, name, certain = schedule or (rule, None, None)
    return message("payer", {"payer_rule": rule, "schedule": name, "certain": certain}, rules)


def with_modifier(modifier: str, status: str, rules: Rules) -> str:
    """What a code is with 26, TC or 53 where its row has a status of its own."""
    return message("other_row", {"other_modifier": modifier, "status": status}, rules)


def rule_of(row: Row, texts: Texts) -> Mapping[str, Any]:
    """The rule that decides, or an empty one."""
    return texts.get(row["rule"] or "", {})


def notes(row: Row, texts: Texts) -> list[str]:
    """What the reader must know beside the amount: the notes of the catalogue that hold (rules/notes.py), in order.

    `row` has the columns of pricing/note_fact.py.
    """
    return sentences("price", row, texts.__getitem__)


def doubts(fits: Iterable[tuple[str | None, str | None, dt.date | None]]) -> list[str]:
    """What is uncertain where the release in force on a date is not loaded, sorted; nothing where it is.

    `fits` are release, its `release_fit` and date of each line; the sentences are those of their notes.
    """
    found = {(fit, release, date) for release, fit, date in fits if fit not in (None, "in_force")}
    if not found:
        return []
    says = {note.id: note.says for part in parts(COMPILED, "price") for note in part.notes}
    return sorted(
        say(says[f"NOTE-RELEASE-{fit}".upper()], {"release": release, "date": date}) for fit, release, date in found
    )
