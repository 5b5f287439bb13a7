"""A file of charge lines priced claim by claim, all in one run."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from medpay_cli.dataset import codes, places
from medpay_cli.dataset.places import PlaceQuery, Places
from medpay_cli.dataset.store import connect
from medpay_cli.errors import RequestError
from medpay_cli.intake.lines import Defaults
from medpay_cli.pricing.answers import price_questions
from medpay_cli.pricing.claim_file import ClaimFile, Row, read, refuse
from medpay_cli.pricing.explain import doubts
from medpay_cli.pricing.lines import ChargeLine
from medpay_cli.pricing.price import MISTAKES, PriceAnswer, unreadable
from medpay_cli.pricing.question import Question
from medpay_cli.pricing.record import PricedLine
from medpay_cli.pricing.request import PriceRequest, dated, minutes_of, pos_of, provider_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# MAC and locality of one place.
KEY = re.compile(r"[0-9]{7}")


class PricedFile:
    """The records of a file of claims, some claims at a time; `lines` and `claims` count all that it has.

    Iterating gives the records of a part, in the order of the file; the first line of a part comes before that of the
    next. `warnings`, after that, say how the file was understood and what is uncertain.
    """

    def __init__(
        self, connection: DuckDBPyConnection, listed: ClaimFile, reader: _Reader, request: PriceRequest
    ) -> None:
        self._connection = connection
        self._listed = listed
        self._reader = reader
        self._request = request
        self._fits: set[tuple[str | None, str | None, dt.date | None]] = set()
        self.lines = listed.lines
        self.claims = listed.claims

    def __iter__(self) -> Iterator[list[PricedLine]]:
        """The records of each part."""
        several = self._listed.parts > 1
        if several:
            # Importing the edits takes milliseconds that a small file does not need.
            from medpay_cli.edits.engine import load_edits

            load_edits(self._connection, "select hcpcs from file_row where hcpcs is not null")
        for part in range(self._listed.parts):
            rows = self._listed.rows(part)
            if not rows:
                # A claim with more lines than a part takes the places of several.
                continue
            records = self._priced(rows, edits_loaded=several)
            self._fits |= {(record.release, record.release_fit, record.date) for record in records}
            yield list(_doubted(records))

    @property
    def warnings(self) -> tuple[str, ...]:
        """How the file was understood, and what is uncertain of the records given so far."""
        return (*_said(self._listed), *doubts(self._fits))

    def _priced(self, rows: list[Row], *, edits_loaded: bool) -> list[PricedLine]:
        # The first that the lines of a claim name.
        self._reader.deductibles = {row["claim"]: row["deductible"] for row in reversed(rows) if row["deductible"]}
        asked: dict[int, Question] = {}
        refused: dict[int, str] = {}
        for row in rows:
            try:
                asked[row["line"]] = self._reader.question(row)
            except RequestError as error:
                # In the words of the file, not of the command line.
                refused[row["line"]] = str(error).replace("--provider", "provider_type")
        found = price_questions(self._connection, list(asked.values()), edits_loaded=edits_loaded)
        priced = dict(zip(asked, found, strict=True))
        return [
            priced.get(row["line"])
            or replace(
                unreadable(row["code_text"] or "", refused[row["line"]], self._request),
                claim=row["claim"],
                line=row["file_line"],
                date=None,
            )
            for row in rows
        ]


def parts(
    file: str, request: PriceRequest, *, mapping: Mapping[str, str] | None = None, date_order: str | None = None
) -> PricedFile:
    """As `answer`, some claims at a time, so that no large file stands in memory. Raises RequestError."""
    connection = connect()
    request = dated(connection, request)
    reader = _Reader(connection, request)
    # A wrong place of the call is not every line's mistake.
    where = reader.place({})
    defaults = Defaults(request.date, request.pos, where.keys[0], where.uncertain, date_order)
    listed = read(connection, file, defaults, mapping or {})
    if request.deductible is not None and listed.claims > 1:
        raise RequestError("--deductible is one patient's: give many claims a deductible column")
    return PricedFile(connection, listed, reader, request)


def answer(
    file: str, request: PriceRequest, *, mapping: Mapping[str, str] | None = None, date_order: str | None = None
) -> PriceAnswer:
    """A record for each line of `file` (a path, or `-`), in its order; what a line names itself goes before `request`.

    The file is read as `audit` reads a charge list: `mapping` names the column of a field, `date_order` (mdy, dmy)
    reads dates with slashes. A line that cannot be read is a record with its reason, and the others of its claim say
    that it is missing. Raises RequestError where the file or `request` itself is wrong.
    """
    found = parts(file, request, mapping=mapping, date_order=date_order)
    records = [record for part in found for record in part]
    return PriceAnswer(sorted(records, key=lambda record: record.line or 0), warnings=found.warnings)


def _said(listed: ClaimFile) -> Iterator[str]:
    """How the file was understood, where it leaves a choice."""
    if not listed.named:
        yield f"no column of claims or patients: the {listed.lines:,} lines are priced as one claim"
    if listed.unused:
        yield f"columns not used: {', '.join(listed.unused)}"


def _doubted(records: list[PricedLine]) -> Iterator[PricedLine]:
    """The records; beside a line that could not be priced the others of its claim may rank differently."""
    missing: dict[str, list[str]] = {}
    for record in records:
        if record.reason_code in MISTAKES:
            missing.setdefault(record.claim, []).append(f"{record.line} ({record.code})")
    for record in records:
        if record.claim in missing and record.reason_code not in MISTAKES:
            lost = ", ".join(missing[record.claim])
            note = f"priced without line {lost}, which could not be read: the rules across lines may change with it"
            yield replace(record, confidence="low", notes=(*record.notes, note))
        else:
            yield record


class _Reader:
    """Turns lines of a file into questions; a place named again is not looked up again."""

    def __init__(self, connection: DuckDBPyConnection, request: PriceRequest) -> None:
        self._connection = connection
        self._request = request
        self._places: dict[PlaceQuery, Places] = {}
        # Claim -> what its patient still has to meet, as the file has it.
        self.deductibles: Mapping[str, str] = {}

    def question(self, row: Row) -> Question:
        """The question of one line. Raises RequestError where a cell cannot be read."""
        request, claim = self._request, row["claim"]
        if not claim:
            raise RequestError("the line names no claim")
        refuse(row, request)
        where = self.place(row)
        deductible = self.deductibles.get(claim)
        date = row["date"] or request.date
        charge = ChargeLine(
            line=row["line"],
            claim=claim,
            hcpcs=row["hcpcs"],
            modifiers=tuple(row["modifiers"].split(",")) if row["modifiers"] else (),
            units=row["units"],
            # A charge of nothing is a placeholder of the list, not an offer.
            charge=row["charge"] or None,
            minutes=minutes_of(row["minutes_text"]),
            date=date,
            named_release=request.release,
            locality_key=where.keys[0],
            place_uncertain=where.uncertain,
            setting=row["setting"] or request.setting,
            pos=pos_of(row["pos"]),
            qp=request.qp,
            nonparticipating=request.nonparticipating,
            provider=provider_of(row["provider_type"]) or request.provider,
            deductible=request.deductible if deductible is None else codes.dollars(deductible, "deductible"),
            sequestration=request.sequestration,
        )
        return Question(charge, date, claim, row["file_line"], where.notes, request.place.national)

    def place(self, row: Row) -> Places:
        """The one locality that the line or the call names. Raises RequestError."""
        names = (row.get("locality_text"), row.get("mac_text"), row.get("zip_text"), row.get("state_text"))
        query = PlaceQuery(*names) if any(names) else self._request.place
        if query not in self._places:
            # Intake knows the ways Excel writes a locality or a ZIP; what it cannot settle is told as `price` does.
            settled = any(names) and KEY.fullmatch(row["locality_key"] or "") and not row["place_uncertain"]
            key = row["locality_key"] if settled else None
            self._places[query] = Places((key,)) if key else places.resolve(self._connection, query)
        found = self._places[query]
        if len(found.keys) > 1:
            raise RequestError(f"a claim line has one place: {found.hint}")
        return found
