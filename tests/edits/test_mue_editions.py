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
    """A dataset with the values of April, and of October with 77417 at 2 and without G0105."""
    ncci = ROOT / "tests" / "fixtures" / "ncci"
    april = (ncci / APRIL).read_bytes()
    october = april.replace(b"77417,1,", b"77417,2,", 1).replace(
        b"G0105,1,2 Date of Service Edit: Policy", b"G0106,1,2 x"
    )
    assert october != april
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
