"""What nobody reads is left out of the steps; what is read stays as it was."""

from __future__ import annotations

import duckdb
import pytest

from medpay_cli.dataset.steps import compose
from medpay_cli.engine.columns import needed

FIRST = (
    "first",
    "-- first: c is told of here only.\nselect a, g.a + 1 as b, concat('c, d', ')') as c, [1, 2] as d from given as g",
)
STAR = (
    "star",
    "select f.* replace (a + 1 as a, b + 1 as b), b * 2 as twice, twice + 1 as more from first as f where d[1] = 1",
)


@pytest.mark.parametrize(
    ("final", "kept"),
    [
        ("select a from first", ["select a from given as g"]),
        ("select c from first", ["select concat('c, d', ')') as c from given as g"]),
        (
            "select a from star",
            ["select a, [1, 2] as d from given as g", "select f.* replace (a + 1 as a) from first as f where d[1] = 1"],
        ),
        (
            "select more from star",
            [
                "select g.a + 1 as b, [1, 2] as d from given as g",
                "select f.* replace ( b + 1 as b), b * 2 as twice, twice + 1 as more from first as f where d[1] = 1",
            ],
        ),
        ("select x from other", []),
    ],
)
def test_columns_that_no_later_text_names_are_left_out(final: str, kept: list[str]) -> None:
    assert [" ".join(sql.split()).replace(" ,", ",") for _, sql, _ in needed([FIRST, STAR], final)] == kept


@pytest.mark.parametrize("final", ["select a, b, c from star", "select more from star", "select * from first"])
def test_the_rows_stay(final: str) -> None:
    steps = [("given", "select 1 as a union all select 5"), FIRST, STAR]
    wanted = final.replace("*", "a, b, c, d")
    narrow = [(name, sql) for name, sql, _ in needed(steps, wanted)]
    connection = duckdb.connect()
    rows = connection.execute(compose(narrow, wanted)).fetchall()
    assert rows == connection.execute(compose(steps, final)).fetchall()


@pytest.mark.parametrize("sql", ["select distinct a, b from given", "select a, b from given union all select 1, 2"])
def test_a_step_that_is_no_plain_select_stays(sql: str) -> None:
    assert [step.sql for step in needed([("first", sql)], "select a from first")] == [sql]
