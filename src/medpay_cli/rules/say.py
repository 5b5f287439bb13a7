"""Fills the sentence of a catalogue entry with the columns of a row."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from medpay_cli.errors import DatasetError

_FIELD = re.compile(r"\{(\w+)(?::(\w+)|\?([^{}|]*)\|([^{}|]*))?\}")
# What stands after the colon of a field -> how its value is written.
FORMATS: dict[str, Callable[[Any], str]] = {
    "": str,
    # Dollars with their thousands: $1,234.50.
    "money": "${:,.2f}".format,
    # 2,000 lines.
    "count": "{:,}".format,
    "year": lambda date: str(date.year),
    # 2.000 -> 2, 2.500 -> 2.5.
    "number": lambda number: f"{number.normalize():f}",
    # The parts of 26,TC.
    "and": lambda parts: parts.replace(",", " and "),
    # Modifiers with their verb: modifier FX is, modifiers FX and FY are.
    "modifiers": lambda parts: (
        f"modifiers {parts.replace(',', ' and ')} are" if "," in parts else f"modifier {parts} is"
    ),
    "list": lambda parts: parts.replace(",", ", "),
    # What stands before the colon of a message.
    "head": lambda sentence: sentence.partition(":")[0],
    # A sentence as part of another.
    "clause": lambda sentence: sentence.rstrip("."),
}
UNKNOWN = "unknown"
# What has the first of two words; an indicator such as the MAI is a text.
ONE = (1, "1")
# What a sentence names of the entry it speaks for: its message, advice, id and first day; and the modifier it is.
TOLD = ("message", "advice", "entry", "since", "modifier")
NOBODY: Mapping[str, Any] = {}


def say(template: str, row: Mapping[str, Any], message: str = "", told: Mapping[str, Any] = NOBODY) -> str:
    """`template` with `{column}` or `{column:format}` of `row` filled in; `{message}` is the rule's that decides.

    `{column?line|lines}` is the first for one, the second for another number. `told` is the rest of TOLD. A value that
    the row does not know is `unknown`.
    """

    filled = []
    for text, name, form, one, many in _parsed(template):
        filled.append(text)
        if not name:
            continue
        known = message if name == "message" else told[name] if name in told else row[name]
        if known is None:
            filled.append(UNKNOWN)
        elif many is not None:
            filled.append(one if known in ONE else many)
        else:
            filled.append(FORMATS[form](known) if form or known.__class__ is not str else known)
    return "".join(filled)


@lru_cache(maxsize=512)
def _parsed(template: str) -> list[tuple[str, str, str, str, str | None]]:
    """The text before each field, its name, its format, and the words for one and for another number."""
    parts, at = [], 0
    for found in _FIELD.finditer(template):
        parts.append((template[at : found.start()], found[1], found[2] or "", found[3] or "", found[4]))
        at = found.end()
    return [*parts, (template[at:], "", "", "", None)]


def fields(template: str) -> dict[str, str]:
    """The columns that `template` names, those of TOLD aside, each with its format."""
    return {name: form for _, name, form, *_ in _parsed(template) if name and name not in TOLD}


def checked(entry: Mapping[str, Any]) -> list[str]:
    """The columns that the sentence of an entry names.

    Raises DatasetError, naming file and id, for a format that there is not and a brace that is no column.
    """
    name, template = f"{entry['file']}: {entry['id']}", entry["says"]
    wrong = [form for _, _, form, *_ in _parsed(template) if form not in FORMATS]
    if wrong:
        raise DatasetError(f"{name}: format {wrong[0]!r} is none of {', '.join(FORMATS)}")
    if set("{}") & set(_FIELD.sub("", template)):
        raise DatasetError(f"{name}: a brace that is no {{column}} in {template!r}")
    return list(fields(template))
