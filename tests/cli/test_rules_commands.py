"""`medpay explain` and `medpay rules`; and that no rate stands anywhere but in the catalogue."""

from __future__ import annotations

import json
import re
from pathlib import Path

from support.shell import Medpay

import medpay_cli
from medpay_cli.rules import catalogue

SOURCE = Path(medpay_cli.__file__).parent


def test_explain_shows_rate_and_source(medpay: Medpay) -> None:
    out = medpay("explain", "price-limiting-charge").out
    assert "factor: 1.0925 of the fee" in out
    assert "Source: CMS RVU25D record layout, limiting charge paragraph" in out
    [record] = json.loads(medpay("explain", "NCCI-MUE-2", "--format", "json").out)
    assert (record["id"], record["carc"], record["certainty"]) == ("NCCI-MUE-2", "CO-151", "stated")


def test_an_unknown_rule_suggests_the_nearest(medpay: Medpay) -> None:
    result = medpay("explain", "PRICE-OPS-CAP")
    assert (result.code, result.out) == (2, "")
    assert result.err == "error: no rule 'PRICE-OPS-CAP'; did you mean PRICE-OPPS-CAP, PRICE-NONPAR or PRICE-FORMULA?\n"


def test_every_rule_can_be_listed_searched_and_explained(medpay: Medpay) -> None:
    ids = [rule["id"] for rule in json.loads(medpay("rules", "--format", "json").out)]
    assert ids == [row["id"] for row in catalogue.load()]
    for text, found in (("assistant", "MOD-80"), ("imaging cap", "PRICE-OPPS-CAP"), ("quarter nowhere", None)):
        listed = {rule["id"] for rule in json.loads(medpay("rules", *text.split(), "--format", "json").out)}
        assert (found in listed) if found else not listed


def test_a_rule_an_answer_names_exists(medpay: Medpay) -> None:
    ids = {row["id"] for row in catalogue.load()}
    priced = json.loads(medpay("price", "77417-26", "99213x2", "00100", "--nonpar", "--format", "json").out)
    named = {step["rule"] for line in priced for step in line["steps"]} | {line["rule"] for line in priced} - {None}
    edits = json.loads(medpay("bundle", "77417x2", "77301", "99292", "--dos", "2026-07-15", "--format", "json").out)
    assert named | {edit["rule"] for edit in edits} <= ids


def test_no_rate_stands_outside_the_catalogue() -> None:
    # Every factor of the catalogue, as it would be written in code, with one exception a factor: 1 changes nothing.
    rates = {f"{row['factor'].normalize():f}" for row in catalogue.load() if row["factor"] is not None} - {
        "1",
        "2",
        "0",
    }
    assert {"0.8", "0.95", "1.0925", "33.5675"} <= rates
    number = re.compile(r"(?<![\w.])\d*\.\d+")
    for path in [*SOURCE.rglob("*.py"), *SOURCE.rglob("*.sql")]:
        for found in number.findall(path.read_text(encoding="utf-8")):
            written = (
                found.rstrip("0") if found.startswith("0") or not found.startswith(".") else f"0{found.rstrip('0')}"
            )
            assert written not in rates, f"{path.name}: {found}"
