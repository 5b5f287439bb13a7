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
    r"(?:[X*](?P<first_units>[0-9]+(?:\.[0-9]{1,3})?)(?=\s*[-:]))?"
    r"(?:\s*[-:]\s*(?P<modifiers>[0-9A-Z]{2}(?:[-:,;][0-9A-Z]{2})*))?"
    r"(?:\s*[X*]\s*(?P<units>[0-9]+(?:\.[0-9]{1,3})?))?"
)
# Other characters that mean the same: dashes, the multiplication sign, full-width letters and digits.
_SAME = {ord(dash): "-" for dash in "\u2010\u2011\u2012\u2013\u2014\u2212"} | {ord("\u00d7"): "X"}
_SAME |= {wide: chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F)}


class CodeLine(NamedTuple):
    """One line as written: `units` is None where the text names none."""

    hcpcs: str
    modifiers: tuple[str, ...]
    units: Decimal | None


def parse_line(text: str) -> CodeLine:
    """The code, modifiers and units in `text`; letters in either case.

    Raises RequestError with one line that says what is wrong and what is valid.
    """
    written = text.strip().upper().translate(_SAME)
    found = _LINE.fullmatch(written)
    if found is None:
        hint = f"; {guess}" if (guess := likely(written)) else ": write 77417, 77417-26, 77417:26,59 or 97110x2"
        raise RequestError(f"cannot read {text!r} as a code{hint}")
    modifiers = parse_modifiers([found["modifiers"] or ""])
    if found["first_units"] and found["units"]:
        raise RequestError(f"{text!r} names its units twice: write 97110-GPx2")
    number = found["first_units"] or found["units"]
    return CodeLine(hcpcs(found["code"]), modifiers, units(number) if number else None)


def hcpcs(text: str) -> str:
    """A five-character HCPCS code in upper case. Raises RequestError, with a hint at what it looks like."""
    code = text.strip().upper().translate(_SAME)
    if _HCPCS.fullmatch(code):
        return code
    raise RequestError(
        f"{text!r} is not a code: {likely(code) or 'a code has 5 characters, such as 99213, G0105 or 0042T'}"
    )


def likely(written: str) -> str:
    """What `written` (upper case), which is no code, looks like, in words; '' when like nothing known.

    A zero that Excel dropped is only one of the readings: three or four digits are a revenue code as often.
    """
    if re.fullmatch(r"#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!|#+)", written):
        return "it is an error value of a spreadsheet"
    if re.fullmatch(r"(NDC[\s:]*)?([0-9]{4,5}-[0-9]{3,4}-[0-9]{1,2}|[0-9]{10,11})", written):
        return "it looks like an NDC, the package of a drug: Medicare pays by the HCPCS code of the drug"
    if re.fullmatch(r"[0-9]\.[0-9]+E\+?[0-9]", written):
        # Excel's way to show a number in a narrow column; digits may be lost, so it stays a question.
        return _number(f"{Decimal(written):.0f}") or "it is a number as a spreadsheet shows it"
    if found := re.fullmatch(r"([0-9]{3,5})\.0*", written):
        return _number(found[1])
    if re.fullmatch(r"[0-9]{3,4}", written):
        return _number(written)
    if _HCPCS.fullmatch(plain := re.sub(r"[\s'\".;,:-]", "", written)):
        return f"did you mean {plain}?"
    if glued := re.fullmatch(rf"({_HCPCS.pattern})[\s,;._/]*((?:[0-9A-Z]{{2}}[\s,;./]*){{1,4}})", written):
        return f"did you mean {glued[1]}-{','.join(re.findall('[0-9A-Z]{2}', glued[2]))}?"
    if re.search(r"[,;|\t\u2409]", written):
        return "it has several cells: give the column of codes alone (cut -d, -f1)"
    return ""


def _number(digits: str) -> str:
    """What a whole number of three to five digits can mean. CPT has leading zeros in anesthesia, 00100 to 01999."""
    if len(digits) == 5:
        return f"did you mean {digits}?"
    revenue, anesthesia = digits.zfill(4), digits.zfill(5)
    if not 100 <= int(digits) <= 1999:
        return f"a code has 5 characters; is it revenue code {revenue} of a hospital claim, or is a digit missing?"
    return (
        f"a code has 5 characters; is it revenue code {revenue} of a hospital claim,"
        f" or anesthesia code {anesthesia} without its zeros?"
    )


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
