"""The same line at several places or in several releases, and how far apart the amounts are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from medpay_cli.dataset import places
from medpay_cli.dataset.codes import parse_line
from medpay_cli.dataset.places import NATIONAL, PlaceQuery, Places
from medpay_cli.dataset.store import connect
from medpay_cli.errors import RequestError
from medpay_cli.pricing import question
from medpay_cli.pricing.answers import price_questions
from medpay_cli.pricing.mistakes import mistake, refuse_wrong_request
from medpay_cli.pricing.record import PricedLine
from medpay_cli.pricing.request import PriceRequest, dated

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One line at one place in one release, beside the first of its code.

    Each code is priced alone. `allowed` and `difference` are dollars, `percent` is of the first's amount with one
    decimal; null where either has no amount. `notes` say what the amount rests on.
    """

    code: str
    modifiers: tuple[str, ...]
    units: Decimal
    descriptor: str
    locality: str
    locality_name: str
    state: str | None
    release: str | None
    date: dt.date | None
    setting: str | None
    allowed: Decimal | None
    difference: Decimal | None
    percent: Decimal | None
    reason_code: str | None
    reason: str | None
    confidence: str
    notes: tuple[str, ...]


def compare(
    codes: Sequence[str],
    request: PriceRequest,
    *,
    localities: Sequence[str] = (),
    every_locality: bool = False,
    releases: Sequence[str] = (),
) -> list[Comparison]:
    """Each code, priced alone, at every place and in every release named; a code is measured by its first row.

    Places are named as `price` takes them. With `every_locality` the national amount comes first, then all localities
    from the highest amount down. Several releases keep the order they are named in. Raises RequestError for what
    `price` refuses, and where there is nothing to compare.
    """
    if localities and every_locality:
        raise RequestError("name localities or take them all with --all-localities, not both")
    lines = [parse_line(text) for text in codes]
    request = replace(request, together=False)
    named = dict.fromkeys(name.strip().upper() for name in releases)
    asked = [replace(request, release=name) for name in named] or [request]
    connection = connect()
    keys = _keys(connection, localities) if localities else ()
    if every_locality:
        keys = (NATIONAL, *places.every_key(connection))
    where = Places(keys) if keys else places.resolve(connection, request.place)
    if len(where.keys) * len(asked) < 2:
        raise RequestError("nothing to compare: name two places (--locality twice, --all-localities) or two releases")
    found: list[list[PricedLine]] = [[] for _ in lines]
    for each in asked:
        priced = price_questions(connection, question.of_codes(lines, dated(connection, each), where))
        # Date and place of service hold for the whole call; each place is one of the first code's records.
        for record in priced[: len(where.keys)]:
            refuse_wrong_request(connection, record)
        for i, record in enumerate(priced):
            if wrong := mistake(connection, record):
                raise wrong
            found[i // len(where.keys)].append(record)
    return [row for records in found for row in _measured(records, ranked=every_locality)]


def _keys(connection: DuckDBPyConnection, names: Sequence[str]) -> tuple[str, ...]:
    found = [key for name in names for key in places.resolve(connection, PlaceQuery(name)).keys]
    return tuple(dict.fromkeys(found))


def _measured(records: Sequence[PricedLine], *, ranked: bool) -> list[Comparison]:
    base, rest = records[0], list(records[1:])
    if ranked:
        rest.sort(key=lambda record: (-(record.allowed or Decimal(0)), record.locality))
    return [_comparison(record, base.allowed) for record in (base, *rest)]


def _comparison(record: PricedLine, base: Decimal | None) -> Comparison:
    difference = percent = None
    if record.allowed is not None and base:
        difference = record.allowed - base
        percent = (difference * 100 / base).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return Comparison(
        code=record.code,
        modifiers=record.modifiers,
        units=record.units,
        descriptor=record.descriptor,
        locality=record.locality,
        locality_name=record.locality_name,
        state=record.state,
        release=record.release,
        date=record.date,
        setting=record.setting,
        allowed=record.allowed,
        difference=difference,
        percent=percent,
        reason_code=record.reason_code,
        reason=record.reason,
        confidence=record.confidence,
        notes=record.notes,
    )
