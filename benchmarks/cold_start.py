"""Cold start of commands against a bare DuckDB query: whole processes, run in turn, ratio of medians.

    python benchmarks/cold_start.py [--runs N]

Runs `medpay` of the environment whose Python runs this.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from pathlib import Path

MEDPAY = str(Path(sys.executable).parent / "medpay")
BASELINE = [sys.executable, "-c", "import duckdb; duckdb.sql('select 1').fetchall()"]
COMMANDS = {
    "medpay price": [MEDPAY, "price", "99213", "--locality", "1320201"],
    "medpay bundle": [MEDPAY, "bundle", "45385", "45380-59", "--dos", "2026-07-15"],
    "import typer": [sys.executable, "-c", "import typer"],
    "python": [sys.executable, "-c", "pass"],
}


def seconds(command: list[str]) -> float:
    """Wall time of one process."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    """Print the median of each command and its ratio to the baseline."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=25)
    runs = parser.parse_args().runs
    every = {"duckdb select 1": BASELINE, **COMMANDS}
    for command in every.values():
        seconds(command)
    times: dict[str, list[float]] = {name: [] for name in every}
    for _ in range(runs):
        for name, command in every.items():
            times[name].append(seconds(command))
    base = statistics.median(times["duckdb select 1"])
    for name, taken in times.items():
        median = statistics.median(taken)
        span = f"({min(taken) * 1000:.0f} to {max(taken) * 1000:.0f})"
        print(f"{name:20}{median * 1000:8.1f} ms  ratio {median / base:.2f}  {span}")


if __name__ == "__main__":
    main()
