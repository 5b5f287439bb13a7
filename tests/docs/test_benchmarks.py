"""Each benchmark runs: a figure that nobody can measure again is worth nothing."""

from __future__ import annotations

import subprocess
import sys

import pytest
from support.paths import ROOT


@pytest.mark.parametrize("name", ["pricing_rate", "edit_rate", "audit_rate"])
def test_a_benchmark_runs(name: str) -> None:
    command = [sys.executable, str(ROOT / "benchmarks" / f"{name}.py"), "--lines", "400", "--runs", "1"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "ratio" in done.stdout
