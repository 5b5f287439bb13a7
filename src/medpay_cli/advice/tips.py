"""`medpay_cli.tips`: what to know before billing a code, most costly first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, NamedTuple

from medpay_cli.advice.facts import HERE, FactRequest, code_facts
from medpay_cli.advice.record import Tip
from medpay_cli.dataset import codes as code_text
from medpay_cli.dataset import places, releases
from medpay_cli.dataset.nearest import did_you_mean, did_you_mean_code
from medpay_cli.dataset.places import PlaceQuery, Places
from medpay_cli.dataset.steps import compose, read_step
from medpay_cli.dataset.store import connect, table_sql
from medpay_cli.engine.planning import quickly
from medpay_cli.errors import RequestError
from medpay_cli.findings.run import finding_step, held_step
from medpay_cli.intake.arguments import as_arguments
from medpay_cli.pricing.explain import doubts
from medpay_cli.pricing.request import PriceRequest, dated, pos_of, setting_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from medpay_cli.engine.step import Step

RULE_COLUMNS = (
    *("id", "title", "explanation", "advice", "citation", "certainty", "carc", "severity", "outcome", "grain"),
)


@dataclass(frozen=True, slots=True)
class TipsAnswer:
    """The tips, by code and place; `facts` is the row of code_fact of each (code, place), in the order asked."""

    tips: list[Tip]
    facts: list[dict[str, Any]]
    hint: str = ""
    # What is uncertain about the place or the release.
    warnings: tuple[str, ...] = ()


def tips(
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
) -> list[Tip]:
    """What to know before billing each code: one record a code, locality and rule, most costly first.

    `codes` are codes without modifiers; place, setting, date and release as in `medpay_cli.price`. Dollars are
    differences of amounts that `price` gives for one unit. Raises RequestError for an unknown code, place, date
    or release. Source of every rule: its citation in `medpay_cli/rules/tips_*.toml`.
    """
    place = PlaceQuery(locality, mac, zip_code, state, national)
    with as_arguments():
        request = request_of(place, setting, pos, date, release, qp)
        return answer([codes] if isinstance(codes, str) else codes, request).tips


def request_of(
    place: PlaceQuery, setting: str | None, pos: str | None, date: dt.date | str | None, release: str | None, qp: bool
) -> PriceRequest:
    """The arguments of `tips` and `show` as a request. Raises RequestError for one that cannot be read."""
    return PriceRequest(
        place=place,
        setting=setting_of(setting),
        pos=pos_of(pos),
        date=releases.parse_date(date, "date") if isinstance(date, str) else date,
        release=release,
        qp=qp,
    )


class Question(NamedTuple):
    """Codes at places: the rows of fact_request, the dated request, and the place's remarks."""

    asked: list[FactRequest]
    request: PriceRequest
    where: Places


def answer(texts: Sequence[str], request: PriceRequest) -> TipsAnswer:
    """The tips of `texts` under `request`. Raises RequestError for what cannot be read or is not known."""
    connection = connect()
    question = ask(connection, texts, request)
    code_facts(connection, question.asked)
    return find(connection, question)


def ask(connection: DuckDBPyConnection, texts: Sequence[str], request: PriceRequest) -> Question:
    """Read codes and place. Raises RequestError for a code, place, date or release that is wrong."""
    wanted = list(dict.fromkeys(code_text.hcpcs(text) for text in texts))
    if not wanted:
        raise RequestError("no code given: write one, such as 99213")
    where = places.resolve(connection, request.place)
    request = dated(connection, request)
    asked = [
        FactRequest(
            fact=number,
            code=code,
            date=None if request.release else request.date,
            named_release=request.release,
            locality_key=key,
            place_uncertain=where.uncertain,
            setting=request.setting,
            pos=request.pos,
            qp=request.qp,
        )
        for number, (code, key) in enumerate((code, key) for code in wanted for key in where.keys)
    ]
    return Question(asked, request, where)


def find(connection: DuckDBPyConnection, question: Question) -> TipsAnswer:
    """The tips over code_fact, which was made for `question`. Raises RequestError for what is not known."""
    facts = rows(connection, "select * from code_fact order by fact")
    date = question.request.date
    _refuse(connection, facts, question.request)
    with quickly(connection):
        found = rows(connection, f"{tip_sql(held_step(connection, 'code'))} order by fact, place")
    fits = {(fact["release"], fact["release_fit"], date) for fact in facts}
    where = question.where
    return TipsAnswer([_tip(row, date) for row in found], facts, where.hint, (*where.notes, *doubts(fits)))


def tip_sql(findings: Step | None = None) -> str:
    """`select` of the columns of tip.sql over the relation code_fact, of every rule or those of `findings` only."""
    findings = findings or finding_step("code")
    steps = [
        ("rule", f"{table_sql('rule', RULE_COLUMNS)} where grain = 'code'"),
        ("code_finding", findings.sql),
        ("tip", read_step(HERE, "tip")),
    ]
    return compose(steps, "select * from tip")


def _tip(row: dict[str, Any], date: dt.date | None) -> Tip:
    return Tip(date=date, **{field.name: row[field.name] for field in fields(Tip) if field.name != "date"})


def _refuse(connection: DuckDBPyConnection, facts: Sequence[dict[str, Any]], request: PriceRequest) -> None:
    """The errors of a request, from its facts: date, place, place of service, code."""
    first = facts[0]
    if first["release"] is None and request.date is not None:
        raise releases.date_not_covered(connection, request.date)
    if request.pos is not None:
        known = [pos for (pos,) in connection.execute(f"select pos from ({table_sql('place_of_service')})").fetchall()]
        if request.pos not in known:
            raise RequestError(f"no place of service {request.pos}{did_you_mean(request.pos, known)} (office is 11)")
    for fact in facts:
        if not fact["place_found"]:
            raise places.not_a_locality(connection, fact["locality_key"])
        if not fact["listed"] and fact["last_listed_release"] is None and fact["other_schedule"] is None:
            codes = connection.execute(f"select distinct hcpcs from ({table_sql('fee_schedule')})").fetchall()
            alike = did_you_mean_code(fact["code"], (code for (code,) in codes))
            loaded = releases.loaded_releases(connection)
            within = f"({loaded[0].name} to {loaded[-1].name})"
            raise RequestError(f"{fact['code']} is in none of the loaded releases {within}{alike}")


def rows(connection: DuckDBPyConnection, sql: str) -> list[dict[str, Any]]:
    """The rows of a query as dicts."""
    cursor = connection.execute(sql)
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
