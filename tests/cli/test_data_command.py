"""`medpay data`: what it tells, verify, path and import, and that every command reads the imported data."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import shutil
from pathlib import Path

import pytest
from support.paths import CMS
from support.shell import Medpay

from medpay_cli.dataset.schema import FORMAT, TABLES
from medpay_cli.dataset.store import BUNDLED, forget_data_dir


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """MEDPAY_DATA: a copy of the bundled dataset that a test may damage."""
    folder = Path(shutil.copytree(BUNDLED, tmp_path / "own"))
    monkeypatch.setenv("MEDPAY_DATA", str(folder))
    return folder


def test_data_tells_releases_editions_sources_and_gaps(medpay: Medpay) -> None:
    result = medpay("data")
    assert (result.code, result.err) == (0, "")
    said = " ".join(result.out.split())
    for text in (
        "RVU26C 2026-07-01 2026-09-30 2026-06-30",
        "NCCI PTP practitioner 2026Q3 2026-07-01 2026-09-30",
        "CLFS 2026Q2 2026-04-01 2026-06-30",
        "RVU26A is not loaded",
        "copyright 2026 American Medical Association",
    ):
        assert text in said


def test_data_as_records(medpay: Medpay) -> None:
    records = json.loads(medpay("data", "--format", "json").out)
    kinds = [record["kind"] for record in records]
    assert list(dict.fromkeys(kinds)) == [
        "dataset",
        "release",
        "ncci",
        "laboratory",
        "table",
        "source",
        "gap",
        "notice",
    ]
    assert records[0]["name"] == str(BUNDLED)
    manifest = json.loads((BUNDLED / "manifest.json").read_text(encoding="utf-8"))
    assert {(r["name"], r["sha256"]) for r in records if r["kind"] == "source"} == {
        (source["file"], source["sha256"]) for source in manifest["sources"]
    }
    [release] = [record for record in records if record["name"] == "RVU25D"]
    assert (release["effective_from"], release["rows"]) == ("2025-10-01", 19090)
    rows = list(csv.DictReader(io.StringIO(medpay("data", "--format", "csv").out)))
    assert [row["kind"] for row in rows] == kinds


def test_verify_finds_the_bundled_files_whole(medpay: Medpay) -> None:
    result = medpay("data", "verify")
    assert (result.code, result.err) == (0, "")
    assert f"{len(TABLES)} files are as the manifest says" in result.out


def _shorten(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[100] ^= 1
    path.write_bytes(content)


# (file, what happens to it, what is said)
DAMAGE = [
    ("mue.parquet", _flip, "mue.parquet has another sha256"),
    ("mue.parquet", _shorten, "mue.parquet has "),
    ("ptp.parquet", Path.unlink, "ptp.parquet cannot be read (No such file or directory)"),
    ("manifest.json", lambda path: path.write_text('{"format": '), "manifest.json is damaged"),
    ("manifest.json", Path.unlink, "no dataset in "),
]


@pytest.mark.parametrize(("name", "damage", "said"), DAMAGE, ids=[said for *_, said in DAMAGE])
def test_verify_tells_what_is_damaged(medpay: Medpay, own: Path, name: str, damage: object, said: str) -> None:
    assert callable(damage)
    damage(own / name)
    result = medpay("data", "verify")
    assert result.code == 3
    assert result.err.count("\n") == 1
    assert said in result.err


def test_verify_names_a_file_that_does_not_belong(medpay: Medpay, own: Path) -> None:
    (own / "more.parquet").write_bytes((own / "mue.parquet").read_bytes())
    result = medpay("data", "verify", "--format", "json")
    assert result.code == 3
    assert [r["detail"] for r in json.loads(result.out) if r["name"] == "more"] == ["not in the manifest"]


def test_path(medpay: Medpay, own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert medpay("data", "path").out == f"{own}\n"
    monkeypatch.delenv("MEDPAY_DATA")
    assert medpay("data", "path").out == f"{BUNDLED}\n"


def gpci_2026(tmp_path: Path) -> Path:
    """GPCI2026 in which Manhattan's practice expense is 2.000."""
    text = (CMS / "rvu26b" / "GPCI2026.csv").read_text(encoding="cp1252")
    line = next(line for line in text.split("\n") if line.startswith("13202,NY,01"))
    changed = ",".join([*line.split(",")[:-2], "2.000", line.split(",")[-1]])
    path = tmp_path / "GPCI2026.csv"
    path.write_text(text.replace(line, changed), encoding="cp1252")
    return path


def test_import_is_what_every_command_reads_from_then_on(
    medpay: Medpay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    forget_data_dir()

    def price(*where: str) -> str:
        [record] = json.loads(medpay("price", "99213", "--dos", "2026-07-15", *where, "--format", "json").out)
        return str(record["fee"])

    before, elsewhere = price("--locality", "1320201"), price("--locality", "1011200")
    result = medpay("data", "import", str(gpci_2026(tmp_path)))
    folder = tmp_path / "share" / "medpay" / f"dataset-{FORMAT}"
    assert (result.code, result.out) == (0, f"{folder}\n")
    assert "note: read GPCI2026.csv: 109 rows for GPCI 2026" in result.err
    assert medpay("data", "path").out == f"{folder}\n"
    assert price("--locality", "1320201") > before
    # Alabama 2026, RULES.md 1.15: 87.79, as before the import.
    assert price("--locality", "1011200") == elsewhere == "87.79"
    assert medpay("data", "verify").code == 0
    assert "imported" in medpay("data").out
    shutil.rmtree(folder)
    forget_data_dir()
    assert price("--locality", "1320201") == before


def test_import_into_medpay_data_that_does_not_exist_yet(
    medpay: Medpay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "mine"
    monkeypatch.setenv("MEDPAY_DATA", str(folder))
    asked = medpay("price", "99213")
    assert asked.code == 3
    assert "`medpay data import` builds it" in asked.err
    assert medpay("data", "import", str(gpci_2026(tmp_path))).code == 0
    assert medpay("price", "99213", "--dos", "2026-07-15").code == 0


# (arguments, what the one line says)
WRONG = [
    (("import",), "name CMS's zips, folders or files"),
    (("import", "/nowhere/rvu26d.zip"), "no such file or folder: /nowhere/rvu26d.zip"),
    (("import", str(CMS / "payment")), "none of the files is one of CMS's that this reads"),
    (("verify", "x.zip"), "did you mean `medpay data import`?"),
    (("delete",), "'delete' is not one of"),
]


@pytest.mark.parametrize(("arguments", "said"), WRONG, ids=[said for _, said in WRONG])
def test_a_wrong_request_is_one_line_and_changes_nothing(
    medpay: Medpay, own: Path, arguments: tuple[str, ...], said: str
) -> None:
    before = {path.name: hashlib.sha256(path.read_bytes()).digest() for path in own.iterdir()}
    result = medpay("data", *arguments)
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert result.err.count("\n") == 1
    assert {path.name: hashlib.sha256(path.read_bytes()).digest() for path in own.iterdir()} == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_one_line(
    medpay: Medpay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    monkeypatch.setenv("MEDPAY_DATA", str(closed / "data"))
    result = medpay("data", "import", str(gpci_2026(tmp_path)))
    assert (result.code, result.err.count("\n")) == (2, 1)
