"""Puts a priced row into words: the reason there is no amount, and the notes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from medpay_cli.dataset.literals import in_sql
from medpay_cli.dataset.store import COMPILED, table_sql
from medpay_cli.rules.predicate import Told, function
from medpay_cli.rules.say import say

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Row = Mapping[str, Any]
Texts = Mapping[str, Mapping[str, Any]]
NO_RULE: Mapping[str, Any] = {}
SETTINGS = {"facility": "facility", "nonfacility": "non-facility"}


def reason(row: Row, texts: Texts) -> str | None:
    """One sentence that says why the line has no allowed amount; None when it has one."""
    entry = row["reason_entry"]
    if entry is None:
        return None
    return say(texts[entry]["says"], row, rule_of(row, texts).get("message") or "")


def paid_by(schedule: tuple[str, str, bool] | None, rule: Mapping[str, Any]) -> str:
    """Who pays instead: named by CMS's list, probably by the range of the code, or only that another may."""
    if schedule is None:
        return f"{rule['message']}"
    return f"{'' if schedule[2] else 'probably '}paid by {schedule[1]}"


def with_modifier(modifier: str, status: str, message: str) -> str:
    """What a code is with 26, TC or 53 where its row has a status of its own; `message` is that of the status."""
    return f"with {modifier} it is status {status}, {message.split(':')[0]}"


def rule_of(row: Row, texts: Texts) -> Mapping[str, Any]:
    """The rule that decides, or an empty one."""
    return texts.get(row["rule"] or "", {})


def notes(row: Row, texts: Texts) -> list[str]:
    """What the reader must know beside the amount: the notes of the catalogue that hold (rules/notes.py), in order.

    `row` has the columns of pricing/note_fact.py.
    """
    return [say(texts[note]["says"], row, *_told(entry, texts)) for note, entry in noted(row)]


def noted(row: Row) -> Iterator[tuple[str, str]]:
    """The id of each note that holds for a line, and of the entry it speaks for; '' where it speaks for itself."""
    for of_modifiers, group in _notes(COMPILED):
        if not of_modifiers:
            yield from ((note.id, note.rule(row)) for note in group if note.when(row))
            continue
        for modifier in row["modifiers"].split(","):
            own = {**row, "modifier": modifier}
            said = (note.id for note in group if modifier in note.modifiers and note.when(own))
            yield from ((note, f"MOD-{modifier}") for note in islice(said, 1))


class _Note(NamedTuple):
    """A compiled note: its condition, the id of the entry it speaks for, the modifiers it is asked of."""

    id: str
    when: Told
    rule: Told
    modifiers: frozenset[str]


@lru_cache(maxsize=1)
def _notes(folder: Path) -> list[tuple[bool, list[_Note]]]:
    """The compiled notes in file order, those that are asked of each modifier together."""
    lines = (folder / "line_note.tsv").read_text(encoding="utf-8").splitlines()
    notes = [
        _Note(note, function(when), function(rule), frozenset(modifiers.split()))
        for note, when, rule, modifiers in (line.split("\t") for line in lines)
    ]
    return [(each, list(group)) for each, group in groupby(notes, key=lambda note: bool(note.modifiers))]


def _told(entry: str, texts: Texts) -> tuple[str, Mapping[str, Any]]:
    """What a sentence may name of the entry it speaks for."""
    rule = texts[entry] if entry else NO_RULE
    told = {
        "entry": entry,
        "modifier": entry.removeprefix("MOD-"),
        "advice": rule.get("advice") or "",
        "since": rule.get("effective_from"),
    }
    return rule.get("message") or "", told


def doubts(connection: DuckDBPyConnection, fits: Iterable[tuple[str | None, str | None, dt.date | None]]) -> list[str]:
    """What is uncertain where the release in force on a date is not loaded, sorted; nothing where it is.

    `fits` are release, its `release_fit` and date of each line; the sentences are those of their notes.
    """
    found = {(fit, release, date) for release, fit, date in fits if fit not in (None, "in_force")}
    if not found:
        return []
    ids = {fit: f"NOTE-RELEASE-{fit}".upper() for fit, *_ in found}
    listed = f"select id, says from ({table_sql('rule', ('id', 'says'))}) where id in ({in_sql(sorted(ids.values()))})"
    says = dict(connection.execute(listed).fetchall())
    return sorted(say(says[ids[fit]], {"release": release, "date": date}) for fit, release, date in found)
