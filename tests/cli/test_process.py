"""The installed program as a process: start-up imports, closed pipes, damaged data, a terminal."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

import medpay_cli

PROGRAM = [sys.executable, "-m", "medpay_cli"]
PRICE = [*PROGRAM, "price", "99213", "--locality", "1320201", "--release", "RVU26C"]


def loaded_modules(*arguments: str) -> set[str]:
    """Modules in memory after the command has run."""
    code = (
        "import sys\nfrom medpay_cli.cli.main import run\n"
        f"sys.argv = ['medpay', *{list(arguments)!r}]\nrun()\nprint('\\n'.join(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


@pytest.mark.parametrize("format", ["table", "json", "csv", "md"])
def test_a_price_loads_only_what_it_uses(format: str) -> None:
    loaded = loaded_modules("price", "99213", "--format", format)
    assert "_duckdb" in loaded
    assert not loaded & {
        "duckdb",
        "pyarrow",
        "pandas",
        "numpy",
        "openpyxl",
        "rich",
        "tomllib",
        "pydantic",
        "medpay_cli.sources",
    }


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_do_not_load_duckdb(option: str) -> None:
    assert not {"_duckdb", "duckdb"} & loaded_modules(option)
    assert not {"_duckdb", "duckdb"} & loaded_modules("price", "--help")


def test_a_closed_pipe_is_quiet() -> None:
    done = subprocess.run(
        [
            "bash",
            "-c",
            f"set -o pipefail; '{sys.executable}' -m medpay_cli price - --format jsonl --national | head -1",
        ],
        input="99213\n" * 4_000,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0
    assert done.stdout.count("\n") == 1
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


def test_a_full_disk_is_one_line() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full on this system")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(PRICE, stdout=full, stderr=subprocess.PIPE, text=True)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)


def test_an_old_locale_does_not_break_output() -> None:
    env = os.environ | {
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONIOENCODING": "ascii:strict",
    }
    done = subprocess.run(PRICE, capture_output=True, env=env)
    assert done.returncode == 0
    assert b"$107.63" in done.stdout


def on_a_terminal(*command: str, columns: int, env: dict[str, str] | None = None) -> str:
    """What `command` writes to a terminal of that width."""
    master, slave = pty.openpty()
    settings = os.environ | {"COLUMNS": str(columns), "TERM": "xterm-256color"} | (env or {})
    with subprocess.Popen(command, stdout=slave, stderr=subprocess.DEVNULL, env=settings) as process:
        os.close(slave)
        written = b""
        while True:
            try:
                part = os.read(master, 65536)
            except OSError:
                break
            if not part:
                break
            written += part
        assert process.wait() == 0
    os.close(master)
    return written.decode().replace("\r\n", "\n")


def plain(shown: str) -> str:
    """What was shown without its colours."""
    return re.sub(r"\x1b\[\d*m", "", shown)


@pytest.mark.parametrize("columns", [80, 120])
def test_a_terminal_gets_its_width(columns: int) -> None:
    wide = [*PROGRAM, "price", "99213", "--locality", "01", "--release", "RVU26C"]
    text = on_a_terminal(*wide, columns=columns, env={"NO_COLOR": "1"})
    assert max(map(len, plain(text).splitlines())) <= columns


def test_colour_only_on_a_terminal_and_never_with_no_color() -> None:
    assert "\x1b[33m" in on_a_terminal(*PRICE, columns=80)
    assert "\x1b[33m" not in on_a_terminal(*PRICE, columns=80, env={"NO_COLOR": "1"})


def test_a_finding_is_told_whole_on_a_narrow_terminal(tmp_path: Path) -> None:
    """Its message stands nowhere else: it stands under its row, goes on in the next line, and is never cut."""
    path = tmp_path / "charges.csv"
    path.write_text("cpt,dos\n77417,2026-07-15\n", encoding="utf-8")
    shown = plain(on_a_terminal(*PROGRAM, "audit", str(path), "--locality", "1320201", "--exit-zero", columns=80))
    assert "…" not in shown
    assert all(len(row) <= 80 or row.startswith("note: ") for row in shown.splitlines())
    told = " ".join(row.strip() for row in shown.splitlines())
    assert "status B, bundled: its payment is always part of another service, so it is never paid separately" in told


def test_the_source_under_a_tip_keeps_its_indentation() -> None:
    """The further lines of a source begin under its first one."""
    shown = plain(on_a_terminal(*PROGRAM, "tips", "77417", "--release", "RVU25A", columns=80)).splitlines()
    at = next(i for i, line in enumerate(shown) if "TIP-RO-PORT-WEEK: " in line)
    indent = shown[at].index("TIP-")
    assert shown[at + 1].startswith(" " * indent) and shown[at + 1][indent] != " "
    assert "\x1b" not in subprocess.run(PRICE, capture_output=True, text=True).stdout


def test_missing_and_damaged_data_exit_3(tmp_path: Path) -> None:
    # A copy of the package without one file of its data, then with a broken one.
    package = tmp_path / "medpay_cli"
    source = Path(medpay_cli.__file__).parent
    subprocess.run(["cp", "-r", str(source), str(package)], check=True)
    (package / "data" / "release.parquet").unlink()
    env = os.environ | {"PYTHONPATH": str(tmp_path)}
    missing = subprocess.run(PRICE, capture_output=True, text=True, env=env, cwd=tmp_path)
    assert (missing.returncode, missing.stdout, missing.stderr.count("\n")) == (3, "", 1)
    assert "release.parquet" in missing.stderr
    (package / "data" / "release.parquet").write_bytes(b"PAR1 not really PAR1")
    damaged = subprocess.run(PRICE, capture_output=True, text=True, env=env, cwd=tmp_path)
    assert (damaged.returncode, damaged.stdout, damaged.stderr.count("\n")) == (3, "", 1)


def test_a_terminated_audit_leaves_nothing_behind(tmp_path: Path) -> None:
    """SIGTERM while it reads its input: the temporary folder goes, the exit code is the shell's."""
    read, write = os.pipe()
    with os.fdopen(write, "wb") as feed:
        program = subprocess.Popen([*PROGRAM, "audit", "-"], stdin=read, env=os.environ | {"TMPDIR": str(tmp_path)})
        os.close(read)
        for _ in range(200):
            if list(tmp_path.glob("medpay-*")):
                break
            time.sleep(0.05)
        assert list(tmp_path.glob("medpay-*"))
        program.terminate()
        assert program.wait(timeout=30) == 143
        feed.flush()
    assert not list(tmp_path.glob("medpay-*"))
