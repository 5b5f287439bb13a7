"""The build as a whole: recognising, joining, refusing, writing; whole or not at all, and the same bytes each time."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from support.paths import CMS, ROOT

from medpay_cli.dataset.store import connect
from medpay_cli.errors import MedpayError, RequestError, SourceError
from medpay_cli.sources.artefact import Artefact
from medpay_cli.sources.build import build
from medpay_cli.sources.collect import recognise


def copy_of_fixtures(tmp_path: Path) -> Path:
    return Path(shutil.copytree(CMS, tmp_path / "cms"))


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_two_builds_are_the_same_bytes(tmp_path: Path) -> None:
    build([CMS], tmp_path / "one")
    build([CMS], tmp_path / "two")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_zips_folders_and_files_give_the_same_tables(tmp_path: Path) -> None:
    sources = []
    for folder in sorted(CMS.iterdir()):
        if folder.name.startswith("rvu"):
            sources.append(tmp_path / f"{folder.name}.zip")
            with zipfile.ZipFile(sources[-1], "w") as archive:
                for path in sorted(folder.iterdir()):
                    # CMS's zips have folders inside now and then.
                    archive.write(path, f"inside/{path.name}")
        else:
            sources.extend(sorted(folder.iterdir()))
    build(sources, tmp_path / "mixed")
    build([CMS], tmp_path / "plain")
    mixed, plain = contents(tmp_path / "mixed"), contents(tmp_path / "plain")
    assert {n: b for n, b in mixed.items() if n != "manifest.json"} == {
        n: b for n, b in plain.items() if n != "manifest.json"
    }


def test_the_manifest_says_what_was_read_and_what_is_missing(tmp_path: Path) -> None:
    manifest = build([CMS], tmp_path / "out").manifest
    assert [release["name"] for release in manifest["releases"]] == [
        "RVU25A",
        "RVU25B",
        "RVU25C",
        "RVU25D",
        "RVU26B",
        "RVU26C",
    ]
    assert manifest["releases"][0]["files"] == ["PPRRVU25_JAN.csv", "PPRRVU25_JAN.txt"]
    assert json.loads((tmp_path / "out" / "manifest.json").read_text()) == manifest
    assert all(len(source["sha256"]) == 64 for source in manifest["sources"])
    # The annual GPCI lies in four zips, and is read once.
    assert sum(source["file"] == "GPCI2025.csv" for source in manifest["sources"]) == 1
    gaps = " ".join(gap["gap"] for gap in manifest["known_gaps"])
    for gap in ("RVU26A is not loaded", "33.5675 is from rule CF-2026-QP", "05, 06, 07, 08, 18, 66"):
        assert gap in gaps
    for name, table in manifest["tables"].items():
        [(rows,)] = connect().execute(f"select count(*) from '{tmp_path / 'out' / name}.parquet'").fetchall()
        assert rows == table["rows"]
        # NCCI files are not among these sources.
        assert (rows > 0) == (name not in ("ptp_edition", "ptp", "ptp_count", "ptp_partner", "mue", "add_on"))
    # The AMA's notice of each file that carries its texts, the laboratory schedule's among them.
    assert any(
        notice.startswith("CPT codes, descriptions and other data only are copyright 2026")
        for notice in manifest["notices"]
    )


def test_descriptors_none_keeps_only_cms_texts(tmp_path: Path) -> None:
    build([CMS], tmp_path / "out", descriptors="none")
    rows = (
        connect()
        .execute(f"select distinct hcpcs, descriptor <> '' from '{tmp_path / 'out' / 'fee_schedule.parquet'}'")
        .fetchall()
    )
    # CPT codes start with a digit (or end in a letter), D codes are the ADA's; the other letters are CMS's own.
    assert {code for code, kept in rows if kept} == {code for code, _ in rows if code[0].isalpha() and code[0] != "D"}


# (file to damage, text, damaged text, what the error must say); the out folder must stay as it was
DAMAGE = [
    (
        "rvu25a/PPRRVU25_JAN.txt",
        "1.30   1.35     0.57    0.10   2.75  1.97",
        "1.31   1.34     0.56    0.10   2.75  1.97",
        "99213 work_rvu: 1.30 (csv), 1.31 (fixed width)",
    ),
    ("rvu25a/PPRRVU25_JAN.csv", "71046,26,", "71046,,", "a second row for 71046"),
    ("rvu25b/PPRRVU25_APR.csv", "HCPCS,MOD", "HCPCS,MODE", "a heading of the PPRRVU layout"),
    ("rvu26b/GPCI2026.csv", "10112,AL,00", "10119,AL,00", "a difference at"),
    ("zip/ZIP5_OCT2025.txt", "AK995010210201", "AK995010210299", "a difference at"),
]


@pytest.mark.parametrize(("file", "text", "damaged", "said"), DAMAGE)
def test_a_refused_build_changes_nothing(tmp_path: Path, file: str, text: str, damaged: str, said: str) -> None:
    cms, out = copy_of_fixtures(tmp_path), tmp_path / "out"
    out.mkdir()
    (out / "before").write_text("kept", encoding="utf-8")
    content = (cms / file).read_bytes()
    assert text.encode() in content
    (cms / file).write_bytes(content.replace(text.encode(), damaged.encode(), 1))
    with pytest.raises(MedpayError) as error:
        build([cms], out)
    assert said in str(error.value)
    assert contents(out) == {"before": b"kept"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cms", "out"]


def test_a_failed_write_keeps_the_old_dataset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    build([CMS], out)
    before = contents(out)

    def full_disk(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pyarrow.parquet.write_table", full_disk)
    with pytest.raises(OSError, match="No space left"):
        build([CMS], out, descriptors="none")
    assert contents(out) == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def without_a_release(tmp_path: Path) -> Path:
    """The fixtures without RVU25A."""
    cms = copy_of_fixtures(tmp_path)
    (cms / "rvu25a" / "PPRRVU25_JAN.csv").unlink()
    (cms / "rvu25a" / "PPRRVU25_JAN.txt").unlink()
    return cms


def test_a_table_that_shrinks_has_to_be_asked_for(tmp_path: Path) -> None:
    out = tmp_path / "out"
    build([CMS], out)
    before, smaller = contents(out), without_a_release(tmp_path)
    # One of six releases is a sixth of the rows: more than a tenth.
    with pytest.raises(RequestError, match=r"shrink .*fee_schedule from \d+ to \d+ rows.*--accept-smaller"):
        build([smaller], out)
    assert contents(out) == before
    build([smaller], out, accept_smaller=True)
    assert contents(out) != before


def test_the_script_refuses_a_smaller_table_unless_told(tmp_path: Path) -> None:
    out = tmp_path / "out"
    build([CMS], out)
    smaller = without_a_release(tmp_path)
    refused = script(smaller, "--out", out)
    assert (refused.returncode, refused.stdout, refused.stderr.count("\n")) == (2, "", 1)
    assert script(smaller, "--out", out, "--accept-smaller").returncode == 0


def test_two_gpci_tables_of_a_year_that_agree_are_one(tmp_path: Path) -> None:
    # CMS's rvu26c.zip has its own GPCI2026: one column of work GPCIs less, the same values (RULES.md 9.10).
    real = ROOT / "tests" / "fixtures" / "gpci_rvu26c" / "GPCI2026.csv"
    manifest = build([CMS, real], tmp_path / "both").manifest
    build([CMS], tmp_path / "one")
    assert contents(tmp_path / "both")["locality.parquet"] == contents(tmp_path / "one")["locality.parquet"]
    remarks = [source["remarks"] for source in manifest["sources"] if source["file"] == "GPCI2026.csv"]
    assert remarks == [[], ["agrees with the file read before it, 0 texts aside"]]


def test_two_gpci_tables_of_a_year_that_disagree_are_refused(tmp_path: Path) -> None:
    other = tmp_path / "GPCI2026.csv"
    content = (ROOT / "tests" / "fixtures" / "gpci_rvu26c" / "GPCI2026.csv").read_text(encoding="cp1252")
    # Alabama's practice expense.
    other.write_text(content.replace(",0.875,", ",0.876,", 1), encoding="cp1252")
    with pytest.raises(SourceError, match=r"10112 00 with gpci_pe 0\.875, as read before, found 0\.876"):
        build([CMS, other], tmp_path / "out")


def test_a_truncated_zip_is_one_line(tmp_path: Path) -> None:
    whole = tmp_path / "rvu25a.zip"
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(CMS / "rvu25a" / "PPRRVU25_JAN.csv", "PPRRVU25_JAN.csv")
    whole.write_bytes(whole.read_bytes()[:-200])
    with pytest.raises(SourceError, match=r"rvu25a\.zip: expected a complete zip archive"):
        build([whole], tmp_path / "out")


@pytest.mark.parametrize(
    ("sources", "said"),
    [
        ([CMS / "nowhere"], "no such file or folder"),
        ([CMS / "payment"], "none of the files is one of CMS's that this reads: PFREV25C.txt .published amounts"),
        ([CMS / "rvu25a" / "GPCI2025.csv"], "no PPRRVU file among the sources"),
        ([CMS / "rvu26c"], "no GPCI file of 2026 among the sources"),
    ],
)
def test_sources_that_are_not_enough(tmp_path: Path, sources: list[Path], said: str) -> None:
    with pytest.raises(RequestError, match=said):
        build(sources, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def script(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "scripts" / "build_dataset.py"), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_script_prints_a_summary(tmp_path: Path) -> None:
    done = script(CMS, "--out", tmp_path / "out")
    assert (done.returncode, done.stderr) == (0, "")
    assert "agrees with the csv file of RVU25A in every row" in done.stdout
    assert "known gap: RVU26A is not loaded" in done.stdout
    assert (tmp_path / "out" / "manifest.json").exists()


def test_the_script_refuses_with_one_line(tmp_path: Path) -> None:
    done = script(CMS / "nowhere", "--out", tmp_path / "out")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("MCD_MUE_PractitionerServices_Eff_04-01-2026.csv", "a Medicaid table"),
        ("Medicaid_NCCI_ccipra-v322r0-f1.txt", "a Medicaid table"),
        ("._MCR_MUE_PractitionerServices_Eff_04-01-2026.csv", "a hidden file"),
        ("~$GPCI2026.xlsx", "a hidden file"),
        (".DS_Store", "a hidden file"),
        ("OPPSCAP_Oct.csv", "published amounts"),
        ("RVU26B.pdf", "record layout or other document"),
        ("notes.csv", "not a file this build reads"),
    ],
)
def test_files_that_are_no_input_are_told_with_the_reason(name: str, reason: str) -> None:
    kind, reader = recognise(Artefact(name, "rvu26c.zip", b""))
    assert reader is None
    assert kind.startswith(reason)


def test_each_track_names_the_file_that_states_its_factor(tmp_path: Path) -> None:
    # CMS publishes a QPP and a nonQPP file of each release of 2026; the factors of RULES.md 1.1.
    july = CMS / "rvu26c" / "PPRRVU2026_Jul_nonQPP.csv"
    qpp = tmp_path / "PPRRVU2026_Jul_QPP.csv"
    qpp.write_bytes(july.read_bytes().replace(b"33.4009", b"33.5675"))
    for number, sources in enumerate(([CMS, qpp], [qpp, CMS])):
        out = tmp_path / str(number)
        manifest = build(sources, out).manifest
        factors = (
            f"select track, factor::varchar, source from '{out}/conversion_factor.parquet' where release = 'RVU26C'"
        )
        assert sorted(connect().execute(factors).fetchall()) == [
            ("non_qp", "33.4009", july.name),
            ("qp", "33.5675", qpp.name),
        ]
        assert not any("RVU26C: the qp conversion factor" in gap["gap"] for gap in manifest["known_gaps"])
