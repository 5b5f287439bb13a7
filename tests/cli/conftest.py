"""Runs the command line in this process, as a shell would see it."""

from __future__ import annotations

import io
import sys

import pytest
from support.shell import Medpay, Result

from medpay_cli.cli.main import run


@pytest.fixture
def medpay(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Medpay:
    """`medpay("price", "99213", stdin="...")`: exit code, stdout and stderr."""
    for name in ("MEDPAY_LOCALITY", "MEDPAY_FORMAT", "MEDPAY_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    # The configuration of whoever runs the tests is not asked.
    monkeypatch.setenv("MEDPAY_CONFIG", "")

    def call(*arguments: str, stdin: str = "") -> Result:
        monkeypatch.setattr(sys, "argv", ["medpay", *arguments])
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        capsys.readouterr()
        code = run()
        out, err = capsys.readouterr()
        return Result(int(code), out, err)

    return call
