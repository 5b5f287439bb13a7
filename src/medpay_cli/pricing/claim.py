"""A file of charge lines priced claim by claim, all in one run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from medpay_cli.dataset import codes, places, releases
from medpay_cli.dataset.places import PlaceQuery, Places
from medpay_cli.dataset.store import connect
from medpay_cli.errors import RequestError
from medpay_cli.pricing.answers import price_questions
from medpay_cli.pricing.claim_file import ChargeFile, FileLine
from medpay_cli.pricing.explain import release_note
from medpay_cli.pricing.lines import ChargeLine
from medpay_cli.pricing.price import MISTAKES, PriceAnswer, unreadable
from medpay_cli.pricing.question import Question
from medpay_cli.pricing.record import PricedLine
from medpay_cli.pricing.request import PriceRequest, dated, minutes_of, pos_of, provider_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# The claim of lines whose file names none.
ONLY = "1"


def answer(file: ChargeFile, request: PriceRequest) -> PriceAnswer:
    """A record for each line of the file, in its order; what a line names itself goes before `request`.

    A line that cannot be read is a record with its reason, and the others of its claim say that it is missing.
    Raises RequestError where `request` itself is wrong.
    """
    connection = connect()
    request = dated(connection, request)
    claims = {line.number: line.cells.get("claim", "" if "claim" in file.columns else ONLY) for line in file.lines}
    if request.deductible is not None and len(set(claims.values())) > 1:
        raise RequestError("--deductible is one patient's: give many claims a deductible column")
    reader = _Reader(connection, request, _deductibles(file, claims))
    # A wrong place of the call is not every line's mistake.
    reader.place({})
    asked: dict[int, Question] = {}
    refused: dict[int, str] = {}
    for i, line in enumerate(file.lines):
        try:
            asked[line.number] = reader.question(i, line, claims[line.number])
        except RequestError as error:
            refused[line.number] = str(error)
    priced = dict(zip(asked, price_questions(connection, list(asked.values())), strict=True))
    records = [
        priced.get(line.number)
        or replace(
            unreadable(line.cells.get("code", ""), refused[line.number], request),
            claim=claims[line.number],
            line=line.number,
            date=None,
        )
        for line in file.lines
    ]
    fits = {(record.release, record.release_fit, record.date) for record in records}
    doubts = sorted(filter(None, (release_note(*fit) for fit in fits)))
    return PriceAnswer(list(_doubted(records)), warnings=(*_said(file), *doubts))


def _said(file: ChargeFile) -> Iterator[str]:
    """How the file was understood, where it leaves a choice."""
    if "claim" not in file.columns:
        yield f"no claim column: the {len(file.lines):,} lines are priced as one claim"
    if file.unused:
        yield f"columns not used: {', '.join(file.unused)}"


def _deductibles(file: ChargeFile, claims: Mapping[int, str]) -> dict[str, str]:
    """The text of each claim's deductible: the first that its lines name."""
    named = [(claims[line.number], line.cells["deductible"]) for line in file.lines if "deductible" in line.cells]
    return dict(reversed(named))


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
    """Turns file lines into questions; a place named again is not looked up again."""

    def __init__(self, connection: DuckDBPyConnection, request: PriceRequest, deductibles: Mapping[str, str]) -> None:
        self._connection = connection
        self._request = request
        self._deductibles = deductibles
        self._places: dict[PlaceQuery, Places] = {}

    def question(self, position: int, line: FileLine, claim: str) -> Question:
        """The question of one line. Raises RequestError where a cell cannot be read."""
        request, cells = self._request, line.cells
        if not claim:
            raise RequestError("the line names no claim")
        if "code" not in cells:
            raise RequestError("the line names no code")
        code = codes.parse_line(cells["code"])
        modifiers = codes.parse_modifiers([*code.modifiers, cells.get("modifiers", ""), *request.modifiers])
        date = releases.parse_date(cells["date"], "date") if "date" in cells else request.date
        where = self.place(cells)
        deductible = self._deductibles.get(claim)
        charge = ChargeLine(
            line=position,
            claim=claim,
            hcpcs=code.hcpcs,
            modifiers=modifiers,
            units=codes.units(cells["units"]) if "units" in cells else code.units or Decimal(1),
            charge=codes.dollars(cells["charge"]) if "charge" in cells else None,
            minutes=minutes_of(cells.get("minutes")),
            date=date,
            named_release=request.release,
            locality_key=where.keys[0],
            place_uncertain=where.uncertain,
            setting=request.setting,
            pos=pos_of(cells.get("pos")) or request.pos,
            qp=request.qp,
            nonparticipating=request.nonparticipating,
            provider=provider_of(cells.get("provider_type")) or request.provider,
            deductible=request.deductible if deductible is None else codes.dollars(deductible, "deductible"),
            sequestration=request.sequestration,
        )
        return Question(charge, date, claim, line.number, where.notes, request.place.national)

    def place(self, cells: Mapping[str, str]) -> Places:
        """The one locality that the cells or the call name. Raises RequestError."""
        named = "zip" in cells or "locality" in cells
        query = PlaceQuery(cells.get("locality"), zip_code=cells.get("zip")) if named else self._request.place
        if query not in self._places:
            self._places[query] = places.resolve(self._connection, query)
        found = self._places[query]
        if len(found.keys) > 1:
            raise RequestError(f"a claim line has one place: {found.hint}")
        return found
