"""`medpay tips` as a shell sees it: formats, errors, what goes where."""

from __future__ import annotations

import csv
import io
import json

import pytest
from cli.conftest import medpay  # noqa: F401
from support.shell import Medpay

TIPS = ("tips", "77417", "--release", "RVU25A", "--locality", "1320201")


def test_json_has_a_record_a_rule(medpay: Medpay) -> None:  # noqa: F811
    done = medpay(*TIPS, "--format", "json")
    records = json.loads(done.out)
    assert done.code == 0 and len(records) == len({record["rule"] for record in records}) > 5
    assert records[0]["at_stake"] == "18.80" and records[0]["release"] == "RVU25A"


def test_csv_and_jsonl_have_the_same_rows(medpay: Medpay) -> None:  # noqa: F811
    rows = list(csv.DictReader(io.StringIO(medpay(*TIPS, "--format", "csv").out)))
    lines = [json.loads(line) for line in medpay(*TIPS, "--format", "jsonl").out.splitlines()]
    assert [row["rule"] for row in rows] == [line["rule"] for line in lines]


def test_every_table_row_names_its_rule_and_source(medpay: Medpay) -> None:  # noqa: F811
    out = medpay(*TIPS, "--format", "md").out
    assert "| TIP-PCTC-3 | CMS RVU25D and RVU26B record layouts" in out and "locality 1320201" in out
    out = medpay(*TIPS).out
    assert "   TIP-PCTC-3: CMS RVU25D and RVU26B record layouts" in out and "$18.80 ! " in out


def test_several_places_have_a_hint(medpay: Medpay) -> None:  # noqa: F811
    done = medpay("tips", "77427", "--locality", "01", "--mac", "13202", "--format", "json")
    assert done.code == 0 and {record["locality"] for record in json.loads(done.out)} == {"1320201"}
    done = medpay("tips", "77427", "--state", "NY", "--format", "json")
    assert "NY lies in" in done.err and len({record["locality"] for record in json.loads(done.out)}) == 5


@pytest.mark.parametrize("arguments", [("tips", "7741"), ("tips", "99213", "--dos", "2019-99-01"), ("tips",)])
def test_wrong_requests_exit_2_with_one_line(medpay: Medpay, arguments: tuple[str, ...]) -> None:  # noqa: F811
    done = medpay(*arguments)
    assert done.code == 2 and done.out == "" and done.err.count("\n") == 1
