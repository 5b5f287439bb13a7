"""An import over a dataset: what the files hold takes the place of the same part, and all else stays."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sources.test_dated import quarterly
from support.paths import CMS, ROOT

from medpay_cli.dataset.store import connect
from medpay_cli.errors import DatasetError, MedpayError, RequestError
from medpay_cli.sources.build import build

NCCI = ROOT / "tests" / "fixtures" / "ncci"
MUE = "MCR_MUE_PractitionerServices_Eff_04-01-2026.csv"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A whole dataset from the slices, copies of the NCCI tables among them."""
    out = tmp_path_factory.mktemp("base") / "data"
    names = ("ptp_*.parquet", "MCR_MUE_*.csv", "AOC_*.xlsx")
    build([CMS, *(path for name in names for path in sorted(NCCI.glob(name)))], out)
    return out


def rows(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    """The rows of a query in which {table} is the file of the table."""
    names = {path.stem: f"'{path}'" for path in folder.glob("*.parquet")}
    return connect().execute(sql.format(**names)).fetchall()


def manifest(folder: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return read


def parquet(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.parquet")}


# Sources that the base was built from: importing them again changes no table.
@pytest.mark.parametrize(
    "sources",
    [
        [CMS / "rvu25d" / "PPRRVU2025_Oct.csv"],
        [CMS / "rvu26b" / "GPCI2026.csv"],
        [CMS / "zip"],
        [CMS / "anesthesia" / "CY_2022_Anesthesia_Base_Units_110921.xlsx"],
        [CMS / "codes"],
        [CMS / "other"],
        [NCCI / MUE],
        [NCCI / "AOC_V2026Q2-MCR.xlsx"],
        [NCCI / "ptp_practitioner_2024q3.parquet", NCCI / "ptp_practitioner_2026q3_active.parquet"],
        [NCCI / "ptp_outpatient_2026q2.parquet"],
    ],
    ids=lambda sources: sources[0].name,
)
def test_importing_a_source_again_changes_nothing(base: Path, tmp_path: Path, sources: list[Path]) -> None:
    build(sources, tmp_path / "out", extends=base)
    assert parquet(tmp_path / "out") == parquet(base)
    before, after = manifest(base), manifest(tmp_path / "out")
    for section in ("releases", "ncci", "laboratory", "notices", "tables"):
        assert [entry if section == "notices" else _shown(entry) for entry in after[section]] == [
            entry if section == "notices" else _shown(entry) for entry in before[section]
        ]
    assert sorted(gap["gap"] for gap in after["known_gaps"]) == sorted(gap["gap"] for gap in before["known_gaps"])
    assert {source["sha256"] for source in after["sources"]} <= {source["sha256"] for source in before["sources"]}


def _shown(entry: Any) -> Any:
    return {name: value for name, value in entry.items() if name != "files"} if isinstance(entry, dict) else entry


def october(tmp_path: Path) -> Path:
    """RVU26C as a release RVU26D in which 99213 has a work RVU of 9.99."""
    text = (CMS / "rvu26c" / "PPRRVU2026_Jul_nonQPP.csv").read_bytes().decode("cp1252")
    text = text.replace("July Release", "October Release")
    line = next(line for line in text.split("\n") if line.startswith("99213,"))
    work, total = f",{line.split(',')[5]},", line.split(",")[11:13]
    changed = line.replace(work, ",9.99,", 1)
    for old in total:
        raised = f"{float(old) - float(work.strip(',')) + 9.99:.2f}"
        changed = changed.replace(f",{old},", f",{raised},", 1)
    path = tmp_path / "PPRRVU2026_Oct_nonQPP.csv"
    path.write_bytes(text.replace(line, changed).encode("cp1252"))
    return path


def test_a_new_release_comes_beside_the_others(base: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build([october(tmp_path)], out, extends=base)
    assert [entry["name"] for entry in manifest(out)["releases"]][-2:] == ["RVU26C", "RVU26D"]
    work = "select release, work_rvu::varchar from {fee_schedule} where hcpcs = '99213'"
    assert dict(rows(out, work))["RVU26D"] == "9.99"
    assert dict(rows(out, work)) | {"RVU26D": None} == dict(rows(base, work)) | {"RVU26D": None}
    # Its anesthesia factor is the year's, for which no file was given; the rule gives the QP factor.
    factors = "select track, factor, anesthesia_factor from {{conversion_factor}} where release = '{}' order by track"
    assert rows(out, factors.format("RVU26D")) == rows(base, factors.format("RVU26C"))
    for table in ("ptp", "mue", "add_on", "locality", "zip_locality", "lab_fee"):
        assert parquet(out)[f"{table}.parquet"] == parquet(base)[f"{table}.parquet"]


def test_dated_edits_replace_one_table_and_leave_the_other(base: Path, tmp_path: Path) -> None:
    sources = []
    for artefact in quarterly():
        sources.append(tmp_path / artefact.name)
        sources[-1].write_bytes(artefact.content)
    with pytest.raises(RequestError, match=r"shrink ptp from \d+ to 296 rows: are files missing"):
        build(sources, tmp_path / "out", extends=base)
    out = tmp_path / "out"
    assert not out.exists()
    build(sources, out, extends=base, accept_smaller=True)
    counts = "select edit_table, count(*) from {ptp} group by all"
    before, after = dict(rows(base, counts)), dict(rows(out, counts))
    assert after == {"practitioner": 31, "outpatient": before["outpatient"]}
    names = {entry["name"] for entry in manifest(out)["ncci"]}
    assert {"NCCI PTP practitioner 2026Q3", "NCCI PTP outpatient 2026Q2", "NCCI MUE practitioner 2026Q2"} <= names
    assert "NCCI PTP practitioner 2024Q3" not in names
    gaps = [gap["gap"] for gap in manifest(out)["known_gaps"]]
    assert not any("2024Q3 and 2026Q3 have no effective dates" in gap for gap in gaps)
    assert any("a pair without an effective date began before 2019-10-01" in gap for gap in gaps)
    files = {source["file"] for source in manifest(out)["sources"]}
    assert "ptp_outpatient_2026q2.parquet" in files
    assert not any(file.startswith("ptp_practitioner") for file in files)


def test_a_later_mue_edition_comes_beside_the_first(base: Path, tmp_path: Path) -> None:
    later = tmp_path / MUE.replace("04-01", "10-01")
    later.write_bytes((NCCI / MUE).read_bytes())
    build([later], tmp_path / "out", extends=base)
    spans = """select distinct edition, answers_from::varchar, answers_through::varchar from {mue}
        where service = 'practitioner' order by 1"""
    assert rows(tmp_path / "out", spans) == [("2026Q2", None, "2026-09-30"), ("2026Q4", "2026-10-01", None)]


def older_add_ons(tmp_path: Path) -> Path:
    path = tmp_path / "AOC_V2025Q4-MCR.txt"
    path.write_bytes((NCCI / "AOC_V2026Q2-MCR.txt").read_bytes())
    return path


REFUSED: list[tuple[Callable[[Path], Path], str]] = [
    (older_add_ons, "NCCI add-on codes: 2025Q4 is older than 2026Q2, which it would replace"),
    (lambda _: CMS / "anesthesia" / "ANES2026.csv", "ANES 2026 without GPCI 2026"),
    (lambda _: CMS / "rvu25a" / "25LOCCO.csv", "LOCCO 2025 without GPCI 2025"),
    (lambda _: CMS / "payment", "none of the files is one of CMS's"),
    (lambda _: NCCI / "ccioph-v321r0-f1.txt", "NCCI PTP outpatient 2026Q2 is incomplete"),
]


@pytest.mark.parametrize(("source", "said"), REFUSED, ids=[said.split(":")[0] for _, said in REFUSED])
def test_what_is_refused_writes_nothing(base: Path, tmp_path: Path, source: Callable[[Path], Path], said: str) -> None:
    with pytest.raises(MedpayError) as error:
        build([source(tmp_path)], tmp_path / "out", extends=base)
    assert said in str(error.value)
    assert not (tmp_path / "out").exists()


def test_a_dataset_of_another_version_is_not_extended(base: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "manifest.json").write_text(json.dumps(manifest(base) | {"format": 1}), encoding="utf-8")
    with pytest.raises(DatasetError, match="is of another version of medpay"):
        build([CMS / "zip"], tmp_path / "out", extends=other)


def test_a_dataset_without_ama_texts_stays_without(tmp_path: Path) -> None:
    build([CMS], tmp_path / "base", descriptors="none")
    build([CMS / "rvu26c"], tmp_path / "out", extends=tmp_path / "base")
    assert manifest(tmp_path / "out")["descriptors"] == "none"
    texts = "select count(*) from {fee_schedule} where hcpcs < 'A' and descriptor <> ''"
    assert rows(tmp_path / "out", texts) == [(0,)]
