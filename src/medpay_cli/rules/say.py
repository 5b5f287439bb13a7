"""Fills the sentence of a catalogue entry with the columns of a row."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

_FIELD = re.compile(r"\{(\w+)(?::(\w+))?\}")
# What stands after the colon of a field -> how its value is written.
FORMATS: dict[str, Callable[[Any], str]] = {
    "": str,
    # Dollars with their thousands: $1,234.50.
    "money": "${:,.2f}".format,
    "year": lambda date: str(date.year),
    # The parts of 26,TC.
    "and": lambda parts: parts.replace(",", " and "),
    "list": lambda parts: parts.replace(",", ", "),
}
UNKNOWN = "unknown"


def say(template: str, row: Mapping[str, Any], message: str = "") -> str:
    """`template` with `{column}` or `{column:format}` of `row` filled in; `{message}` is the rule's that decides.

    A value that the row does not know is `unknown`.
    """

    def value(found: re.Match[str]) -> str:
        if found[1] == "message":
            return message
        known = row[found[1]]
        return UNKNOWN if known is None else FORMATS[found[2] or ""](known)

    return _FIELD.sub(value, template)


def fields(template: str) -> dict[str, str]:
    """The columns that `template` names, `message` aside, each with its format."""
    return {name: form for name, form in _FIELD.findall(template) if name != "message"}
