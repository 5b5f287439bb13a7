"""Reads a charge line as a user writes it: `77417`, `77417-26`, `77417:26,59`, `97110x2`."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from medpay_cli.errors import RequestError

# Most modifiers a claim line has room for (CMS-1500 box 24D; 837P SV101).
MAX_MODIFIERS = 4
MAX_UNITS = Decimal("9999999")

# GXXX1 is a placeholder CMS published as a code in RVU26B and RVU26C.
_HCPCS = re.compile(r"[0-9A-Z][0-9]{3}[0-9A-Z]|[A-Z]XXX[0-9]")
_MODIFIER = re.compile(r"[0-9A-Z]{2}")
_LINE = re.compile(
    r"(?P<code>[A-Z]XXX[0-9]|[^-:\s]*?)"
    r"(?:[-:](?P<modifiers>[0-9A-Z]{2}(?:[-:,;][0-9A-Z]{2})*))?"
    r"(?:\s*[X*]\s*(?P<units>[0-9]+(?:\.[0-9]{1,3})?))?"
)


class CodeLine(NamedTuple):
    """One line as written: `units` is None where the text names none."""

    hcpcs: str
    modifiers: tuple[str, ...]
    units: Decimal | None


def parse_line(text: str) -> CodeLine:
    """The code, modifiers and units in `text`; letters in either case.

    Raises RequestError with one line that says what is wrong and what is valid.
    """
    written = text.strip().upper()
    found = _LINE.fullmatch(written)
    if found is None:
        raise RequestError(f"cannot read {text!r} as a code: write 77417, 77417-26, 77417:26,59 or 97110x2")
    modifiers = parse_modifiers([found["modifiers"] or ""])
    return CodeLine(hcpcs(found["code"]), modifiers, units(found["units"]) if found["units"] else None)


def hcpcs(text: str) -> str:
    """A five-character HCPCS code in upper case. Raises RequestError, with a hint for a lost leading zero."""
    code = text.strip().upper()
    if _HCPCS.fullmatch(code):
        return code
    if code.isdigit() and len(code) in (3, 4):
        raise RequestError(f"{text!r} is not a code: a code has 5 characters; did you mean {code.zfill(5)}?")
    raise RequestError(f"{text!r} is not a code: a code has 5 characters, such as 99213, G0105 or 0042T")


def parse_modifiers(texts: list[str]) -> tuple[str, ...]:
    """Modifiers from repeated options and separated lists, in order, each once.

    Raises RequestError for one that is not two letters or digits, and for more than a claim line holds.
    """
    written = [part for text in texts for part in re.split(r"[-:,;\s]+", text.strip().upper()) if part]
    for part in written:
        if not _MODIFIER.fullmatch(part):
            raise RequestError(f"{part!r} is not a modifier: a modifier has 2 characters, such as 26, TC or 59")
    modifiers = tuple(dict.fromkeys(written))
    if len(modifiers) > MAX_MODIFIERS:
        raise RequestError(f"{len(modifiers)} modifiers on one line: a claim line holds {MAX_MODIFIERS}")
    return modifiers


def units(text: str) -> Decimal:
    """A number of units above zero with at most three decimals. Raises RequestError."""
    if not re.fullmatch(r"[0-9]{1,7}(\.[0-9]{1,3})?", text.strip()) or not Decimal(text):
        raise RequestError(f"{text!r} is not a number of units: write a number above 0, at most {MAX_UNITS:,}")
    return Decimal(text.strip())


def dollars(text: str, what: str = "charge") -> Decimal:
    """An amount such as `125`, `125.50` or `$1,250.00`, zero or more. Raises RequestError."""
    plain = text.strip().removeprefix("$").replace(",", "")
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,2})?", plain):
        raise RequestError(f"{text!r} is not a {what} in dollars: write 125 or 125.50")
    return Decimal(plain)
