"""What is asked about one line: the engine's charge line, and what the answer says back about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from medpay_cli.dataset.codes import CodeLine
from medpay_cli.dataset.places import Places
from medpay_cli.pricing.lines import ChargeLine
from medpay_cli.pricing.plan import is_anesthesia
from medpay_cli.pricing.request import PriceRequest


class Question(NamedTuple):
    """One line to price. `date` is the date of service, also where a release is named beside it."""

    charge: ChargeLine
    date: dt.date | None = None
    # The claim's name in the answer, '' for a line priced alone; `number` is the line's in its file.
    claim: str = ""
    number: int | None = None
    # What is uncertain about the place.
    notes: tuple[str, ...] = ()
    # Whether the national amount was asked for by name.
    national: bool = False


def of_codes(
    lines: Sequence[CodeLine], request: PriceRequest, where: Places, numbers: Sequence[int] = ()
) -> list[Question]:
    """A question for each line at each place, lines first; together they are one claim at each place.

    `numbers` are those of the lines in their input.
    """
    claim = "1" if request.together and len(lines) > 1 else ""
    of_input: Sequence[int | None] = numbers or [None] * len(lines)
    asked = [(line, key, number) for line, number in zip(lines, of_input, strict=True) for key in where.keys]
    return [
        Question(
            _charge_line(i, line, key, request, where), request.date, claim, number, where.notes, request.place.national
        )
        for i, (line, key, number) in enumerate(asked)
    ]


def _charge_line(number: int, line: CodeLine, key: str, request: PriceRequest, where: Places) -> ChargeLine:
    return ChargeLine(
        line=number,
        claim=key if request.together else str(number),
        hcpcs=line.hcpcs,
        modifiers=tuple(dict.fromkeys(line.modifiers + request.modifiers)),
        units=line.units or request.units or Decimal(1),
        charge=request.charge,
        minutes=request.minutes if is_anesthesia(line.hcpcs) else None,
        date=request.date,
        named_release=request.release,
        locality_key=key,
        place_uncertain=where.uncertain,
        setting=request.setting,
        pos=request.pos,
        qp=request.qp,
        nonparticipating=request.nonparticipating,
        provider=request.provider,
        deductible=request.deductible,
        sequestration=request.sequestration,
    )
