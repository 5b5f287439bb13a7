"""Many claims at once, one a line of text: each judged alone, all in one run; a bad line is a record too."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from medpay_cli.answers.claims import BundleAnswer, judge, table_name
from medpay_cli.dataset.codes import CodeLine, parse_line
from medpay_cli.edits.record import EditRecord
from medpay_cli.errors import RequestError

_MODIFIER = re.compile(r"[0-9A-Za-z]{2}(?:[xX*][0-9.]+)?")
_UNITS = re.compile(r"[xX*][0-9.]+")


class BatchClaim(NamedTuple):
    """One line of the input: its number, its text, and what is said of it; `mistake` when it cannot be judged."""

    number: int
    text: str
    answer: BundleAnswer | None
    mistake: str | None


class Batch(NamedTuple):
    """Every claim of the input, in its order."""

    claims: list[BatchClaim]
    records: list[EditRecord]

    @property
    def mistakes(self) -> list[BatchClaim]:
        """The lines that could not be judged."""
        return [claim for claim in self.claims if claim.mistake is not None]

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is uncertain about all the answers."""
        return next((claim.answer.warnings for claim in self.claims if claim.answer), ())


def judge_lines(lines: Iterable[tuple[int, str]], date: dt.date | None, table: str) -> Batch:
    """Judge the claims of (line number, text). Raises RequestError for a wrong date or table only."""
    written: list[tuple[int, str, Sequence[CodeLine], str | None]] = []
    for number, text in lines:
        try:
            claim = [parse_line(part) for part in split(text)]
            written.append((number, text, claim, None if claim else f"no code in {text!r}"))
        except RequestError as error:
            written.append((number, text, (), str(error)))
    answers, unknown = judge([codes for *_, codes, mistake in written if mistake is None], date, table)
    judged = iter(answers)
    claims = []
    for number, text, codes, mistake in written:
        answer = None if mistake else next(judged)
        strange = next((unknown[code] for code in codes if code in unknown), None)
        claims.append(BatchClaim(number, text, None if strange else answer, mistake or strange))
    day = date or dt.date.today()
    return Batch(claims, [record for claim in claims for record in _records(claim, day, table_name(table))])


def split(text: str) -> list[str]:
    """The codes of a claim: between blanks, semicolons and commas, save a comma between modifiers (`77417:26,59`)."""
    codes: list[str] = []
    for word in re.split(r"[\s;|]+", re.sub(r"\s*([-:])\s*", r"\1", text.strip())):
        for part, after_comma in ((piece, i > 0) for i, piece in enumerate(word.split(","))):
            joins = after_comma and codes and re.search("[-:]", codes[-1]) and _MODIFIER.fullmatch(part)
            if joins:
                codes[-1] += f",{part}"
            elif codes and _UNITS.fullmatch(part):
                codes[-1] += part
            elif part:
                codes.append(part)
    return codes


def _records(claim: BatchClaim, day: dt.date, table: str) -> list[EditRecord]:
    if claim.answer is not None:
        return [replace(record, claim=claim.number) for record in claim.answer.records]
    return [
        EditRecord(
            kind="unreadable",
            rule=None,
            table=table,
            edition=None,
            date=day,
            confidence="none",
            message=f"{claim.mistake}",
            claim=claim.number,
        )
    ]
