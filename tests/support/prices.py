"""Prices the claims of tests/cases that state amounts (`pays`), all in one run of the engine.

A case is one claim: `lines` as they are written on the command line, and what `price` answers for each of them:

    modifiers   one case for each of them, put in the place of {modifier}; or `entry`, the title of a catalogue entry
    lines       codes with modifiers and units; `date` (2026-07-15), `locality` (national), `national` (asked for by
                name), `pos`, `provider`, `qp`, `nonparticipating`, `sequestration`, `deductible` hold for all,
                `charges` and `minutes` are one a line
    edits       true: NCCI edits deny lines, as in a claim; else the rules of payment are tried by themselves
    pays        dollars allowed for each line, '' where there is no amount
    steps       from the fee to the allowed amount: rule, factor, for the last line that has any; `payment` likewise
                from there to Medicare's payment
    medicare, patient, outcome, reason, rule   of each line, where given
    says        a part of a note or of the reason
    source      where the expectation comes from

What is given once for a claim of several lines holds for each of them.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any

from medpay_cli.dataset.codes import parse_line
from medpay_cli.dataset.places import NATIONAL
from medpay_cli.dataset.store import connect
from medpay_cli.pricing import engine
from medpay_cli.pricing.answers import price_questions
from medpay_cli.pricing.denials import deny, deny_beside
from medpay_cli.pricing.lines import ChargeLine
from medpay_cli.pricing.question import Question
from medpay_cli.pricing.record import PricedLine, Step
from medpay_cli.rules import catalogue
from support.paths import ROOT

Case = dict[str, Any]
DAY = "2026-07-15"
# Keys of a case that are columns of a charge line, the same for all its lines.
FOR_ALL = ("pos", "setting", "provider", "qp", "nonparticipating", "sequestration")
KEYS = {
    *(
        "id",
        "file",
        "modifiers",
        "entry",
        "modifier",
        "lines",
        "date",
        "release",
        "locality",
        "national",
        "charges",
        "minutes",
    ),
    *(
        "edits",
        "deductible",
        "pays",
        "steps",
        "payment",
        "medicare",
        "patient",
        "outcome",
        "reason",
        "rule",
        "says",
        "source",
    ),
    *FOR_ALL,
}


@cache
def modifier_rules() -> dict[str, dict[str, Any]]:
    """Modifier -> its entry of the catalogue."""
    return {row["value"]: row for row in catalogue.load() if row["subject"] == "modifier"}


@cache
def price_cases() -> list[Case]:
    """Every case that states an amount, those of several modifiers taken apart."""
    return [
        case | {"file": path.name}
        for path in sorted((ROOT / "tests" / "cases").glob("*.toml"))
        for written in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
        if "pays" in written
        for case in _each(written)
    ]


def name_of(case: Case) -> str:
    """What tells the case from all others."""
    return f"{case['file']}: {case['id']}" + (f" ({case['modifier']})" if "modifier" in case else "")


def _each(case: Case) -> Iterator[Case]:
    """The case, or one for each of its modifiers."""
    listed = case.get("modifiers", [])
    if "entry" in case:
        listed = [modifier for modifier, rule in modifier_rules().items() if rule["title"] == case["entry"]]
    if not listed:
        yield case
    for modifier in listed:
        yield {key: _filled(value, modifier) for key, value in case.items()} | {"modifier": modifier}


def _filled(value: Any, modifier: str) -> Any:
    if isinstance(value, list):
        return [_filled(item, modifier) for item in value]
    return value.replace("{modifier}", modifier) if isinstance(value, str) else value


@cache
def priced() -> dict[str, list[PricedLine]]:
    """The records of every case, by its name."""
    questions: list[Question] = []
    for case in price_cases():
        questions += _questions(case, len(questions))
    records: dict[str, list[PricedLine]] = {}
    for question, record in zip(questions, price_questions(connect(), questions), strict=True):
        records.setdefault(question.charge.claim, []).append(record)
    return records


def rows_with_reasons() -> list[dict[str, Any]]:
    """The row of priced_lines of every line of the cases that state a reason, one of each reason and rule."""
    questions: list[Question] = []
    stated = [case for case in price_cases() if "reason" in case]
    for case in {(str(case["reason"]), str(case.get("rule"))): case for case in stated}.values():
        questions += _questions(case, len(questions))
    connection = connect()
    denied = deny(connection, questions)
    lines = [question.charge for question in questions]
    engine.open_for(connection, lines)
    rows = engine.price_rows(connection, lines, denials=denied, kept=True)
    return (
        engine.price_rows(connection, lines, denials=True)
        if deny_beside(connection, questions, denied=denied)
        else rows
    )


def question_lines() -> list[ChargeLine]:
    """The charge lines of every case, each case a claim of its own."""
    questions: list[Question] = []
    for case in price_cases():
        questions += _questions(case, len(questions))
    return [question.charge for question in questions]


@cache
def rows_of_cases() -> list[dict[str, Any]]:
    """The columns of pricing/note_fact.py for every line of the cases, edits denying lines where the case says so."""
    questions: list[Question] = []
    for case in price_cases():
        questions += _questions(case, len(questions))
    connection = connect()
    denied = deny(connection, questions)
    lines = [question.charge for question in questions]
    engine.open_for(connection, lines)
    rows = engine.price_rows(connection, lines, denials=denied)
    asked = [{"qp": question.charge.qp, "national_asked": question.national} for question in questions]
    return [row | more for row, more in zip(rows, asked, strict=True)]


def _questions(case: Case, after: int) -> Iterator[Question]:
    day = dt.date.fromisoformat(case.get("date", DAY))
    for number, text in enumerate(case["lines"]):
        code = parse_line(text)
        charges, minutes = case.get("charges"), case.get("minutes")
        line = ChargeLine(
            line=after + number,
            claim=name_of(case),
            hcpcs=code.hcpcs,
            modifiers=code.modifiers,
            units=code.units or Decimal(1),
            charge=Decimal(charges[number]) if charges else None,
            minutes=minutes[number] if minutes else None,
            date=day if "release" not in case or "date" in case else None,
            named_release=case.get("release"),
            locality_key=case.get("locality", NATIONAL),
            deductible=Decimal(case["deductible"]) if "deductible" in case else None,
        )
        claim = name_of(case) if case.get("edits") else ""
        line = line._replace(**{key: case[key] for key in FOR_ALL if key in case})
        yield Question(line, day, claim, national=case.get("national", False))


def told(step: Step) -> str:
    """`MOD-80 x 0.16`: rule and factor of a step."""
    return step.rule if step.factor is None else f"{step.rule} x {step.factor.normalize():f}"


def chain(record: PricedLine, toward: str) -> list[str]:
    """The steps of the record that lead to the fee, the allowed amount or the payment."""
    return [told(step) for step in record.steps if step.toward == toward]
