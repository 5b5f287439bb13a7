"""The line of a long run: on a terminal, after a while, gone at the end."""

from __future__ import annotations

import io
import time

import pytest

from medpay_cli.cli.progress import Progress


class Terminal(io.StringIO):
    """A stream that calls itself a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_long_run_is_told_and_the_line_is_gone_at_the_end() -> None:
    stream = Terminal()
    with Progress(stream, patience=0.02) as progress:
        progress("judging 4,000 lines")
        time.sleep(0.1)
        shown = stream.getvalue()
        progress.close()
        progress.close()
    assert shown.startswith("\rjudging 4,000 lines (0 s)")
    last = stream.getvalue().removeprefix(shown)
    assert last == f"\r{' ' * (len(shown) - 1)}\r"


def test_a_short_run_says_nothing() -> None:
    stream = Terminal()
    with Progress(stream) as progress:
        progress("judging")
    assert stream.getvalue() == ""


@pytest.mark.parametrize("stream", [io.StringIO(), None])
def test_without_a_terminal_nothing_is_ever_said(stream: io.StringIO | None) -> None:
    with Progress(stream, patience=0.0) as progress:
        progress("judging")
        time.sleep(0.02)
    assert stream is None or stream.getvalue() == ""


def test_a_narrow_terminal_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    stream = Terminal()
    with Progress(stream, patience=0.02) as progress:
        progress("judging a very long list of charges")
        time.sleep(0.1)
    assert max(map(len, stream.getvalue().split("\r"))) == 19


def test_a_terminal_that_is_gone_is_no_error() -> None:
    stream = Terminal()
    with Progress(stream, patience=0.02):
        stream.close()
        time.sleep(0.05)
