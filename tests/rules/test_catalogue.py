"""The catalogue: every entry well-formed, and every way to write one wrongly refused with its file and id."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from support.paths import ROOT

from medpay_cli.errors import DatasetError
from medpay_cli.rules import catalogue

# RULES.md 1.4
FACILITY = {"02", "19", "21", "22", "23", "24", "26", "31", "34", "41", "42", "51", "52", "53", "56", "61"}
GOOD = {
    "id": "X-1", "title": "t", "kind": "payment", "subject": "payment", "value": "x",
    "message": "m", "explanation": "e", "citation": "c", "certainty": "stated",
}  # fmt: skip


def write(folder: Path, *entries: dict[str, str]) -> Path:
    lines = [f"[[rule]]\n{''.join(f'{key} = {value!r}{chr(10)}' for key, value in entry.items())}" for entry in entries]
    (folder / "rules.toml").write_text("\n".join(lines), encoding="utf-8")
    return folder


def test_a_good_entry(tmp_path: Path) -> None:
    [row] = catalogue.load(write(tmp_path, GOOD | {"factor": "0.16"}))
    assert (row["id"], str(row["factor"]), row["effect"]) == ("X-1", "0.16", None)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"citation": ""}, "missing ['citation']"),
        ({"colour": "red"}, "unknown ['colour']"),
        ({"kind": "guess"}, "kind 'guess'"),
        ({"certainty": "sure"}, "certainty 'sure'"),
        ({"subject": "status", "effect": "none"}, "effect one of"),
        ({"subject": "modifier"}, "effect one of"),
        ({"effective_from": "2026-01-01"}, "effective_from must be a date"),
    ],
)
def test_a_bad_entry_names_file_and_id(tmp_path: Path, changes: dict[str, str], said: str) -> None:
    with pytest.raises(DatasetError) as error:
        catalogue.load(write(tmp_path, GOOD | changes))
    assert said in str(error.value)
    assert str(error.value).startswith("rules.toml: X-1")


@pytest.mark.parametrize("second", [GOOD, GOOD | {"id": "X-2"}])
def test_the_same_id_or_subject_twice(tmp_path: Path, second: dict[str, str]) -> None:
    with pytest.raises(DatasetError, match="occurs twice"):
        catalogue.load(write(tmp_path, GOOD, second))


def test_the_bundled_catalogue() -> None:
    rows = catalogue.load()
    by_subject = {
        subject: {row["value"] for row in rows if row["subject"] == subject} for subject in {r["subject"] for r in rows}
    }
    assert by_subject["status"] == set("ABCEIJMNPRTX")
    assert by_subject["pctc"] == set("0123456789")
    assert len(by_subject["modifier"]) == 417
    facility = {row["value"] for row in rows if row["subject"] == "pos" and row["effect"] == "facility"}
    assert facility == FACILITY
    assert {row["value"] for row in rows if row["effect"] == "doubtful"} == {"05", "06", "07", "08", "18", "66"}
    for row in rows:
        assert not row["message"].endswith("."), row["id"]
        assert row["citation"].strip(), row["id"]


def test_what_is_compiled_is_what_the_entries_say() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "compile_rules.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("codes", ["99215-99202", "9920", "99202-"])
def test_a_code_set_has_ranges(tmp_path: Path, codes: str) -> None:
    text = f'[[code_set]]\nid = "SET-1"\nname = "n"\ntitle = "t"\ncodes = [{codes!r}]\n'
    (tmp_path / "sets.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DatasetError, match=r"sets\.toml: SET-1"):
        catalogue.code_sets(tmp_path)


@pytest.mark.parametrize("code", ["2", "2x", "21-23", "021"])
def test_a_place_set_has_places(tmp_path: Path, code: str) -> None:
    text = f'[[place_set]]\nid = "PLACES-1"\nname = "n"\ntitle = "t"\ncodes = [{code!r}]\n'
    (tmp_path / "sets.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DatasetError, match=r"sets\.toml: PLACES-1"):
        catalogue.code_sets(tmp_path)


def test_no_code_is_in_a_place_set_and_no_place_in_a_code_set() -> None:
    lengths = {(row["name"], len(row["code_from"])) for row in catalogue.code_sets()}
    assert len({name for name, _ in lengths}) == len(lengths)


# (ids, certainty): what the source at hand states, RULES.md 1.4, 1.7, 1.12
CERTAINTY = [
    # The manual states when they are right, not that the amount stays.
    ("MOD-24 MOD-25 MOD-57 MOD-58 MOD-79 MOD-76 MOD-77 MOD-91 MOD-27", "general practice"),
    ("MOD-59 MOD-XE MOD-XS MOD-XP MOD-XU", "general practice"),
    # A forum thread, and a teaching site for the newer places.
    ("MOD-73 MOD-74 POS-02 POS-10 POS-11", "general practice"),
    ("NCCI-MOD-25 NCCI-MOD-57 NCCI-MOD-24 NCCI-MOD-59 NCCI-MOD-XS NCCI-MUE-2 NCCI-AOC-99292", "stated"),
    ("POS-21 POS-22 MOD-26 MOD-TC STATUS-B", "stated"),
    ("POS-18 POS-66", "open"),
]  # fmt: skip


@pytest.mark.parametrize(("ids", "certainty"), CERTAINTY)
def test_certainty_follows_the_source(ids: str, certainty: str) -> None:
    rows = {row["id"]: row["certainty"] for row in catalogue.load()}
    assert {rows[rule] for rule in ids.split()} == {certainty}
