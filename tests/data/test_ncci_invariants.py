"""What must hold in the bundled NCCI tables beyond the counts in tests/dataset (docs/data.md, "NCCI edits")."""

from __future__ import annotations

import json
from typing import Any

import pytest

from medpay_cli.dataset.store import connect, data_dir, table_sql

PTP, MUE, ADD_ON = (f"({table_sql(name)})" for name in ("ptp", "mue", "add_on"))
PRACTITIONER = f"(from {PTP} where edit_table = 'practitioner')"
EDITS = f"(from {PTP} where modifier_indicator <> 9)"


def one(sql: str) -> Any:
    [(value,)] = connect().execute(sql).fetchall()
    return value


# What became of each pair between the two editions. 85,932 is 85,763 that appeared and 169 whose indicator changed,
# 27,167 is 26,998 that disappeared and the same 169.
BETWEEN = [
    ("first_edition <> last_edition", 1_642_653),
    ("last_edition = '2024Q3' and deletion_date is null", 27_167),
    ("first_edition = '2026Q3'", 85_932),
    ("deletion_date is not null and modifier_indicator <> 9", 777_344),
    ("modifier_indicator = 9", 98_853),
]


@pytest.mark.parametrize(("condition", "count"), BETWEEN)
def test_what_became_of_the_practitioner_pairs(condition: str, count: int) -> None:
    assert one(f"select count(*) from {PRACTITIONER} where {condition}") == count


def test_every_practitioner_row_is_one_of_these() -> None:
    assert sum(count for _, count in BETWEEN) == one(f"select count(*) from {PRACTITIONER}")


@pytest.mark.parametrize(
    ("what", "on", "count"),
    [
        ("indicator 0 to 1", "a.modifier_indicator = 0 and b.modifier_indicator = 1", 165),
        ("indicator 1 to 0", "a.modifier_indicator = 1 and b.modifier_indicator = 0", 4),
    ],
)
def test_pairs_whose_indicator_changed(what: str, on: str, count: int) -> None:
    changed = f"""select count(*) from {PRACTITIONER} as a join {PRACTITIONER} as b
        on a.column1 = b.column1 and a.column2 = b.column2 and {on}
        where a.last_edition = '2024Q3' and a.deletion_date is null and b.first_edition = '2026Q3'"""
    assert one(changed) == count, what


def test_five_pairs_changed_direction() -> None:
    turned = f"""select count(*) from {PRACTITIONER} as a join {PRACTITIONER} as b
        on a.column1 = b.column2 and a.column2 = b.column1
        where a.last_edition = '2024Q3' and a.deletion_date is null and b.first_edition = '2026Q3'"""
    assert one(turned) == 5


CODE = "[0-9A-Z][0-9][0-9][0-9][0-9A-Z]"
NEVER = [
    ("an edit without certain days", f"{EDITS} where certain_from is null or certain_through is null"),
    ("certain days in no order", f"{EDITS} where certain_from > certain_through"),
    ("certain before possible", f"{EDITS} where certain_from < possible_from"),
    ("certain after possible", f"{EDITS} where certain_through > possible_through"),
    (
        "a deletion date that does not end the days in force",
        f"{EDITS} where deletion_date is not null"
        " and (possible_through is distinct from deletion_date or certain_through <> deletion_date)",
    ),
    (
        "an effective date that does not begin the days in force",
        f"{EDITS} where effective_date is not null"
        " and (possible_from is distinct from effective_date or certain_from <> effective_date)",
    ),
    (
        "a void row with days in force",
        f"{PTP} where modifier_indicator = 9"
        " and coalesce(certain_from, certain_through, possible_from, possible_through) is not null",
    ),
    ("an indicator of another kind", f"{PTP} where modifier_indicator not in (0, 1, 9)"),
    ("a code that is none", f"{PTP} where not regexp_full_match(column1 || column2, '{CODE}{CODE}')"),
    (
        "a rationale of an edit first seen in 2026Q3, or none of an older one",
        f"{PRACTITIONER} where (rationale is null) <> (first_edition = '2026Q3')",
    ),
    ("an MUE of another kind", f"{MUE} where mai not in ('1', '2', '3') or mue < 0"),
    ("an add-on code that is its own primary", f"{ADD_ON} where add_on = primary_code"),
]


@pytest.mark.parametrize(("what", "rows"), NEVER)
def test_never(what: str, rows: str) -> None:
    assert one(f"select count(*) from {rows}") == 0, what


def test_the_possible_days_of_an_interval_end_before_the_certain_days_of_the_next() -> None:
    doubled = f"""select count(*) from {EDITS} as a join {EDITS} as b
        on a.edit_table = b.edit_table and a.column1 = b.column1 and a.column2 = b.column2
        and a.certain_from < b.certain_from
        and (a.possible_through is null or a.possible_through >= b.certain_from)"""
    assert one(doubled) == 0


@pytest.mark.parametrize(
    ("condition", "count"),
    [
        ("service = 'outpatient'", 15_045),
        ("service = 'dme'", 3_083),
        ("service = 'practitioner' and mai = '3'", 9_637),
        ("service = 'practitioner' and mai = '2'", 5_417),
        ("service = 'practitioner' and mue = 1", 8_934),
    ],
)
def test_mue_counts(condition: str, count: int) -> None:
    assert one(f"select count(*) from {MUE} where {condition}") == count


@pytest.mark.parametrize(("add_on_type", "codes", "pairs"), [("1", 669, 7_127), ("2", 42, 42), ("3", 12, 571)])
def test_open_add_on_edits(add_on_type: str, codes: int, pairs: int) -> None:
    open_edits = f"{ADD_ON} where add_on_type = '{add_on_type}' and deletion_date is null"
    assert one(f"select count(distinct add_on) from {open_edits}") == codes
    assert one(f"select count(*) from {open_edits}") == pairs


def test_the_manifest_names_files_and_rows_of_each_edition() -> None:
    manifest = json.loads((data_dir() / "manifest.json").read_text(encoding="utf-8"))
    rows = {entry["name"]: entry["rows"] for entry in manifest["ncci"]}
    assert rows["NCCI PTP outpatient 2026Q2"] == one(f"select count(*) from {PTP} where edit_table = 'outpatient'")
    assert rows["NCCI PTP practitioner 2024Q3"] == 2_546_017
    assert rows["NCCI PTP practitioner 2026Q3"] == 1_728_585
    assert sum(count for name, count in rows.items() if "MUE" in name) == manifest["tables"]["mue"]["rows"]
    files = {source["file"] for source in manifest["sources"]}
    assert {file for entry in manifest["ncci"] for file in entry["files"]} <= files


def test_the_dataset_is_small() -> None:
    assert sum(path.stat().st_size for path in data_dir().iterdir()) < 8_000_000
