"""What must hold for any claim of real codes, whatever its lines: over random claims at one place and release."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st
from support.claim_text import price_text

from medpay_cli.auditing.audit import judge
from medpay_cli.dataset.places import PlaceQuery
from medpay_cli.dataset.store import connect, table_sql
from medpay_cli.pricing.answers import price_questions
from medpay_cli.pricing.lines import ChargeLine
from medpay_cli.pricing.question import Question
from medpay_cli.pricing.record import PricedLine
from medpay_cli.pricing.request import PriceRequest
from medpay_cli.rules import catalogue

RELEASE, PLACE = "RVU26C", "1320201"
DAY = dt.date(2026, 7, 15)
PENNY = Decimal("0.01")
# What is ranked together, and the modifiers worth trying there.
KINDS = {
    "surgery": (("2", "3"), ("", "", "LT", "RT", "50", "59", "80", "62")),
    "endoscopy": (("3",), ("", "", "LT", "RT", "50", "59")),
    "imaging": (("4",), ("", "26", "TC", "59", "RT", "LT")),
    "therapy": (("5",), ("", "GP", "GO", "59")),
    "heart": (("6",), ("", "26", "TC")),
    "eye": (("7",), ("", "26", "TC", "50")),
    "any": (("0", "2", "3", "4", "5", "6", "7"), ("", "25", "26", "59")),
}


class Line(NamedTuple):
    """A line as it is drawn."""

    code: str
    modifier: str
    units: int


@cache
def pool(kind: str) -> list[str]:
    """Codes of the kind that the release pays; endoscopies with the bases of their families, few families at a time."""
    indicators = ", ".join(f"'{value}'" for value in KINDS[kind][0])
    rows = connect().execute(
        f"select distinct hcpcs from ({table_sql('fee_schedule')}) where release = '{RELEASE}' and status = 'A'"
        f" and (multiple_procedure in ({indicators}) and modifier = ''"
        f" or '{kind}' = 'endoscopy' and hcpcs in ('45378', '29805', '43235', '31622')) order by 1"
    )
    codes = [code for (code,) in rows.fetchall()]
    return [code for code in codes if code.startswith(("4538", "4539", "298", "4323", "4324", "3162"))] or codes


@cache
def families() -> dict[str, str]:
    """Code -> the family it can be of: its base endoscopy, a base itself."""
    rows = connect().execute(
        f"select hcpcs, endoscopic_base from ({table_sql('fee_schedule')}) where release = '{RELEASE}'"
        " and endoscopic_base <> ''"
    )
    found = dict(rows.fetchall())
    return found | {base: base for base in found.values()}


def lines_of(kind: str) -> st.SearchStrategy[Line]:
    return st.builds(
        Line, st.sampled_from(pool(kind)), st.sampled_from(KINDS[kind][1]), st.sampled_from([1, 1, 1, 2, 3])
    )


CLAIMS = st.sampled_from(sorted(KINDS)).flatmap(lambda kind: st.lists(lines_of(kind), min_size=2, max_size=6))


def price(claims: Sequence[Sequence[Line]], *, edits: bool) -> list[list[PricedLine]]:
    """The records of each claim, all in one run; without `edits` the rules of payment alone."""
    questions = [
        Question(
            ChargeLine(
                line=0,
                claim=f"{number}",
                hcpcs=line.code,
                modifiers=(line.modifier,) if line.modifier else (),
                units=Decimal(line.units),
                named_release=RELEASE,
                locality_key=PLACE,
            ),
            claim=f"{number}" if edits else "",
        )
        for number, claim in enumerate(claims)
        for line in claim
    ]
    numbered = [question._replace(charge=question.charge._replace(line=i)) for i, question in enumerate(questions)]
    found = iter(price_questions(connect(), numbered))
    return [[next(found) for _ in claim] for claim in claims]


def outcome(record: PricedLine) -> tuple[Any, ...]:
    return (
        *(record.code, record.modifiers, record.units, record.allowed is None, record.allowed or 0, record.rank or 0),
        *(record.reason_code or "", record.outcome or "", record.confidence),
    )


@settings(max_examples=12, deadline=None)
@given(claim=CLAIMS, seed=st.integers(0, 9999), edits=st.booleans())
def test_the_order_of_the_lines_changes_nothing(claim: list[Line], seed: int, edits: bool) -> None:
    mixed = random.Random(seed).sample(claim, len(claim))
    first, second = price([claim, mixed], edits=edits)
    assert sorted(map(outcome, first)) == sorted(map(outcome, second))


@settings(max_examples=15, deadline=None)
@given(claim=CLAIMS)
def test_another_line_raises_none(claim: list[Line]) -> None:
    """But in two cases, where what is ranked grows with it: a family takes in a member, a code its other side.

    Its total may pass that of another procedure, and is then paid in full. An edit may raise others too, for a line
    that it denies takes no rank: that is tried in test_denied_lines.py.
    """
    whole, *without = price([claim, *(_without(claim, i) for i in range(len(claim)))], edits=False)
    alone = [found[0] for found in price([[line] for line in claim], edits=False)]
    for i, (added, rest) in enumerate(zip(claim, without, strict=True)):
        for line, before, after in zip(_without(claim, i), rest, _without(whole, i), strict=True):
            if before.allowed is not None and after.allowed is not None and after.allowed > before.allowed:
                assert _grow_together(line, added), (claim, added, line, before.allowed, after.allowed)
    for line, record, single in zip(claim, whole, alone, strict=True):
        if record.allowed is None:
            continue
        assert single.allowed is not None and record.allowed <= single.allowed
        with_family = any(_grow_together(line, other) for other in claim if other is not line)
        if not with_family and line.units == 1:
            # The least that any rule leaves of a line with its own fee is half.
            assert record.allowed * 2 >= single.allowed - PENNY


def _without(items: Sequence[Any], i: int) -> list[Any]:
    return [*items[:i], *items[i + 1 :]]


def _grow_together(line: Line, other: Line) -> bool:
    family = families()
    return line.code == other.code or (line.code in family and family[line.code] == family.get(other.code))


@settings(max_examples=10, deadline=None)
@given(claim=CLAIMS)
def test_the_steps_lead_to_the_cent(claim: list[Line]) -> None:
    [records] = price([claim], edits=False)
    for record in records:
        if record.allowed is None:
            assert record.reason_code and record.reason
            continue
        toward = {name: [step for step in record.steps if step.toward == name] for name in ("allowed", "payment")}
        running = record.fee
        for step in toward["allowed"]:
            assert step.before == running, (record.code, step)
            running = step.after
        assert running == record.allowed, record
        assert toward["payment"][-1].after == record.medicare_pays
        assert record.medicare_pays is not None and record.coinsurance is not None
        assert record.medicare_pays + record.coinsurance == record.allowed


def sample(claims: int) -> list[list[Line]]:
    """Claims of every kind, the same at every run."""
    chosen = random.Random(20)
    return [
        [
            Line(chosen.choice(pool(kind)), chosen.choice(KINDS[kind][1]), chosen.choice([1, 1, 2]))
            for _ in range(chosen.randint(1, 5))
        ]
        for _ in range(claims)
        for kind in KINDS
    ]


def test_each_amount_lies_within_its_bounds() -> None:
    """Between nothing and the fee of its units, times what both sides are worth; and Medicare's share within it."""
    for record in (record for claim in price(sample(10), edits=True) for record in claim):
        if record.allowed is None:
            assert (record.medicare_pays, record.coinsurance) == (None, None)
            continue
        assert record.fee is not None and record.medicare_pays is not None
        sides = max((step.factor for step in record.steps if step.rule.startswith("BILAT") and step.factor), default=1)
        assert 0 <= record.allowed <= record.fee * record.units * max(sides, 1), record
        assert 0 <= record.medicare_pays <= record.allowed


def table(claims: Iterable[Iterable[Line]]) -> str:
    rows = [
        f"C{number},{line.code},{line.modifier},{line.units}" for number, claim in enumerate(claims) for line in claim
    ]
    return "\n".join(["claim,code,mod1,units", *rows]) + "\n"


# Claims with a line that no NCCI table denies, and CMS's text does.
BESIDE = ["99283- 10060-", "99213-57 11402-", "99204- 27447-", "99213-25 G2211-", "94760- 71046- 20610-RT"]


def test_a_claim_alone_in_a_file_and_in_an_audit_is_one_thing(tmp_path: Path) -> None:
    claims = [*sample(8), *([Line(line[:5], line[6:], 1) for line in claim.split()] for claim in BESIDE)]
    path = tmp_path / "claims.csv"
    path.write_text(table(claims), encoding="utf-8")
    request = PriceRequest(place=PlaceQuery(PLACE), date=DAY)
    together = price_text(path.read_text(encoding="utf-8"), request)
    # Parts are the whole: each claim by itself says the same.
    for number in range(0, len(claims), 9):
        apart = price_text(table(claims[number : number + 1]), request)
        assert [outcome(record) for record in apart] == [
            outcome(record) for record in together if record.claim == f"C{number}"
        ]
    judged = judge(str(path), place=PlaceQuery(PLACE), date=DAY)
    rows = judged.connection.execute(
        "select p.allowed, p.reason_code, p.outcome, p.rule, r.outcome, r.expected,"
        " coalesce(r.rules, '') from priced_lines as p join line_result as r using (line) order by p.line"
    ).fetchall()
    assert len(rows) == len(together)
    beside = {row["id"] for row in catalogue.load() if row["subject"] == "check" and row["effect"] == "in_claims"}
    found = set()
    for record, (allowed, reason, priced, rule, final, expected, rules) in zip(together, rows, strict=True):
        if record.rule in beside:
            # The audit tells the condition beside the price of the line, and expects nothing.
            found.add(record.rule)
            assert (record.allowed, record.reason_code, record.outcome) == (None, "denied_by_edit", "denied")
            assert final == "denied" and expected is None and record.rule in rules.split()
            continue
        assert not beside & set(rules.split()) or record.outcome == "denied", record
        assert (record.allowed, record.reason_code) == (allowed, reason), record
        assert record.outcome == priced and (record.rule == rule or record.outcome == "paid_elsewhere")
        # Duplicates and therapy plans are told by `audit` alone.
        assert final in (priced, "denied", "review")
    assert found == beside
