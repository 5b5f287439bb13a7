"""The findings of one list of charges, made up of real codes, as they were read line by line.

A change of them is wanted or a mistake: read the difference, then write them anew with
`medpay audit tests/audit/golden/charges.csv --locality 1320201 --exit-zero -o tests/audit/golden/findings.csv`.
"""

from __future__ import annotations

import csv
from typing import Any

from support.paths import ROOT

from medpay_cli.auditing.audit import judge as judged
from medpay_cli.dataset.places import PlaceQuery

GOLDEN = ROOT / "tests" / "audit" / "golden"
COLUMNS = ("rule", "severity", "line", "codes", "message", "fix", "at_stake", "citation", "confidence")


def test_findings_are_as_they_were_read() -> None:
    with (GOLDEN / "findings.csv").open(encoding="utf-8", newline="") as stream:
        read = [tuple(row[name] for name in COLUMNS) for row in csv.DictReader(stream)]
    with judged(str(GOLDEN / "charges.csv"), place=PlaceQuery("1320201")) as answer:
        found = [_row(record) for record in answer.records()]
    assert found == read
    # A golden file of few rules would show little.
    assert len({row[0] for row in read}) > 50


def _row(record: Any) -> tuple[str, ...]:
    values = [getattr(record, name) for name in COLUMNS]
    return tuple(_text(value) for value in values)


def _text(value: Any) -> str:
    if value is None:
        return ""
    return "; ".join(value) if isinstance(value, tuple) else str(value)
