"""MUE editions by date: the newest loaded that had begun answers, and a code it dropped has no MUE."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.paths import CMS, ROOT

import medpay_cli
from medpay_cli.sources.build import build

APRIL = "MCR_MUE_PractitionerServices_Eff_04-01-2026.csv"
OCTOBER = APRIL.replace("04-01", "10-01")


@pytest.fixture
def two_editions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dataset with the values of April and, changed for some codes, of October."""
    ncci = ROOT / "tests" / "fixtures" / "ncci"
    # 29807 is not in the slice; it has bilateral indicator 1.
    april = (ncci / APRIL).read_bytes() + b"29807,1,2 Date of Service Edit: Policy,CMS Policy\r\n"
    october = april
    changes = (("77417,1,", "77417,2,"), ("29807,1,", "29807,2,"), ("99213,2,", "99213,5,"), ("G0105,1,", "G0106,1,"))
    for value, later in changes:
        assert value.encode() in october
        october = october.replace(value.encode(), later.encode(), 1)
    (tmp_path / APRIL).write_bytes(april)
    (tmp_path / OCTOBER).write_bytes(october)
    # `bundle` answers only where there are PTP edits.
    pairs = sorted(ncci.glob("ptp_practitioner_*.parquet"))
    build([CMS, *pairs, tmp_path / APRIL, tmp_path / OCTOBER], tmp_path / "data")
    monkeypatch.setenv("MEDPAY_DATA", str(tmp_path / "data"))


# units, day, edition that denies (None: the units pass), whether the day is in that edition's quarter
CASES = [
    ("77417x2", "2026-04-01", "2026Q2", "high"),
    ("77417x2", "2026-06-30", "2026Q2", "high"),
    ("77417x2", "2025-10-15", "2026Q2", "medium"),
    # Not loaded: July's edition; April's is the newest that had begun.
    ("77417x2", "2026-09-30", "2026Q2", "medium"),
    ("77417x2", "2026-10-01", None, ""),
    ("77417x3", "2026-10-01", "2026Q4", "high"),
    ("77417x3", "2026-12-31", "2026Q4", "high"),
    ("G0105x2", "2026-09-30", "2026Q2", "medium"),
    ("G0105x2", "2026-10-01", None, ""),
]


@pytest.mark.usefixtures("two_editions")
@pytest.mark.parametrize(("line", "day", "edition", "confidence"), CASES)
def test_the_edition_of_a_date(line: str, day: str, edition: str | None, confidence: str) -> None:
    records = [record for record in medpay_cli.bundle([line, "99213"], date=day) if record.kind == "mue"]
    denials = [(record.edition, record.confidence) for record in records if record.denied]
    assert denials == ([(edition, confidence)] if edition else [])


@pytest.mark.usefixtures("two_editions")
@pytest.mark.parametrize(("day", "value"), [("2026-07-15", "2"), ("2026-10-15", "5")])
def test_tips_tell_the_value_of_the_date(day: str, value: str) -> None:
    said = [tip.message for tip in medpay_cli.tips("99213", date=day) if "MUE, MAI" in tip.message]
    assert len(said) == 1
    assert f"Units a day: {value} (" in said[0]


@pytest.mark.usefixtures("two_editions")
@pytest.mark.parametrize(("day", "warned"), [("2026-07-15", True), ("2026-10-15", False)])
def test_checks_of_lines_take_the_value_of_the_date(day: str, warned: bool) -> None:
    # Both sides as two units: a mistake while the MUE is 1, none when it is 2.
    rules = [record.rule for record in medpay_cli.bundle(["29807x2", "99213"], date=day)]
    assert ("BILAT-TWO-UNITS" in rules) is warned
