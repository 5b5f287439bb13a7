"""`medpay_cli.bundle`: may these codes be billed together, and all edits of one code."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from medpay_cli.dataset.codes import CodeLine, parse_line
from medpay_cli.dataset.releases import parse_date
from medpay_cli.edits.claims import BundleAnswer, judge, one
from medpay_cli.edits.record import EditRecord
from medpay_cli.errors import RequestError


def bundle(
    codes: str | Sequence[str], *, date: dt.date | str | None = None, table: str = "practitioner"
) -> list[EditRecord]:
    """What NCCI and the fee-schedule status say of these codes on one claim and day, a record each.

    `codes` are written as in `price`: `45380-59`, `77417x2`. `date` is the date of service (default today);
    `table` is 'practitioner' or 'outpatient' (hospital outpatient claims). A single code with units or modifiers
    is a claim of one line, followed by the code's edits in both roles; a bare code is told in one record (kind
    'code') before its edits. Raises RequestError for an unknown code, modifier, date or table.
    Source: CMS NCCI Policy Manual 2026, chapter I; the rules are in `medpay_cli/rules/ncci.toml`.
    """
    day = parse_date(date, "date") if isinstance(date, str) else date
    found = answer([codes] if isinstance(codes, str) else list(codes), day, table)
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
