"""Rate of editing charge lines (PTP, MUE, add-on codes) from Parquet, against DuckDB copying the same file.

    python benchmarks/edit_rate.py [--lines N] [--runs N] [--one edit|copy]

Claims have about four lines (two to six), codes as they come in the NCCI table of 2026Q3, dates in 2025 and 2026.
Each run is a process of its own, so that its peak memory is its own.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb  # noqa: F401  (relations come with these modules)

from medpay_cli.dataset.store import connect, table_sql
from medpay_cli.edits import engine


def make_lines(path: Path, count: int) -> None:
    """Write `count` lines with the columns of `edits.lines.COLUMNS`."""
    connect().execute(
        f"""copy (
            with code as (
                select row_number() over (order by hash(hcpcs)) - 1 as n, hcpcs
                from (select distinct hcpcs from ({table_sql("fee_schedule")}) where status = 'A' and modifier = '')
            ),
            line as (
                select i, (i * 10 + i % 7) // 40 as claim, hash(i * 31) % (select count(*) from code) as n
                from range({count}) as r(i)
            )
            select i + 1 as line, claim::varchar as claim, date '2025-01-01' + (claim % 600)::int as date, hcpcs,
                case i % 10 when 0 then '59' when 1 then '25' when 2 then 'RT' else '' end as modifiers,
                (case when i % 20 = 0 then 3 else 1 end)::decimal(11, 3) as units, 'practitioner' as edit_table
            from line join code using (n)
        ) to '{path}' (format parquet)"""
    )


def edit(source: Path, target: Path) -> None:
    """Edit `source`; the findings go to `target`."""
    connection = connect()
    connection.execute("set threads=2")
    engine.find_all(connection, connection.read_parquet(str(source)))
    connection.execute(f"copy (select * from ptp_finding) to '{target}' (format parquet)")
    counts = [connection.execute(f"select count(*) from {name}").fetchall()[0][0] for name in engine.FINDINGS]
    print(*counts)


def copy(source: Path, target: Path) -> None:
    """DuckDB reads `source` and writes it as it is."""
    connection = connect()
    connection.execute("set threads=2")
    connection.execute(f"copy (from '{source}') to '{target}' (format parquet)")


def one(what: str, source: Path, target: Path) -> None:
    """Run one of the two and print its seconds and peak memory."""
    start = time.perf_counter()
    (edit if what == "edit" else copy)(source, target)
    print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def main() -> None:
    """Print medians, the ratio, lines a second, peak memory and what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--one", nargs=3)
    arguments = parser.parse_args()
    if arguments.one:
        one(arguments.one[0], Path(arguments.one[1]), Path(arguments.one[2]))
        return
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "lines.parquet"), Path(folder, "out.parquet")
        make_lines(source, arguments.lines)
        taken: dict[str, list[tuple[float, float]]] = {"copy": [], "edit": []}
        found = ""
        for _ in range(arguments.runs):
            for what, results in taken.items():
                command = [sys.executable, __file__, "--one", what, str(source), str(target)]
                lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
                seconds, memory = map(float, lines[-1].split())
                results.append((seconds, memory))
                found = lines[0] if what == "edit" else found
    copied, edited = (statistics.median(seconds for seconds, _ in results) for results in taken.values())
    memory = max(memory for _, memory in taken["edit"])
    print(f"{arguments.lines:,} lines; findings (ptp, mue, add-on): {found}")
    print(f"copy {copied:.2f} s, edit {edited:.2f} s: ratio {edited / copied:.1f}")
    print(f"{arguments.lines / edited:,.0f} lines a second; peak {memory:,.0f} MiB")


if __name__ == "__main__":
    main()
