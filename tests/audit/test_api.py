"""What the Python call of `audit` takes and gives: paths and tables in, relations out; else RequestError."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import medpay_cli
from medpay_cli import RequestError

DAY = dt.date(2026, 7, 15)
COLUMNS: dict[str, Any] = {
    "claim": ["A", "A", "B", None],
    "cpt": ["45385", "45380", "77417", "MISC"],
    "dos": [DAY] * 4,
    "charge": [Decimal("1200.00"), Decimal("900.00"), None, Decimal("5.00")],
}
TABLE = pa.table(COLUMNS)
OUTCOMES = ["payable", "denied", "denied", "unreadable"]


class Frame:
    """Nothing but an Arrow stream, as a data frame of polars or pandas is one."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return TABLE.__arrow_c_stream__(requested_schema)


def written(folder: Path, name: str) -> Path:
    path = folder / name
    relation = duckdb.from_arrow(TABLE)
    relation.write_parquet(str(path)) if name.endswith("parquet") else relation.write_csv(str(path))
    return path


@pytest.mark.parametrize("kind", ["csv", "parquet", "text", "several", "arrow", "reader", "relation", "stream"])
def test_every_source_gives_the_same_answer(tmp_path: Path, kind: str) -> None:
    connection = duckdb.connect()
    sources: dict[str, Any] = {
        "csv": lambda: written(tmp_path, "a.csv"),
        "parquet": lambda: written(tmp_path, "a.parquet"),
        "text": lambda: str(written(tmp_path, "a.csv")),
        "several": lambda: [written(tmp_path, "a.csv")],
        "arrow": lambda: TABLE,
        "reader": lambda: TABLE.to_reader(),
        "relation": lambda: connection.from_arrow(TABLE),
        "stream": Frame,
    }
    with medpay_cli.audit(sources[kind](), zip_code=10001, pos=22) as answer:
        rows = answer.lines().project("cpt, medpay_outcome, medpay_expected").fetchall()
        assert [(code, outcome) for code, outcome, _ in rows] == list(zip(COLUMNS["cpt"], OUTCOMES, strict=True))
        assert rows[0][2] == medpay_cli.price("45385", zip_code=10001, pos=22, date=DAY)[0].allowed
        found = answer.findings().project("line, rule").fetchall()
        first = 2 if kind in ("csv", "text", "several") else 1
        assert found == [(first + 1, "NCCI-PTP-1"), (first + 2, "STATUS-B"), (first + 3, "LINE-CODE")]
        assert answer.summary.outcomes == {"denied": 2, "payable": 1, "unreadable": 1}
        assert [record.rule for record in answer.records()] == [rule for _, rule in found]


@pytest.mark.parametrize("kind", ["arrow", "parquet"])
def test_own_columns_keep_their_types(tmp_path: Path, kind: str) -> None:
    table = TABLE.append_column("weight", pa.array([0.1, 1e-7, None, 2.0])).append_column(
        "seen", pa.array([dt.datetime(2026, 7, 15, 9, 30)] * 4)
    )
    pq.write_table(table, tmp_path / "a.parquet")
    lines = medpay_cli.audit(table if kind == "arrow" else tmp_path / "a.parquet").lines()
    own = lines.project("claim, cpt, dos, charge, weight, seen").to_arrow_table()
    assert own.to_pylist() == table.to_pylist()


def test_relations_outlive_the_answer() -> None:
    relation = medpay_cli.audit(TABLE).findings()
    assert relation.aggregate("count(*)").fetchall() == [(3,)]


def test_arguments_are_those_of_the_command() -> None:
    table = TABLE.rename_columns(["claim", "CPT, CD", "when", "charge"]).drop_columns(["claim"])
    asked: dict[str, Any] = {"mapping": {"cpt_code": "CPT, CD"}, "locality": 1320201, "date": "2026-07-15"}
    answer = medpay_cli.audit(table, select="STATUS,line-code", memory_limit="1GB", threads=1, **asked)
    assert [(record.rule, record.line) for record in answer.records()] == [("STATUS-B", 3), ("LINE-CODE", 4)]
    assert [record.rule for record in medpay_cli.audit(table, ignore=["LINE"], **asked).records()] == ["STATUS-B"]


@pytest.mark.parametrize(
    ("charges", "asked", "said"),
    [
        (7, {}, "charges: give a path, several, a DuckDB relation or an Arrow table, not int"),
        ([], {}, "not list"),
        (b"a.csv", {}, "not bytes"),
        ({"cpt": ["99213"]}, {}, "not dict"),
        ("nowhere.csv", {}, "no file nowhere.csv"),
        (pa.table({"a": [1]}), {}, "the table: no column is named like a code"),
        (TABLE, {"mapping": {"code": "CD"}}, "mapping code=CD: no such column"),
        (TABLE, {"mapping": {"colour": "cpt"}}, "mapping colour=cpt: no field colour"),
        (TABLE, {"mapping": {"code": "cpt", "cpt": "dos"}}, "mapping code is given twice"),
        (TABLE, {"date_order": "ymd"}, "date_order ymd"),
        (TABLE, {"date": "soon"}, "date 'soon'"),
        (TABLE, {"locality": "01"}, "not unique"),
        (TABLE, {"locality": "1320201", "zip_code": "10001"}, "name one place: locality and zip_code"),
        (TABLE, {"pos": "office"}, "pos 'office'"),
        (TABLE, {"select": "NCC1"}, "no rule begins with NCC1"),
        (TABLE, {"tolerance": "few"}, "tolerance in dollars"),
        (TABLE, {"memory_limit": "much"}, "memory_limit 'much'"),
        (TABLE, {"threads": 0}, "threads"),
        (TABLE, {"temp_dir": "nowhere"}, "temp_dir nowhere"),
    ],
)
def test_a_wrong_call_is_a_request_error(charges: Any, asked: dict[str, Any], said: str) -> None:
    with pytest.raises(RequestError) as error:
        medpay_cli.audit(charges, **asked)
    assert said in str(error.value)
    assert "--" not in str(error.value).replace("--locality 0121201", "")
