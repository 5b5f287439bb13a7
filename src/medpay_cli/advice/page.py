"""`medpay_cli.show`: the page of a code, true and cited: price, indicators, edits, history, tips."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, TypeVar

from medpay_cli.advice import tips as advised
from medpay_cli.advice.facts import HERE, code_facts
from medpay_cli.advice.page_record import CodePage, Indicator, LabRate, Listing, Partner
from medpay_cli.advice.record import Tip
from medpay_cli.dataset.literals import in_sql
from medpay_cli.dataset.places import PlaceQuery
from medpay_cli.dataset.steps import read_step
from medpay_cli.dataset.store import connect, table_sql
from medpay_cli.engine.planning import quickly
from medpay_cli.intake.arguments import as_arguments
from medpay_cli.pricing.request import PriceRequest

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Row = dict[str, Any]
T = TypeVar("T")
# Tables of the page beside those of the facts; `partner_row` is read of the releases asked about only.
PARTNER = """select hcpcs, release, descriptor, work_rvu + pe_rvu_nonfacility + mp_rvu as rvu
    from ({fee_schedule}) where modifier = '' and release in (select release from code_fact)
    and hcpcs in (select partner from ptp_partner)"""


@dataclass(frozen=True, slots=True)
class PageAnswer:
    """The pages, by code and place; `hint` tells how to narrow several places to one."""

    pages: list[CodePage]
    hint: str = ""
    warnings: tuple[str, ...] = ()


def show(
    codes: str | Sequence[str],
    *,
    locality: str | None = None,
    mac: str | None = None,
    zip_code: str | None = None,
    state: str | None = None,
    national: bool = False,
    setting: str | None = None,
    pos: str | None = None,
    date: dt.date | str | None = None,
    release: str | None = None,
    qp: bool = False,
) -> list[CodePage]:
    """The page of each code at each place: what it is, pays, and is edited by, its history, and what to know.

    Arguments and errors as in `medpay_cli.tips`. Amounts are those of `medpay_cli.price` for one unit.
    """
    place = PlaceQuery(locality, mac, zip_code, state, national)
    with as_arguments():
        request = advised.request_of(place, setting, pos, date, release, qp)
        return answer([codes] if isinstance(codes, str) else codes, request).pages


def answer(texts: Sequence[str], request: PriceRequest) -> PageAnswer:
    """The pages of `texts` under `request`. Raises RequestError for what cannot be read or is not known."""
    connection = connect()
    question = advised.ask(connection, texts, request)
    code_facts(connection, question.asked, history=True)
    found = advised.find(connection, question)
    tips: dict[tuple[str, str], list[Tip]] = defaultdict(list)
    for tip in found.tips:
        tips[tip.code, tip.locality].append(tip)
    parts = _parts(connection, [fact["code"] for fact in found.facts])
    pages = [
        _page(fact, parts, tips[fact["code"], fact["locality_key"]], question.request.date) for fact in found.facts
    ]
    return PageAnswer(pages, found.hint, found.warnings)


def _parts(connection: DuckDBPyConnection, codes: Sequence[str]) -> dict[str, dict[int, list[Row]]]:
    """The rows of each page_*.sql, by fact."""
    connection.execute(
        f"create or replace temp table ptp_partner as {table_sql('ptp_partner')} where code in ({in_sql(codes)});"
        f"create or replace temp table partner_row as {PARTNER.format(fee_schedule=table_sql('fee_schedule'))};"
        f"create or replace temp table abbreviation as {table_sql('abbreviation')};"
        f"create or replace temp table written_word as {table_sql('written_word')}"
    )
    parts: dict[str, dict[int, list[Row]]] = {}
    with quickly(connection):
        for name in ("price", "history", "indicator", "partner", "words", "lab"):
            by_fact: dict[int, list[Row]] = defaultdict(list)
            for row in advised.rows(connection, read_step(HERE, f"page_{name}")):
                by_fact[row["fact"]].append(row)
            parts[name] = by_fact
    return parts


def _page(fact: Row, parts: dict[str, dict[int, list[Row]]], tips: Sequence[Tip], date: dt.date | None) -> CodePage:
    number = fact["fact"]
    price = parts["price"][number][0]
    words = parts["words"].get(number, [])
    own = {
        "descriptor": fact["descriptor"] or "",
        "description": words[0]["description"] if words else "In no loaded release of the physician fee schedule.",
        "date": date,
        "locality": fact["locality_key"],
        "locality_name": price["locality_name"] or "national",
        "uncapped_fee": fact["full_fee"],
        "indicators": _each(Indicator, parts["indicator"][number]),
        "partners": tuple(
            Partner(
                row["partner"],
                row["descriptor"],
                row["partner"] if row["role"] == 1 else fact["code"],
                row["modifier_indicator"],
            )
            for row in parts["partner"][number]
        ),
        "history": _each(Listing, parts["history"][number]),
        "lab_rates": _each(LabRate, parts["lab"][number]),
        "tips": tuple(tips),
    }
    values = {**fact, **price, **own}
    return CodePage(**{field.name: values[field.name] for field in fields(CodePage)})


def _each(kind: Callable[..., T], rows: Sequence[Row]) -> tuple[T, ...]:
    names = kind._fields  # type: ignore[attr-defined]
    return tuple(kind(*(row[name] for name in names)) for row in rows)
