"""The clinical laboratory fee schedule: a slice of CMS's file of 2026 Q2, and the same damaged in one place."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
from support.paths import CMS

from medpay_cli.dataset.store import connect
from medpay_cli.errors import SourceError
from medpay_cli.sources import lab
from medpay_cli.sources.artefact import Artefact
from medpay_cli.sources.build import build
from medpay_cli.sources.fields import FileReport
from medpay_cli.sources.quarter import Quarter

NAME = "PUF_CLFS_CY2026_Q2V1.csv"


def artefact(change: tuple[str, str] = ("", "")) -> Artefact:
    content = (CMS / "other" / NAME).read_bytes()
    old, new = (text.encode() for text in change)
    assert old in content, change[0]
    return Artefact(NAME, "26CLABQ2.zip", content.replace(old, new, 1) if old else content)


def report() -> FileReport:
    return FileReport("file", "kind")


# code, modifier, indicator, dollars (None: the MAC prices it), first day; lines of CMS's file
RATES = [
    ("36415", "", "N", Decimal("9.34"), dt.date(2026, 1, 1)),
    ("80053", "", "N", Decimal("10.56"), dt.date(2026, 1, 1)),
    ("80053", "QW", "N", Decimal("10.56"), dt.date(2026, 1, 1)),
    ("G0480", "", "N", Decimal("114.43"), dt.date(2026, 1, 1)),
    ("0526U", "", "L", None, dt.date(2026, 1, 1)),
    ("0614U", "", "L", None, dt.date(2026, 4, 1)),
]


@pytest.mark.parametrize(("code", "modifier", "indicator", "rate", "first_day"), RATES)
def test_a_rate(code: str, modifier: str, indicator: str, rate: Decimal | None, first_day: dt.date) -> None:
    quarter, rows = lab.read(artefact(), report())
    assert quarter == Quarter(2026, 2)
    [row] = [row for row in rows if (row["hcpcs"], row["modifier"]) == (code, modifier)]
    assert (row["indicator"], row["rate"], row["effective_from"]) == (indicator, rate, first_day)


DAMAGED = [
    (("INDICATOR,RATE", "INDICATOR,PRICE"), "a header row with one column for rate"),
    (("80053,QW,", "80053,,"), "line 13: expected each code and modifier once, found a second row for 80053"),
    (("80053,QW,", "80053,91,"), "expected modifier one of (blank) QW, found '91'"),
    (("N,00009.34", "N,00000.00"), "expected a rate above 0 with indicator N, or 0 with L, found 0.00 with N"),
    (("N,00009.34", "L,00009.34"), "expected a rate above 0 with indicator N, or 0 with L, found 9.34 with L"),
    (("N,00009.34", "X,00009.34"), "expected indicator one of N L, found 'X'"),
    (("N,00009.34", "N,00009.345"), "expected rate with at most 2 decimals"),
    (("20260401", "20260701"), "expected a rate of 2026Q2, found year 2026, from 2026-07-01"),
    (("20260401", "4/1/2026"), "expected effective as a date as yyyymmdd, found '4/1/2026'"),
    (("20260401", "20260431"), "expected effective as a date as yyyymmdd, found '20260431'"),
    (("2026,36415", "2025,36415"), "expected a rate of 2026Q2, found year 2025"),
]


@pytest.mark.parametrize(("change", "said"), DAMAGED)
def test_damaged(change: tuple[str, str], said: str) -> None:
    with pytest.raises(SourceError) as error:
        lab.read(artefact(change), report())
    assert said in str(error.value)
    assert NAME in str(error.value)


def test_a_build_names_the_edition_and_what_it_covers(tmp_path: Path) -> None:
    manifest = build([CMS], tmp_path / "out").manifest
    [entry] = manifest["laboratory"]
    rows = manifest["tables"]["lab_fee"]["rows"]
    assert (entry["name"], entry["effective_from"], entry["rows"]) == ("CLFS 2026Q2", "2026-04-01", rows)
    assert "laboratory fees are those of 2026Q2; what a test paid at other dates is unknown" in [
        gap["gap"] for gap in manifest["known_gaps"]
    ]


def test_descriptors_none_leaves_out_the_ama_texts(tmp_path: Path) -> None:
    build([CMS], tmp_path / "out", descriptors="none")
    sql = f"select hcpcs, descriptor <> '' from '{tmp_path / 'out' / 'lab_fee.parquet'}'"
    for code, has_text in connect().execute(sql).fetchall():
        # G, P and U codes are CMS's own; CPT's proprietary laboratory codes end in U but begin with a digit.
        assert has_text is code[0].isalpha()


def test_a_build_without_it_says_so(tmp_path: Path) -> None:
    sources = [path for path in sorted(CMS.iterdir()) if path.name != "other"]
    manifest = build(sources, tmp_path / "out").manifest
    assert manifest["tables"]["lab_fee"]["rows"] == 0
    assert "no clinical laboratory fee schedule among the sources" in [gap["gap"] for gap in manifest["known_gaps"]]
