"""Where answers go: files, links, pipes, devices, closed streams; and that none of it changes an exit code."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from support.shell import Medpay

from medpay_cli.files import save

PROGRAM = f"'{sys.executable}' -m medpay_cli"
NATIONAL = ("price", "99213", "--national", "--release", "RVU26C")


def shell(command: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run `command` in bash with MEDPAY for the program."""
    return subprocess.run(
        ["bash", "-c", f'set -o pipefail; MEDPAY() {{ {PROGRAM} "$@"; }}; {command}'],
        input=stdin,
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("fees.csv", "code,"),
        ("fees.CSV", "code,"),
        ("fees.tsv", "code\t"),
        ("fees.json", "[\n"),
        ("fees.JSONL", '{"code"'),
        ("fees.ndjson", '{"code"'),
        ("fees.md", "## "),
        ("fees.markdown", "## "),
        ("fees.txt", "99213  "),
        ("fees", "99213  "),
        (".fees", "99213  "),
    ],
)
def test_the_name_of_the_file_is_its_format(medpay: Medpay, tmp_path: Path, name: str, begins: str) -> None:
    result = medpay(*NATIONAL, "-o", str(tmp_path / name))
    assert (result.code, result.out) == (0, "")
    assert (tmp_path / name).read_text().startswith(begins)


@pytest.mark.parametrize("name", ["fees.xlsx", "fees.parquet", "fees.2026"])
def test_a_name_no_format_has_is_refused_before_any_work(medpay: Medpay, tmp_path: Path, name: str) -> None:
    result = medpay("price", "NONSENSE", "-o", str(tmp_path / name))
    assert result.code == 2
    assert f"no format is called {Path(name).suffix}; end it in .csv, .htm, .html, .json, .jsonl," in result.err
    assert not any(tmp_path.iterdir())
    assert medpay(*NATIONAL, "-f", "csv", "-o", str(tmp_path / name)).code == 0


def test_tsv_has_one_line_a_record_and_no_quotes(medpay: Medpay) -> None:
    as_csv, as_tsv = (medpay(*NATIONAL, "--format", format).out for format in ("csv", "tsv"))
    header, row = as_tsv.splitlines()
    assert header.split("\t") == as_csv.splitlines()[0].split(",")
    assert len(row.split("\t")) == len(header.split("\t"))
    assert "99213" in row and '"' not in row


def test_a_dash_is_stdout(medpay: Medpay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert medpay(*NATIONAL, "-o", "-").out == medpay(*NATIONAL).out
    assert not any(tmp_path.iterdir())


def test_a_link_is_followed(medpay: Medpay, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    target, link, dangling = tmp_path / "there" / "fees.csv", tmp_path / "link.csv", tmp_path / "new.csv"
    target.write_text("old")
    link.symlink_to(target)
    dangling.symlink_to(tmp_path / "there" / "new.csv")
    assert medpay(*NATIONAL, "-o", str(link)).code == medpay(*NATIONAL, "-o", str(dangling)).code == 0
    assert link.is_symlink() and dangling.is_symlink()
    assert target.read_text() == (tmp_path / "there" / "new.csv").read_text()
    assert target.read_text().startswith("code,")


def test_a_circle_of_links_and_a_directory_are_refused(medpay: Medpay, tmp_path: Path) -> None:
    circle = tmp_path / "a.csv"
    circle.symlink_to(circle)
    assert "circle" in medpay(*NATIONAL, "-o", str(circle)).err
    assert circle.is_symlink()
    result = medpay(*NATIONAL, "-o", str(tmp_path))
    assert (result.code, result.err) == (2, f"error: cannot write {tmp_path}: it is a directory; name a file in it\n")


def test_a_pipe_gets_the_answer_and_stays_a_pipe(medpay: Medpay, tmp_path: Path) -> None:
    fifo = tmp_path / "fees.csv"
    os.mkfifo(fifo)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(fifo.read_text()))
    reader.start()
    result = medpay(*NATIONAL, "-o", str(fifo))
    reader.join(10)
    assert (result.code, read[0].splitlines()[0][:5]) == (0, "code,")
    assert stat.S_ISFIFO(fifo.stat().st_mode)


def test_a_device_is_written_into(medpay: Medpay) -> None:
    assert medpay(*NATIONAL, "-f", "csv", "-o", "/dev/null").code == 0
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
    full = medpay(*NATIONAL, "-f", "csv", "-o", "/dev/full")
    assert (full.code, full.err) == (2, "error: cannot write /dev/full: No space left on device\n")


def test_dev_stdout_goes_on_where_the_shell_stands(tmp_path: Path) -> None:
    kept = tmp_path / "kept.txt"
    done = shell(f"(echo before; MEDPAY {' '.join(NATIONAL)} -f csv -o /dev/stdout; echo after) > {kept}")
    lines = kept.read_text().splitlines()
    assert (done.returncode, lines[0], lines[1][:5], lines[-1]) == (0, "before", "code,", "after")
    substituted = shell(f"MEDPAY {' '.join(NATIONAL)} -f csv -o >(cat >&2)")
    assert substituted.returncode == 0


def test_a_file_keeps_its_mode_and_a_failure_what_it_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    private = tmp_path / "fees.csv"
    private.write_text("old")
    private.chmod(0o600)
    save("new", private)
    assert (private.read_text(), stat.S_IMODE(private.stat().st_mode)) == ("new", 0o600)

    def refuse(self: Path, target: Path) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(Exception, match="Input/output error"):
        save("newer", private)
    assert (private.read_text(), [path.name for path in tmp_path.iterdir()]) == ("new", ["fees.csv"])


@pytest.mark.parametrize(
    ("command", "code"),
    [
        # The exit code is the answer's whoever reads it: 0, 1 for findings, 2 for a line that is wrong.
        ("MEDPAY price 99213 --national | true", 0),
        ("MEDPAY bundle 45385 45380 --dos 2026-07-15 | true", 1),
        ("MEDPAY price 77417-26 --release RVU25A --strict | true", 1),
        ("printf '99213\\nNOPE\\n' | MEDPAY price - --national | true", 2),
        ("seq 4000 | sed s/.*/99213/ | MEDPAY price - --national -f csv | head -1 >/dev/null", 0),
        ("(seq 4000 | sed s/.*/99213/; echo NOPE) | MEDPAY price - --national -f jsonl | head -1 >/dev/null", 2),
        ("MEDPAY price NOPE 2>&1 | true", 2),
    ],
)
def test_a_reader_that_leaves_changes_no_exit_code(command: str, code: int) -> None:
    done = shell(command)
    assert (done.returncode, "bug" in done.stderr, "Traceback" in done.stderr) == (code, False, False)


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        ("MEDPAY price 99213 --national >&-", 2, "error: stdout is closed"),
        ("MEDPAY price 99213 --national -o /dev/null -f csv >&-", 0, ""),
        ("MEDPAY price 99213 --national 2>&-", 0, ""),
        ("MEDPAY price NOPE 2>&-", 2, ""),
        ("MEDPAY price 99213 --national >&- 2>&-", 2, ""),
        ("MEDPAY --version >&-", 0, ""),
        ("MEDPAY --help >&-", 0, ""),
        ("MEDPAY price - --national -f json <&-", 0, ""),
        ("MEDPAY price - --national -f json </dev/null", 0, ""),
        ("MEDPAY price - --national </dev/null", 0, ""),
    ],
)
def test_closed_and_empty_streams(command: str, code: int, said: str) -> None:
    done = shell(command)
    assert done.returncode == code, done
    assert done.stderr.startswith(said)
    assert "bug" not in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize("format", ["table", "md"])
def test_control_characters_of_the_input_are_shown_not_sent(medpay: Medpay, format: str) -> None:
    result = medpay("price", "-", "--national", "--format", format, stdin="99213\x1b[31m\x9b2J\n")
    assert "\x1b" not in result.out + result.err and "\x9b" not in result.out + result.err
    assert "␛[31m" in result.out + result.err


def test_control_characters_in_an_argument_are_not_sent(medpay: Medpay) -> None:
    err = medpay("price", "99213", "--locality", "\x1b]0;owned\x07").err
    assert "OWNED" in err and "\x1b" not in err and "\x07" not in err


def test_data_keep_their_characters(medpay: Medpay) -> None:
    out = medpay("price", "-", "--national", "--format", "json", stdin="Ünïcode\n").out
    assert json.loads(out)[0]["code"] == "Ünïcode"
