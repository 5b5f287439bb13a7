"""Claims from a list, one a line: how a line is read, and that each is judged as it would be alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

import medpay_cli
from medpay_cli.answers.batch import judge_lines, split
from medpay_cli.edits import engine

JULY = dt.date(2026, 7, 15)

# (a line, its codes): a comma ends a code unless a modifier follows modifiers
SPLIT = [
    ("45385 45380-59", ["45385", "45380-59"]),
    ("45385,45380-59", ["45385", "45380-59"]),
    ("45385-59,45380", ["45385-59", "45380"]),
    ("77417:26,59 77387", ["77417:26,59", "77387"]),
    ("77417:26,59,77387", ["77417:26,59", "77387"]),
    ("77417-26,59x2;77387", ["77417-26,59x2", "77387"]),
    ("  45385 ,\t45380-59 , ", ["45385", "45380-59"]),
    ("97110 x2, 97140x1", ["97110x2", "97140x1"]),
    ("45385 - 59 45380", ["45385-59", "45380"]),
    # Two characters after a code without modifiers are no modifier of it.
    ("45385,59", ["45385", "59"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "codes"), SPLIT)
def test_the_codes_of_a_line(text: str, codes: list[str]) -> None:
    assert split(text) == codes


CLAIMS = [
    *("45385 45380-59", "45385 45380", "77417 77387", "77417x2 77427", "99291x2 99292", "22552 22551", "17003"),
    *("20610-50x2", "0008U 0353U", "G0443 G0444", "45380 45385 45380", "44140 44160 44140-59"),
]


@pytest.mark.parametrize("few", [True, False])
@pytest.mark.parametrize("table", ["practitioner", "outpatient"])
def test_each_claim_is_judged_as_it_is_alone(few: bool, table: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "FEW", 200 if few else 0)
    batch = judge_lines(enumerate(CLAIMS, 1), JULY, table)
    for number, text in enumerate(CLAIMS, 1):
        alone = medpay_cli.bundle(split(text), date=JULY, table=table)
        # A claim of one bare code is a claim here, a list of edits there.
        if text != "17003":
            judged = [replace(record, claim=number) for record in alone if record.lines or record.kind == "ptp"]
            mine = [record for record in batch.records if record.claim == number]
            assert mine == judged[: len(mine)]
            assert len(mine) == len(judged) or len(split(text)) == 1


def test_a_bad_line_is_a_record_and_stops_nothing() -> None:
    batch = judge_lines(
        [(1, "45385 4538"), (4, "45385 45380"), (7, "99999 45385"), (9, "45385-ZZ"), (11, " , ;")], JULY, "practitioner"
    )
    bad = {record.claim: record.message for record in batch.records if record.kind == "unreadable"}
    assert bad.keys() == {1, 7, 9, 11}
    assert "'4538' is not a code" in bad[1]
    assert "99999 is neither in a loaded fee schedule nor in an NCCI table" in bad[7]
    assert "modifier ZZ is not a modifier of CMS's list" in bad[9]
    assert {record.denied_code for record in batch.records if record.denied} == {"45380"}


def test_nothing_is_no_claim() -> None:
    assert judge_lines([], JULY, "practitioner").claims == []
