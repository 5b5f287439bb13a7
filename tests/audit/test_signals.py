"""An audit that is ended from outside or finds no room: one line, the exit code, nothing half-written, no traces."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import medpay_cli

# The program tested, whatever folder it runs in.
SOURCE = str(Path(medpay_cli.__file__).parents[1])
HEADER = "claim,cpt,mod,dos,charge\n"
ROW = (
    "A{0},45385,,2026-07-15,900\nA{0},45380,59,2026-07-15,500\nA{0},99213,25,2026-07-15,150\nA{0},77417,,2026-07-15,9\n"
)


class Place:
    """A folder with charge lists of `claims` claims, its own TMPDIR, and files of an earlier run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.temporary = folder / "tmp"
        self.temporary.mkdir()
        for name in ("lines.csv", "findings.jsonl", "findings.xlsx"):
            (folder / name).write_text("of before")

    def charges(self, claims: int) -> str:
        (self.folder / "charges.csv").write_text(HEADER + "".join(ROW.format(i) for i in range(claims)))
        return "charges.csv"

    def start(self, *arguments: str, most_bytes: int | None = None) -> subprocess.Popen[str]:
        """`medpay audit` with these arguments; `most_bytes` of a file fill the disk."""

        def limit() -> None:
            # A suite started in the background of a script has it ignored, and its children with it.
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            if most_bytes is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))

        return subprocess.Popen(
            [sys.executable, "-m", "medpay_cli", "audit", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=self.folder,
            env=os.environ | {"TMPDIR": str(self.temporary), "MEDPAY_CONFIG": "", "PYTHONPATH": SOURCE},
            preexec_fn=limit,
        )

    def untouched(self) -> bool:
        """Every file of before is as it was, and nothing else is there but the list."""
        made = {path.name for path in self.folder.iterdir()} - {"charges.csv", "tmp"}
        contents = {(self.folder / name).read_text() for name in made}
        temporary = list(self.temporary.iterdir())
        return made == {"lines.csv", "findings.jsonl", "findings.xlsx"} and contents == {"of before"} and not temporary


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


@pytest.mark.parametrize(
    ("number", "code", "said"),
    [(signal.SIGINT, 130, "error: interrupted\n"), (signal.SIGTERM, 143, "error: terminated\n")],
)
@pytest.mark.parametrize("after", [0.0, 0.6])
def test_a_signal_ends_a_long_audit(place: Place, number: signal.Signals, code: int, said: str, after: float) -> None:
    """Also in the middle of a query, where DuckDB makes an error of its own of what a signal's handler raises."""
    program = place.start(place.charges(20_000), "--lines", "lines.csv", "-o", "findings.jsonl")
    for _ in range(400):
        if list(place.temporary.glob("medpay-*")):
            break
        time.sleep(0.01)
    time.sleep(after)
    program.send_signal(number)
    out, err = program.communicate(timeout=30)
    assert (program.returncode, out, err) == (code, "", said)
    assert place.untouched()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--lines", "lines.csv"], "error: cannot write lines.csv: File too large\n"),
        (["-o", "findings.jsonl"], "error: cannot write findings.jsonl: File too large\n"),
        # XlsxWriter keeps the rows in files of its own.
        (["-o", "findings.xlsx"], "error: cannot write findings.xlsx: File too large\n"),
    ],
)
def test_a_full_disk_leaves_the_old_file(place: Place, arguments: list[str], said: str) -> None:
    program = place.start(place.charges(30), *arguments, "--exit-zero", most_bytes=4000)
    _, err = program.communicate(timeout=30)
    assert (program.returncode, err) == (2, said)
    assert place.untouched()


def test_no_room_to_spill_is_told_with_the_way_out(place: Place) -> None:
    program = place.start(
        place.charges(20_000), "--memory-limit", "50MB", "--threads", "1", "-o", "findings.jsonl", most_bytes=300_000
    )
    _, err = program.communicate(timeout=30)
    assert (program.returncode, err.count("\n")) == (2, 1)
    assert "disk is full" in err and "--temp-dir" in err
    assert place.untouched()


def test_a_reader_that_leaves_early_changes_nothing(place: Place) -> None:
    """`medpay audit ... | head -1`."""
    program = place.start(place.charges(400), "-f", "jsonl")
    assert program.stdout is not None and program.stderr is not None
    assert program.stdout.readline().startswith('{"rule"')
    program.stdout.close()
    said = program.stderr.read()
    assert program.wait(timeout=30) == 1
    assert all(line.startswith("note: ") for line in said.splitlines())
    assert place.untouched()
