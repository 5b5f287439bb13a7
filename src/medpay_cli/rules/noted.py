"""What the catalogue says of a row: the `[[note]]` and `[[sentence]]` entries about such a thing that hold for it."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import groupby, islice
from pathlib import Path
from typing import Any, NamedTuple

from medpay_cli.rules.predicate import Told, function
from medpay_cli.rules.say import say

Row = Mapping[str, Any]
# Id of an entry -> its message, advice and first day (effective_from), as far as they are known.
Rules = Callable[[str], Mapping[str, Any]]
COMPILED = Path(__file__).parent / "compiled"
NO_RULE: Mapping[str, Any] = {}
# Of a sentence that speaks for no entry.
NO_RULES: Rules = {"": NO_RULE}.__getitem__


class Note(NamedTuple):
    """A compiled entry: its condition, sentence, the id of the entry it speaks for, the modifiers it is asked of."""

    id: str
    when: Told
    rule: Told
    modifiers: frozenset[str]
    says: str


class Part(NamedTuple):
    """Notes of which the first that holds is said: once, or of each of the `modifiers` that the row has."""

    modifiers: frozenset[str]
    notes: Sequence[Note]


# A note that is said, the id of the entry it speaks for ('' for itself), the modifier it is said of.
Said = tuple[Note, str, str]


def noted(about: str, row: Row) -> list[Said]:
    """What is said of `row`, in file order."""
    said: list[Said] = []
    for modifiers, notes in parts(COMPILED, about):
        if not modifiers:
            for note in notes:
                if note.when(row):
                    said.append((note, note.rule(row), ""))
                    break
        elif row["modifiers"]:
            said += _of_modifiers(modifiers.intersection, notes, row)
    return said


def _of_modifiers(asked: Callable[[list[str]], Container[str]], notes: Sequence[Note], row: Row) -> Iterator[Said]:
    listed = row["modifiers"].split(",")
    met = asked(listed)
    for modifier in listed:
        if modifier in met:
            own = {**row, "modifier": modifier}
            found = (note for note in notes if modifier in note.modifiers and note.when(own))
            yield from ((note, note.rule(own), modifier) for note in islice(found, 1))


def sentences(about: str, row: Row, rules: Rules) -> list[str]:
    """The sentences of `noted`, filled in."""
    return [
        _sentence(note, entry, modifier, row, rules) if entry else say(note.says, row)
        for note, entry, modifier in noted(about, row)
    ]


def message(about: str, row: Row, rules: Rules = NO_RULES) -> str:
    """The sentences of `noted` as one: parts after a semicolon, but for one that begins with its own."""
    first, *more = sentences(about, row, rules) or [""]
    return first + "".join([text if text[:1] in " ,;" else f"; {text}" for text in more])


def _sentence(note: Note, entry: str, modifier: str, row: Row, rules: Rules) -> str:
    rule = rules(entry)
    told = {
        "entry": entry,
        "modifier": modifier,
        "advice": rule.get("advice") or "",
        "since": rule.get("effective_from"),
    }
    return say(note.says, row, rule.get("message") or "", told)


@lru_cache(maxsize=16)
def parts(folder: Path, about: str) -> list[Part]:
    """The compiled entries about one kind of row: an entry without a part is one itself, as are neighbours `each`."""
    found = []
    for line in (folder / "note.tsv").read_text(encoding="utf-8").splitlines():
        note, of, part, when, rule, modifiers, says = line.split("\t")
        if about in of.split():
            compiled = Note(note, function(when), function(rule), frozenset(modifiers.split()), says)
            found.append((part or ("" if modifiers else note), compiled))
    grouped = ([note for _, note in group] for _, group in groupby(found, key=lambda each: each[0]))
    return [Part(frozenset().union(*(note.modifiers for note in notes)), notes) for notes in grouped]
