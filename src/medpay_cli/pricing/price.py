"""`medpay_cli.price`: charge lines as users write them in, records with their derivation out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from medpay_cli.dataset import codes as code_text
from medpay_cli.dataset import places
from medpay_cli.dataset.places import PlaceQuery
from medpay_cli.dataset.store import connect
from medpay_cli.errors import RequestError
from medpay_cli.intake.arguments import as_arguments, code_texts, day, said
from medpay_cli.pricing import question
from medpay_cli.pricing.answers import price_questions
from medpay_cli.pricing.explain import doubts
from medpay_cli.pricing.mistakes import mistake, refuse_wrong_request
from medpay_cli.pricing.plan import is_anesthesia
from medpay_cli.pricing.record import PricedLine
from medpay_cli.pricing.request import PriceRequest, dated, minutes_of, pos_of, provider_of, setting_of

# What a batch calls a line that is no code at all.
UNREADABLE = "unreadable"
# Lines of a list that ask nothing, by what they are.
SKIPPED = {"blank": "a blank", "comment": "a comment", "header": "a heading"}
# Reasons that say the line itself is written wrong.
MISTAKES = (UNREADABLE, "unknown_code", "unknown_modifier")


@dataclass(frozen=True, slots=True)
class PriceAnswer:
    """The records, one a line and place; `hint` tells how to narrow several places to one."""

    lines: list[PricedLine]
    hint: str = ""
    # What is uncertain about the place or the release for every line.
    warnings: tuple[str, ...] = ()

    @property
    def asked(self) -> list[PricedLine]:
        """The records of lines that ask something: not blank, no comment, no heading."""
        return [line for line in self.lines if line.reason_code not in SKIPPED]

    @property
    def mistakes(self) -> list[PricedLine]:
        """Records of a batch whose text, code or modifier nothing loaded knows."""
        return [line for line in self.lines if line.reason_code in MISTAKES]


def price(
    *codes: str | int | Iterable[str | int],
    modifiers: str | Iterable[str] = (),
    locality: str | int | None = None,
    mac: str | int | None = None,
    zip_code: str | int | None = None,
    state: str | None = None,
    national: bool = False,
    setting: str | None = None,
    pos: str | int | None = None,
    date: dt.date | str | None = None,
    release: str | None = None,
    units: Decimal | int | str | None = None,
    charge: Decimal | int | str | None = None,
    minutes: int | str | None = None,
    qp: bool = False,
    nonparticipating: bool = False,
    provider: str | None = None,
    deductible: Decimal | int | str | None = None,
    sequestration: bool = False,
    separate: bool = False,
) -> list[PricedLine]:
    """What Medicare allows for each code: one record a code and locality.

    Several codes are one claim of one day, and the rules across lines apply (multiple procedures, endoscopies,
    imaging, therapy, both sides), unless `separate` prices each alone.

    `codes` are written as `77417`, `77417-26`, `77417:26,59` or `97110x2`, one after the other or in any iterable;
    `modifiers` are those of every code, as '26,59' or in any iterable. The place is one of `locality`
    (7-digit key, two-digit number, part of a name; `mac` narrows it), `zip_code` or `state`; without one
    the amount is national (GPCI 1.000). `setting` is 'facility' or 'nonfacility', else it follows `pos`,
    else it is non-facility. `date` is the date of service (default today); `release` names a CMS release
    instead. `charge` is dollars billed for the line, `minutes` those of the anesthesia code. `qp` takes the
    conversion factor of qualifying APM participants (from 2026), `nonparticipating` the 95 % of non-participating
    practitioners. `provider` is a kind of practitioner other than a physician (np, pa, cns, cnm, crna, csw, mft, mhc,
    rd).
    `deductible` is dollars the patient still has to meet; `sequestration` takes its share off what Medicare pays.

    Raises RequestError for an unknown code, modifier, place, date or release, DatasetError when the
    bundled data are damaged. Source of the rules: `medpay_cli/rules`, each with its citation.
    """
    with as_arguments():
        request = PriceRequest(
            modifiers=code_text.parse_modifiers([modifiers] if isinstance(modifiers, str) else code_texts(modifiers)),
            place=PlaceQuery(said(locality), said(mac), said(zip_code), state, national),
            setting=setting_of(setting),
            pos=pos_of(said(pos)),
            date=day(date),
            release=release,
            units=None if units is None else code_text.units(str(units)),
            charge=None if charge is None else code_text.dollars(str(charge)),
            minutes=minutes_of(said(minutes)),
            qp=qp,
            nonparticipating=nonparticipating,
            provider=provider_of(provider),
            deductible=None if deductible is None else code_text.dollars(str(deductible), "deductible"),
            sequestration=sequestration,
            together=not separate,
        )
        return answer([text for code in codes for text in code_texts(code)], request).lines


def answer_batch(lines: Sequence[tuple[int, str, str]], request: PriceRequest) -> PriceAnswer:
    """Price a list line by line: (number in the input, text, kind), each alone, a record or more for every line.

    A line whose kind is not 'text' (blank, comment, header) asks nothing: its record says so, so that the output
    joins back to the input. Raises RequestError for a wrong place, date or setting.
    """
    asked = [(number, text) for number, text, kind in lines if kind == "text"]
    found = answer([text for _, text in asked], request, batch=True, numbers=[number for number, _ in asked])
    passed = [
        PricedLine(
            code=text, line=number, payable=False, reason_code=kind, reason=f"{SKIPPED[kind]} line", confidence="none"
        )
        for number, text, kind in lines
        if kind != "text"
    ]
    return replace(found, lines=sorted([*found.lines, *passed], key=lambda record: record.line or 0))


def answer(
    texts: Sequence[str], request: PriceRequest, *, batch: bool = False, numbers: Sequence[int] = ()
) -> PriceAnswer:
    """Price `texts` under `request`, together as a claim or each alone.

    `numbers` are those of the lines in their input. In a `batch` a line that cannot be read, and a code or modifier
    nothing loaded knows, is a record with its reason; otherwise it raises RequestError. Place, date and setting hold
    for all and always raise.
    """
    if not texts and not batch:
        raise RequestError("no code given: write one, such as 99213")
    if request.charge is not None and len(texts) > 1:
        raise RequestError("--charge is what was billed for one line: price such codes one by one")
    readable: list[code_text.CodeLine] = []
    numbered: list[int] = []
    refused: dict[int, str] = {}
    for i, text in enumerate(texts):
        try:
            line = code_text.parse_line(text)
            if request.modifiers:
                code_text.parse_modifiers([*line.modifiers, *request.modifiers])
            readable.append(line)
            numbered.extend(numbers[i : i + 1])
        except RequestError as error:
            if not batch:
                raise
            refused[i] = str(error)
    if request.minutes is not None and not batch:
        _one_anesthesia_code(readable)
    connection = connect()
    where = places.resolve(connection, request.place)
    request = dated(connection, request)
    first: dict[code_text.CodeLine, int] = {}
    for line, number in zip(readable, numbered, strict=True) if batch else ():
        first.setdefault(line, number)
    # Lines of a list are priced each alone, so one that comes again need not be.
    asked = list(first) if batch else readable
    priced = price_questions(connection, question.of_codes(asked, request, where, [*first.values()]))
    if priced:
        # Place, date and place of service hold for the whole call, so the first record tells whether they exist.
        refuse_wrong_request(connection, priced[0])
    records = priced
    if batch:
        bad = {i: unreadable(texts[i], reason, request) for i, reason in refused.items()}
        records = _in_order(numbers, readable, asked, priced, bad)
    else:
        for record in records:
            if wrong := mistake(connection, record):
                raise wrong
    fits = {(record.release, record.release_fit, record.date) for record in records}
    return PriceAnswer(records, where.hint, (*where.notes, *doubts(fits)))


def _in_order(
    numbers: Sequence[int],
    lines: Sequence[code_text.CodeLine],
    different: Sequence[code_text.CodeLine],
    priced: Sequence[PricedLine],
    bad: Mapping[int, PricedLine],
) -> list[PricedLine]:
    """The records of the lines `numbers`: those of its CodeLine in `priced`, one a place, or the one in `bad`."""
    places = len(priced) // max(len(different), 1)
    first = {line: place * places for place, line in enumerate(different)}
    rest = iter(lines)
    records: list[PricedLine] = []
    for i, number in enumerate(numbers):
        start = 0 if i in bad else first[next(rest)]
        found = [bad[i]] if i in bad else priced[start : start + places]
        records.extend(record if record.line == number else replace(record, line=number) for record in found)
    return records


def _one_anesthesia_code(lines: Sequence[code_text.CodeLine]) -> None:
    """Minutes belong to one anesthesia line. Raises RequestError."""
    timed = [line.hcpcs for line in lines if is_anesthesia(line.hcpcs)]
    if len(timed) != 1:
        found = f"{len(timed)} were given: `medpay claim` takes minutes by line" if timed else "none was given"
        raise RequestError(f"--minutes goes with one anesthesia code (00100 to 01999), {found}")


def unreadable(text: str, reason: str, request: PriceRequest) -> PricedLine:
    """The record of a batch line that is no code: nothing but the text and the reason."""
    return PricedLine(
        code=text.strip(),
        date=request.date,
        payable=False,
        reason_code=UNREADABLE,
        reason=reason,
        confidence="none",
    )
