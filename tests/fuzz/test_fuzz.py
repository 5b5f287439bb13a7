"""No request, however odd, meets a bug, a traceback or a wrong exit code: 500 command lines and 200 inputs, seeded."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from fuzz.requests import arguments, files, stdin
from medpay_cli.cli.main import run

COMMAND_LINES = range(500)
INPUTS = range(200)
# As many in one test: a test each would cost more than the requests.
BATCH = 50
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]")


class Run:
    """Runs the program in this process, and says what is wrong with how it ended."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.monkeypatch = monkeypatch
        self.capsys = capsys

    def __call__(self, words: list[str], data: bytes = b"") -> str:
        """An empty text when all is well, else what is not."""
        self.monkeypatch.setattr(sys, "argv", ["medpay", *words])
        self.monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        self.capsys.readouterr()
        try:
            code = int(run())
        except BaseException as error:
            return f"raised {error!r}"
        out, err = self.capsys.readouterr()
        return wrong(words, code, out, err)


@pytest.fixture
def program(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    for name in ("MEDPAY_LOCALITY", "MEDPAY_FORMAT", "MEDPAY_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("MEDPAY_CONFIG", "")
    monkeypatch.chdir(tmp_path)
    files(tmp_path)
    return Run(monkeypatch, capsys)


def wrong(words: list[str], code: int, out: str, err: str) -> str:
    """What an ended request did that it must not."""
    errors = [line for line in err.splitlines() if line.startswith("error: ")]
    checks = {
        "a bug": "this is a bug" in err,
        "a traceback": "Traceback" in out + err,
        "an exit code that is none": code not in (0, 1, 2),
        # Data that are there and sound cannot be damaged by a request.
        "an error without exit code 2": bool(errors) and code != 2,
        "exit code 2 without a word": code == 2 and not err and not out.startswith("Usage:"),
        "several errors": len(errors) > 1,
        "an error of several lines": bool(errors) and err.splitlines()[-1] != errors[0],
        "data beside an error": bool(errors) and out != "" and not out.startswith("Usage:"),
        "control characters": CONTROL.search(err) is not None,
    }
    if not errors and "--out" not in words and not out.startswith(("Usage:", "medpay help")):
        checks |= unreadable(words, out)
    return ", ".join(what for what, so in checks.items() if so)


def unreadable(words: list[str], out: str) -> dict[str, bool]:
    """Whether data cannot be read back in the format that was asked for last."""
    formats = [after for word, after in pairwise(words) if word in ("--format", "-f")]
    format = formats[-1] if formats else "table"
    try:
        if format == "json":
            json.loads(out)
        elif format == "jsonl":
            [json.loads(line) for line in out.split("\n") if line]
        elif format in ("csv", "tsv"):
            rows = list(csv.reader(io.StringIO(out), delimiter="," if format == "csv" else "\t"))
            return {f"uneven {format}": len({len(row) for row in rows}) > 1}
        elif format in ("table", "md"):
            return {"control characters shown": CONTROL.search(out) is not None}
    except ValueError:
        return {f"{format} that cannot be read": True}
    return {}


@pytest.mark.parametrize("first", COMMAND_LINES[::BATCH])
def test_no_command_line_meets_a_bug(program: Run, first: int) -> None:
    for seed in range(first, first + BATCH):
        words = arguments(seed)
        assert not (fault := program(words)), f"seed {seed}: medpay {words!r}: {fault}"


@pytest.mark.parametrize("first", INPUTS[::BATCH])
def test_no_input_meets_a_bug(program: Run, first: int) -> None:
    for seed in range(first, first + BATCH):
        data = stdin(seed)
        format = ("json", "jsonl", "csv", "tsv", "table", "md")[seed % 6]
        # An audit is the slowest: one in fifty inputs shows that it reads what the others read.
        command = "audit" if seed % 50 == 0 else ("price", "bundle")[seed % 2]
        words = [command, "-", "--format", format, *(["--national"] if command == "price" else [])]
        assert not (fault := program(words, data)), f"seed {seed}: medpay {words!r} < {data!r}: {fault}"
