"""The practitioner table as CMS dates it: real rows of 2026Q3, pairs that closed and opened again, whole intervals."""

from __future__ import annotations

import csv
import datetime as dt
from typing import Any

import pytest
from support.paths import ROOT

from medpay_cli.sources import ptp
from medpay_cli.sources.artefact import Artefact
from medpay_cli.sources.fields import FileReport
from medpay_cli.sources.ptp_editions import ptp_tables, refuse_missing_parts

# 31 practitioner rows of NCCI 2026Q3 with their dates, whole (shared/README.md).
EXCERPT = ROOT / "tests" / "fixtures" / "dated" / "ptp_practitioner_2026q3_dated_excerpt.csv"
HEADING = (
    "Column 1\tColumn 2\t*=in existence prior to 1996\tEffective Date\tDeletion Date *=no data\tModifier\tRationale"
)


def quarterly() -> list[Artefact]:
    """The excerpt in CMS's quarterly layout, cut into four files by column 1 as CMS cuts the table."""
    with EXCERPT.open(encoding="utf-8") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["col1"])
    lines = [
        "\t".join(
            (
                *(row["col1"], row["col2"], "", row["effective"].replace("-", "")),
                *(row["deleted"].replace("-", "") or "*", row["modifier_indicator"], "Misuse of Column Two code"),
            )
        )
        for row in rows
    ]
    cuts = [lines[at : at + 8] for at in range(0, len(lines), 8)]
    return [
        Artefact(f"ccipra-v322r0-f{part}.txt", "ccipra.zip", "\r\n".join(["Edits", HEADING, *cut]).encode())
        for part, cut in enumerate(cuts, 1)
    ]


@pytest.fixture(scope="module")
def intervals() -> list[dict[str, Any]]:
    files = [ptp.read(artefact, FileReport("file", "kind")) for artefact in quarterly()]
    refuse_missing_parts(files)
    [edition], table = ptp_tables(files)
    assert (edition["edition"], edition["dated"]) == ("2026Q3", True)
    rows: list[dict[str, Any]] = table.to_pylist()
    return rows


def test_every_row_is_kept_with_its_dates(intervals: list[dict[str, Any]]) -> None:
    with EXCERPT.open(encoding="utf-8") as file:
        given = {
            (row["col1"], row["col2"], row["effective"], row["deleted"], int(row["modifier_indicator"]))
            for row in csv.DictReader(file)
        }
    kept = {
        (
            *(row["column1"], row["column2"], str(row["effective_date"])),
            *(str(row["deletion_date"] or ""), row["modifier_indicator"]),
        )
        for row in intervals
    }
    assert len(given) == len(intervals) == 31
    assert kept == given


# column 1, column 2, day, whether an edit is in force: ends are inclusive (RULES.md 2.2, 10.1)
DAYS = [
    ("10060", "99213", "2013-06-30", False),
    ("10060", "99213", "2013-07-01", True),
    ("10060", "99213", "2019-12-31", True),
    ("10060", "99213", "2020-01-01", False),
    ("10060", "99213", "2020-09-30", False),
    ("10060", "99213", "2020-10-01", True),
    ("10060", "99213", "2026-09-30", True),
    # Void on the day it began, with indicator 9; in force from the year after.
    ("10060", "92012", "2013-07-01", False),
    ("10060", "92012", "2014-04-01", True),
    ("11720", "99201", "2005-06-30", True),
    ("11720", "99201", "2005-07-01", False),
    ("12001", "12011", "2020-01-01", False),
]


@pytest.mark.parametrize(("column1", "column2", "day", "in_force"), DAYS)
def test_the_days_on_which_a_pair_is_an_edit(
    intervals: list[dict[str, Any]], column1: str, column2: str, day: str, in_force: bool
) -> None:
    date = dt.date.fromisoformat(day)
    certain = [
        row
        for row in intervals
        if (row["column1"], row["column2"]) == (column1, column2)
        and row["certain_from"] is not None
        and row["certain_from"] <= date <= row["certain_through"]
    ]
    assert len(certain) == in_force


def test_a_dated_table_leaves_nothing_possible_but_uncertain(intervals: list[dict[str, Any]]) -> None:
    for row in intervals:
        if row["modifier_indicator"] != 9:
            assert row["certain_from"] == row["possible_from"] == row["effective_date"]
            assert row["possible_through"] == row["deletion_date"]
