"""`medpay_cli.bundle`: may these codes be billed together, and all edits of one code."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from medpay_cli.answers.claims import BundleAnswer, judge, one
from medpay_cli.dataset.codes import CodeLine, parse_line
from medpay_cli.edits.record import EditRecord
from medpay_cli.errors import RequestError
from medpay_cli.intake.arguments import code_texts, day


def bundle(
    *codes: str | int | Iterable[str | int], date: dt.date | str | None = None, table: str = "practitioner"
) -> list[EditRecord]:
    """What NCCI and the fee schedule say of these codes on one claim and day, a record each.

    `codes` are written as in `price`: `45380-59`, `77417x2`, one after the other or in any iterable. `date` is the date
    of service (default today); `table` is 'practitioner' or 'outpatient' (hospital outpatient claims). A single code
    with units or modifiers is a claim of one line, followed by the code's edits in both roles; a bare code is told in
    one record (kind 'code') before its edits. Raises RequestError for an unknown code, modifier, date or table.
    Source: CMS NCCI Policy Manual 2026, chapter I; the rules are in `medpay_cli/rules/ncci.toml`.
    """
    found = answer([text for code in codes for text in code_texts(code)], day(date), table)
    return [*found.records, *found.listing]


def answer(texts: Sequence[str], date: dt.date | None = None, table: str = "practitioner") -> BundleAnswer:
    """The codes of one claim, judged together; a single code with the list of its edits. Raises RequestError."""
    lines = [parse_line(text) for text in texts]
    if not lines:
        raise RequestError("no code: give one, or the codes of a claim")
    if len(lines) == 1:
        return one(lines[0], date, table, claimed=is_claim(lines[0]))
    [found], unknown = judge([lines], date, table)
    for wrong in unknown.values():
        raise RequestError(wrong)
    return found


def is_claim(line: CodeLine) -> bool:
    """Whether a single code is a claim of one line: units or modifiers were written."""
    return bool(line.modifiers) or line.units is not None
