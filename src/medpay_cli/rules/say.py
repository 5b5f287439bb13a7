"""Fills the sentence of a catalogue entry with the columns of a row."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from medpay_cli.errors import DatasetError

_FIELD = re.compile(r"\{(\w+)(?::(\w+))?\}")
# What stands after the colon of a field -> how its value is written.
FORMATS: dict[str, Callable[[Any], str]] = {
    "": str,
    # Dollars with their thousands: $1,234.50.
    "money": "${:,.2f}".format,
    "year": lambda date: str(date.year),
    # 2.000 -> 2, 2.500 -> 2.5.
    "number": lambda number: f"{number.normalize():f}",
    # The parts of 26,TC.
    "and": lambda parts: parts.replace(",", " and "),
    "list": lambda parts: parts.replace(",", ", "),
    # A sentence as part of another.
    "clause": lambda sentence: sentence.rstrip("."),
}
UNKNOWN = "unknown"
# What a sentence names of the entry it speaks for: its message, advice, id and first day; and the modifier it is.
TOLD = ("message", "advice", "entry", "since", "modifier")
NOBODY: Mapping[str, Any] = {}


def say(template: str, row: Mapping[str, Any], message: str = "", told: Mapping[str, Any] = NOBODY) -> str:
    """`template` with `{column}` or `{column:format}` of `row` filled in; `{message}` is the rule's that decides.

    `told` is the rest of TOLD. A value that the row does not know is `unknown`.
    """

    def value(found: re.Match[str]) -> str:
        if found[1] == "message":
            return message
        known = told[found[1]] if found[1] in told else row[found[1]]
        return UNKNOWN if known is None else FORMATS[found[2] or ""](known)

    return _FIELD.sub(value, template)


def fields(template: str) -> dict[str, str]:
    """The columns that `template` names, those of TOLD aside, each with its format."""
    return {name: form for name, form in _FIELD.findall(template) if name not in TOLD}


def checked(entry: Mapping[str, Any]) -> list[str]:
    """The columns that the sentence of an entry names.

    Raises DatasetError, naming file and id, for a format that there is not and a brace that is no column.
    """
    name, template = f"{entry['file']}: {entry['id']}", entry["says"]
    wrong = [form for _, form in _FIELD.findall(template) if form not in FORMATS]
    if wrong:
        raise DatasetError(f"{name}: format {wrong[0]!r} is none of {', '.join(FORMATS)}")
    if set("{}") & set(_FIELD.sub("", template)):
        raise DatasetError(f"{name}: a brace that is no {{column}} in {template!r}")
    return list(fields(template))
