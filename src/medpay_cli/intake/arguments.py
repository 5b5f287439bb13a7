"""What a Python caller may give where codes or a date are asked for, and how errors name what was given."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from numbers import Integral
from typing import Any

from medpay_cli.dataset.releases import parse_date
from medpay_cli.errors import RequestError

# Argument of a Python call for an option of the commands that is named otherwise.
ARGUMENTS = {
    "zip": "zip_code",
    "dos": "date",
    "mod": "modifiers",
    "nonpar": "nonparticipating",
    "facility": "setting='facility'",
    "nonfacility": "setting='nonfacility'",
    "map": "mapping",
    "date-format": "date_order",
}
_OPTION = re.compile(r"--([a-z]+(?:[-/]-*[a-z]+)*)")


@contextmanager
def as_arguments(own: Mapping[str, str] | None = None) -> Iterator[None]:
    """Errors raised inside, worded for the command line, in the words of a Python call: `date` for `--dos`.

    `own` names the options that are called otherwise in this call alone.
    """
    names = ARGUMENTS | dict(own or {})
    try:
        yield
    except RequestError as error:
        message = _OPTION.sub(lambda found: names.get(found[1]) or _plain(found[1]), str(error))
        raise RequestError(message) from None


def _plain(option: str) -> str:
    """`locality/mac` for `--locality/--mac`, `memory_limit` for `--memory-limit`."""
    return option.replace("/--", "/").replace("-", "_")


def said(value: object) -> str | None:
    """A number as a text: 13 for MAC, ZIP code, minutes."""
    return None if value is None else str(value)


def code_texts(codes: object) -> list[str]:
    """The codes as texts: of one text or number, or of any iterable of them (a list, a generator, a Series).

    Raises RequestError for what is neither.
    """
    if isinstance(codes, str | Integral):
        return [_text(codes)]
    if not isinstance(codes, Iterable) or isinstance(codes, bytes | Mapping):
        raise RequestError(f"codes: give a text such as '77417-26' or several of them, not {type(codes).__name__}")
    return [_text(code) for code in codes]


def _text(code: object) -> str:
    if isinstance(code, str):
        return code
    if isinstance(code, Integral) and not isinstance(code, bool):
        return str(int(code))
    raise RequestError(f"codes: {code!r} is no code: write texts, such as '77417-26'")


def day(value: Any, name: str = "date") -> dt.date | None:
    """A date from a date, a datetime (its day) or an ISO text; None for None. Raises RequestError."""
    if value is None:
        return None
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, str):
        return parse_date(value, name)
    raise RequestError(f"{name}: give a date or a text such as '2026-07-15', not {type(value).__name__}")
