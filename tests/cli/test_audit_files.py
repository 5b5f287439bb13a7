"""Where an audit may write: refused before any work where it cannot be done, devices written into, links followed."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from support.shell import Medpay

TEXT = "claim,cpt,dos\nA,45385,2026-07-15\nA,45380,2026-07-15\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("charges.csv").write_text(TEXT)
    Path("other.csv").write_text(TEXT)
    Path("a.csv").mkdir()
    Path("list.csv").symlink_to("charges.csv")
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--lines", "nowhere/out.csv"], "cannot write nowhere/out.csv: no folder nowhere"),
        (["-o", "nowhere/out.jsonl"], "cannot write nowhere/out.jsonl: no folder nowhere"),
        (["-o", "nowhere/out.xlsx"], "cannot write nowhere/out.xlsx: no folder nowhere"),
        (["-o", "nowhere/out.csv", "--summary", "rule"], "no folder nowhere"),
        (["--lines", "a.csv"], "cannot write a.csv: it is a directory; name a file in it"),
        (["-o", "a.csv"], "cannot write a.csv: it is a directory; name a file in it"),
        # What is read is never written over, by whatever name.
        (["--lines", "charges.csv"], "cannot write charges.csv: it is the charge list charges.csv itself"),
        (["-o", "./charges.csv"], "it is the charge list charges.csv itself"),
        (["-o", "list.csv"], "cannot write list.csv: it is the charge list charges.csv itself"),
        (["o*.csv", "-o", "other.csv"], "cannot write other.csv: it is the charge list other.csv itself"),
        (["--lines", "out.csv", "-o", "./out.csv"], "--lines and -o name the same file: out.csv"),
    ],
)
def test_refused_before_any_work(medpay: Medpay, folder: Path, arguments: list[str], said: str) -> None:
    before = sorted(folder.rglob("*"))
    result = medpay("audit", "charges.csv", *arguments)
    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
    assert said in result.err
    assert sorted(folder.rglob("*")) == before
    assert Path("charges.csv").read_text() == Path("other.csv").read_text() == TEXT


@pytest.mark.parametrize("option", [["--lines", "lines.csv"], ["-o", "lines.csv"], ["-o", "new.parquet"]])
def test_what_is_read_only_stays(
    medpay: Medpay, folder: Path, monkeypatch: pytest.MonkeyPatch, option: list[str]
) -> None:
    """Root may write everywhere: the system's answer is given here."""
    Path("lines.csv").write_text("of before")
    monkeypatch.setattr("medpay_cli.files.os.access", lambda path, mode: not mode & os.W_OK)
    result = medpay("audit", "charges.csv", *option)
    assert (result.code, result.err.count("\n")) == (2, 1)
    assert "read-only" in result.err
    assert Path("lines.csv").read_text() == "of before"


def test_a_file_keeps_its_mode_and_a_link_its_target(medpay: Medpay, folder: Path) -> None:
    Path("real.csv").write_text("of before")
    Path("real.csv").chmod(0o640)
    Path("lines.csv").symlink_to("real.csv")
    assert medpay("audit", "charges.csv", "--lines", "lines.csv", "-o", "findings.csv").code == 1
    assert Path("lines.csv").is_symlink()
    assert stat.S_IMODE(Path("real.csv").stat().st_mode) == 0o640
    assert Path("real.csv").read_text().splitlines()[2].endswith("NCCI-PTP-1")
    # As any other program makes a file.
    Path("usual").touch()
    assert Path("findings.csv").stat().st_mode == Path("usual").stat().st_mode


@pytest.mark.parametrize("ending", ["jsonl", "csv", "parquet"])
def test_a_device_is_written_into_and_stays(medpay: Medpay, folder: Path, ending: str) -> None:
    # By a link: nothing that a mistake could do falls on the device itself.
    out = Path(f"full.{ending}")
    out.symlink_to("/dev/full")
    result = medpay("audit", "charges.csv", "-o", str(out))
    assert (result.code, result.err) == (2, f"error: cannot write {out}: No space left on device\n")
    assert stat.S_ISCHR(out.stat().st_mode)
