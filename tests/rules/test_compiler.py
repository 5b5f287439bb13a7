"""Conditions of the catalogue become SQL; one that does not fit its facts is refused with file and id."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from medpay_cli.dataset.store import connect
from medpay_cli.errors import DatasetError
from medpay_cli.rules import catalogue
from medpay_cli.rules.compiler import Grain, condition_sql, finding_sql, only

GRAIN = Grain("line", "line_fact", ("line",), {
    "line": "BIGINT", "hcpcs": "VARCHAR", "marks": "VARCHAR", "sets": "VARCHAR", "pos": "VARCHAR",
    "units": "DECIMAL(11,3)", "fee": "DECIMAL(12,2)",
})  # fmt: skip
ENTRY = """
[[check]]
id = "X-1"
title = "Too many"
grain = "line"
when = {when!r}
says = {says!r}
at_stake = {stake!r}
outcome = "denied"
severity = "error"
explanation = "e"
citation = "c"
certainty = "stated"

[[code_set]]
id = "SET-1"
name = "visit"
title = "t"
codes = ["99202-99213", "G0463"]
explanation = "e"
citation = "c"
certainty = "stated"

[[place_set]]
id = "PLACES-1"
name = "hospital"
title = "t"
codes = ["21", "22"]
explanation = "e"
citation = "c"
certainty = "stated"

[[ncci_modifier]]
codes = ["59", "XE"]
title = "Distinct service"
effect = "distinct"
message = "m"
explanation = "e"
citation = "c"
certainty = "stated"
"""


def compiled(folder: Path, when: str = "units > 2", says: str = "{hcpcs}", stake: str = "fee") -> str:
    (folder / "mine.toml").write_text(ENTRY.format(when=when, says=says, stake=stake), encoding="utf-8")
    return finding_sql(GRAIN, catalogue.load(folder))


def run(sql: str) -> list[tuple[Any, ...]]:
    connection = connect()
    columns = ", ".join(f"{name} {kind}" for name, kind in GRAIN.columns.items())
    connection.execute(f"create table line_fact ({columns})")
    connection.execute(
        "insert into line_fact values (1, '77417', ',59,RT,', '', '22', 30, 1234.5), "
        " (2, '99213', '', ',office,visit,', null, 1, 95.19),"
        " (3, '99214', ',25,', ',office,', '11', 2.5, 1)"
    )
    return connection.execute(f"select * from ({sql}) order by line").fetchall()


@pytest.mark.parametrize(
    ("when", "lines"),
    [
        ("units > 2", [1, 3]),
        ("has(59)", [1]),
        ("has(25, RT)", [1, 3]),
        ("has(@distinct)", [1]),
        ("not has(@distinct)", [2, 3]),
        ("in_set(visit)", [2]),
        ("at(hospital)", [1]),
        ("has(@ncci) or hcpcs = '99213'", [1, 2]),
    ],
)
def test_conditions(tmp_path: Path, when: str, lines: list[int]) -> None:
    assert [row[0] for row in run(compiled(tmp_path, when))] == lines


def test_sentences_and_dollars(tmp_path: Path) -> None:
    says = "{units:number} units of {hcpcs}, CMS's limit: {fee:money}"
    rows = run(compiled(tmp_path, says=says, stake="fee * (units - 2)"))
    assert [(rule, message, str(stake)) for _, rule, message, stake in rows] == [
        ("X-1", "30 units of 77417, CMS's limit: $1,234.50", "34566.00"),
        ("X-1", "2.5 units of 99214, CMS's limit: $1.00", "0.50"),
    ]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"when": "unit > 2"}, 'mine.toml: X-1: Binder Error: Referenced column "unit" not found'),
        ({"says": "{colour}"}, 'mine.toml: X-1: Binder Error: Referenced column "colour" not found'),
        ({"says": "{hcpcs"}, "a brace that is no {column}"),
        ({"says": "{fee:euro}"}, "format 'euro' is none of"),
        ({"stake": "hcpcs || fees"}, 'mine.toml: X-1: Binder Error: Referenced column "fees" not found'),
        ({"when": "has(@colour)"}, "@colour is none of distinct, ncci"),
        ({"when": "in_set(visits)"}, "no [[code_set]] is named visits"),
        ({"when": "at(home)"}, "no [[place_set]] is named home"),
        ({"when": "has(599)"}, "has() takes modifiers"),
    ],
)
def test_a_wrong_entry_names_file_and_id(tmp_path: Path, change: dict[str, str], said: str) -> None:
    with pytest.raises(DatasetError) as error:
        compiled(tmp_path, **change)
    assert said in str(error.value)
    assert str(error.value).startswith("mine.toml: X-1")


@pytest.mark.parametrize("key", ["grain", "outcome", "severity"])
def test_closed_sets(tmp_path: Path, key: str) -> None:
    text = ENTRY.format(when="true", says="x", stake="0").replace(f'{key} = "', f'{key} = "no')
    (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DatasetError, match=f"{key} one of"):
        catalogue.load(tmp_path)


def test_conditions_alone_and_the_selects_of_those_that_hold(tmp_path: Path) -> None:
    """Three entries of which two hold: the conditions say so, and their selects give the rows of the whole step."""
    compiled(tmp_path)
    more = ENTRY.partition("[[code_set]]")[0]
    for number, when in ((2, "has(25)"), (3, "hcpcs = '00100'")):
        text = more.replace("X-1", f"X-{number}").format(when=when, says="line {line}", stake="fee")
        (tmp_path / f"more{number}.toml").write_text(text, encoding="utf-8")
    rows = catalogue.load(tmp_path)
    conditions = condition_sql(GRAIN, rows).replace("select\n", "select line,\n", 1)
    # Line, X-1 (units > 2), X-2, X-3.
    assert run(conditions) == [(1, True, False, False), (2, False, False, False), (3, True, True, False)]
    whole = finding_sql(GRAIN, rows)
    held = only(whole, ["X-1", "X-2"])
    assert sorted(run(held)) == sorted(run(whole)) and "X-3" not in held
    assert run(only(whole, ["X-3"])) == []


def test_one_and_many(tmp_path: Path) -> None:
    rows = run(compiled(tmp_path, when="line < 3 or units = 2.5", says="{line} {line?line is|lines are} there"))
    assert [row[2] for row in rows] == ["1 line is there", "2 lines are there", "3 lines are there"]
