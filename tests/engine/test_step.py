"""Steps: what a header says is read, and steps run in the order their headers ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

from medpay_cli.dataset.store import connect
from medpay_cli.engine import pipeline, step
from medpay_cli.errors import DatasetError

DOUBLED = """-- doubled: twice the number.
-- grain: one number. in: number,
-- other (only b).
-- out: n BIGINT          the number
-- out: d DECIMAL(12,2)   twice of it
select n, (n * 2)::decimal(12, 2) as d from number
"""


def write(folder: Path, name: str, text: str) -> step.Step:
    (folder / f"{name}.sql").write_text(text, encoding="utf-8")
    return step.read(folder / f"{name}.sql")


def test_header(tmp_path: Path) -> None:
    read = write(tmp_path, "doubled", DOUBLED)
    assert (read.name, read.grain, read.inputs, read.materialize) == (
        "doubled",
        "one number",
        ("number", "other"),
        False,
    )
    assert read.columns == {"n": ("BIGINT", "the number"), "d": ("DECIMAL(12,2)", "twice of it")}


def test_a_column_without_a_type_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"doubled\.sql: write `-- out: name TYPE meaning`"):
        write(tmp_path, "doubled", "-- out: n\nselect 1 as n")


def test_steps_run_in_the_order_of_their_inputs(tmp_path: Path) -> None:
    steps = [
        write(
            tmp_path, "last", "-- last: x\n-- grain: one n. in: kept, plain.\nselect n + m as total from kept, plain"
        ),
        write(
            tmp_path, "kept", "-- kept: x\n-- grain: one n. in: plain.\n-- materialize: yes\nselect m as n from plain"
        ),
        write(tmp_path, "plain", "-- plain: x\n-- grain: one n. in: given.\nselect m from given"),
        write(tmp_path, "unused", "-- unused: x\n-- grain: one n. in: given.\nselect nonsense from given"),
    ]
    connection = connect()
    connection.execute("create temp table given as select 21 as m")
    pipeline.materialize(connection, steps, ["last"])
    assert connection.execute("select total from last").fetchall() == [(42,)]
    tables = {name for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()}
    assert tables == {"given", "kept", "last"}


def test_a_circle_is_named(tmp_path: Path) -> None:
    steps = [
        write(tmp_path, "a", "-- a: x\n-- grain: one. in: b.\nselect 1"),
        write(tmp_path, "b", "-- b: x\n-- grain: one. in: a.\nselect 1"),
    ]
    with pytest.raises(DatasetError, match="a -> b -> a"):
        pipeline.ordered(steps, ["a"])
