"""What must hold in the bundled tables, all rows (DESIGN.md 6, RULES.md 1 and 3)."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest

from medpay_cli.dataset.schema import RULE_TABLES, TABLES
from medpay_cli.dataset.store import connect, data_dir, table_sql


def one(sql: str) -> object:
    [(value,)] = connect().execute(sql).fetchall()
    return value


def test_files_are_those_of_the_manifest() -> None:
    manifest = json.loads((data_dir() / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["tables"].keys() == TABLES.keys()
    for name, table in manifest["tables"].items():
        content = (data_dir() / f"{name}.parquet").read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (table["bytes"], table["sha256"])
    assert sum(path.stat().st_size for path in data_dir().iterdir()) < 8_000_000


@pytest.mark.parametrize("name", TABLES | RULE_TABLES)
def test_keys_are_unique_and_columns_as_described(name: str) -> None:
    table = (TABLES | RULE_TABLES)[name]
    key = ", ".join(table.key)
    assert one(f"select count(*) - count(distinct ({key})) from ({table_sql(name)})") == 0
    described = connect().execute(f"describe {table_sql(name)}").fetchall()
    assert {column: kind for column, kind, *_ in described} == table.columns


# Rows of the full files: RULES.md 3.1 for 2025D, 2026B and 2026C; the others counted here.
ROWS = {"RVU25A": 18865, "RVU25B": 18923, "RVU25C": 19029, "RVU25D": 19090, "RVU26B": 19277, "RVU26C": 19356}


def test_rows_of_each_release() -> None:
    counted = (
        connect().execute(f"select release, count(*) from ({table_sql('fee_schedule')}) group by release").fetchall()
    )
    assert dict(counted) == ROWS


# Triplets of PC/TC 1 whose three rows have status A: 815 in 2025D and 819 in 2026C (RULES.md 1.6).
@pytest.mark.parametrize(("release", "triplets"), [("RVU25D", 815), ("RVU26C", 819)])
def test_global_is_professional_plus_technical(release: str, triplets: int) -> None:
    sides = ("work_rvu", "pe_rvu_nonfacility", "pe_rvu_facility", "mp_rvu")
    equal = " and ".join(f"g.{side} = p.{side} + t.{side}" for side in sides)
    counted = (
        connect()
        .execute(
            f"""with fees as (select * from ({table_sql("fee_schedule")}) where release = '{release}' and pctc = '1')
        select count(*), count(*) filter ({equal})
        from fees as g join fees as p using (hcpcs) join fees as t using (hcpcs)
        where g.modifier = '' and p.modifier = '26' and t.modifier = 'TC'
        and g.status = 'A' and p.status = 'A' and t.status = 'A'"""
        )
        .fetchall()
    )
    assert counted == [(triplets, triplets)]


def test_the_professional_part_costs_the_same_in_both_settings() -> None:
    fees = table_sql("fee_schedule")
    assert one(f"select count(*) from ({fees}) where modifier = '26' and pe_rvu_nonfacility <> pe_rvu_facility") == 0


def test_only_four_codes_have_a_53_row() -> None:
    rows = (
        connect().execute(f"select distinct hcpcs from ({table_sql('fee_schedule')}) where modifier = '53'").fetchall()
    )
    assert {code for (code,) in rows} == {"44388", "45378", "G0105", "G0121"}


def test_109_localities_in_each_year_and_all_of_them_have_zip_codes() -> None:
    counted = (
        connect()
        .execute(f"select year, count(*) from ({table_sql('locality')}) group by year order by year")
        .fetchall()
    )
    assert counted == [(2025, 109), (2026, 109)]
    assert one(f"select count(distinct mac || locality) from ({table_sql('zip_locality')})") == 109
    assert one(f"select count(*) from ({table_sql('locality')}) where anesthesia_factor is null") == 0


def test_zip_codes() -> None:
    # RULES.md 3.3: 42,956 ZIPs in October 2025, 580 of them split by their last four digits.
    assert one(f"select count(*) from ({table_sql('zip_locality')})") == 42956
    assert one(f"select count(*) from ({table_sql('zip_locality')}) where plus_four") == 580


def test_every_status_and_indicator_has_its_rule() -> None:
    for column, subject in (("status", "status"), ("pctc", "pctc")):
        missing = (
            connect()
            .execute(
                f"""select distinct {column} from ({table_sql("fee_schedule")})
            where {column} not in (select value from ({table_sql("rule")}) where subject = '{subject}')"""
            )
            .fetchall()
        )
        assert missing == []


def test_rebuilding_from_the_full_files_gives_these_bytes(tmp_path: Path) -> None:
    if "MEDPAY_CMS_DIR" not in os.environ:
        pytest.skip("MEDPAY_CMS_DIR does not name the folder of CMS's full files")
    from medpay_cli.sources.build import build

    build([Path(os.environ["MEDPAY_CMS_DIR"])], tmp_path / "data")
    for path in sorted(data_dir().iterdir()):
        assert (tmp_path / "data" / path.name).read_bytes() == path.read_bytes(), path.name


# RULES.md 2.1 to 2.4: active pairs of the editions, codes with an MUE, add-on codes.
ON_DAY = "edit_table = '{}' and date '{}' between certain_from and certain_through"
NCCI_COUNTS = [
    ("ptp", ON_DAY.format("practitioner", "2026-07-15"), 1_728_585),
    ("ptp", ON_DAY.format("practitioner", "2026-07-15") + " and modifier_indicator = 1", 1_216_834),
    ("ptp", ON_DAY.format("practitioner", "2024-07-15"), 1_669_820),
    ("ptp", "edit_table = 'practitioner' and modifier_indicator = 9", 98_853),
    ("ptp", ON_DAY.format("outpatient", "2026-05-15"), 1_401_094),
    ("mue", "service = 'practitioner'", 15_095),
    ("mue", "service = 'practitioner' and mai = '1'", 41),
    ("mue", "service = 'practitioner' and mue = 0", 2_642),
]


@pytest.mark.parametrize(("table", "condition", "count"), NCCI_COUNTS)
def test_ncci_counts(table: str, condition: str, count: int) -> None:
    assert one(f"select count(*) from ({table_sql(table)}) where {condition}") == count


def test_no_pair_of_a_code_with_itself_or_in_both_directions_on_one_day() -> None:
    ptp = table_sql(
        "ptp", ("edit_table", "column1", "column2", "modifier_indicator", "certain_from", "certain_through")
    )
    assert one(f"select count(*) from ({ptp}) where column1 = column2") == 0
    assert (
        one(
            f"""select count(*) from ({ptp}) as a join ({ptp}) as b
            on a.edit_table = b.edit_table and a.column1 = b.column2 and a.column2 = b.column1
            and a.certain_from <= b.certain_through and b.certain_from <= a.certain_through"""
        )
        == 0
    )


def test_no_pair_is_certain_twice_on_one_day() -> None:
    ptp = table_sql("ptp", ("edit_table", "column1", "column2", "certain_from", "certain_through"))
    doubled = f"""select count(*) from (
        select certain_from <= lag(certain_through) over (
            partition by edit_table, column1, column2 order by certain_from
        ) as doubled from ({ptp}) where certain_from is not null
    ) where doubled"""
    assert one(doubled) == 0


def test_44_ncci_modifiers() -> None:
    # Policy manual 2026, page I-14.
    assert one(f"select count(*) from ({table_sql('rule')}) where subject = 'ncci_modifier'") == 44


def test_no_status_a_code_has_mue_0() -> None:
    fees, mue = table_sql("fee_schedule"), table_sql("mue")
    assert (
        one(
            f"""select count(*) from ({fees}) as f join ({mue}) as m using (hcpcs)
            where f.release = 'RVU26B' and f.modifier = '' and f.status = 'A'
            and m.mue = 0 and m.service = 'practitioner'"""
        )
        == 0
    )


def test_add_on_dates_and_types() -> None:
    add_on = table_sql("add_on")
    assert one(f"select count(*) from ({add_on}) where effective_date is null or effective_date > deletion_date") == 0
    assert one(f"select count(*) from ({add_on}) where contractor_defined <> (primary_code = 'CCCCC')") == 0
    assert connect().execute(f"select distinct add_on_type from ({add_on}) order by 1").fetchall() == [
        ("1",),
        ("2",),
        ("3",),
    ]


def test_laboratory_fees() -> None:
    # RULES.md 10.2: 2,055 codes; 1,482 of them have status X in the newest release, the others are not in it (one: N).
    lab = table_sql("lab_fee")
    assert one(f"select count(distinct hcpcs) from ({lab})") == 2055
    statuses = f"""select f.status, count(*) from (select distinct hcpcs from ({lab}))
        left join (select * from ({table_sql("fee_schedule")}) where release = 'RVU26C' and modifier = '') as f
        using (hcpcs) group by all"""
    assert dict(connect().execute(statuses).fetchall()) == {"X": 1482, "N": 1, None: 572}
    # Priced by the MACs: no rate, never a zero.
    assert one(f"select count(*) from ({lab}) where (rate is null) <> (indicator = 'L') or rate = 0") == 0
    assert one(f"select count(*) from ({lab}) where indicator = 'L'") == 49
    # QW says that the test is waived from CLIA: the rate is that of the code without it.
    both = f"({lab}) as a join ({lab}) as b using (hcpcs) where a.modifier = '' and b.modifier = 'QW'"
    assert one(f"select count(*) from {both}") == 124
    assert one(f"select count(*) from {both} and a.rate is distinct from b.rate") == 0
    assert one(f"select count(*) from ({lab}) where effective_from > effective_through") == 0


def test_one_mue_edition_answers_each_date() -> None:
    mue = table_sql("mue")
    ends = f"select service, min(answers_from), max(answers_through) from ({mue}) group by service"
    assert {row[1:] for row in connect().execute(ends).fetchall()} == {(None, None)}
