"""Rate of auditing charge lists with every check, against DuckDB copying the same csv file in the same run.

    python benchmarks/audit_rate.py [--lines N] [--runs N] [--a-claim 4] [--different N] [--memory-limit 1GB]
        [--profile]

Lines are real codes in claims of `--a-claim` lines, one in six the code of the line before it; findings and lines are
written as csv. After `--different` claims their lines begin anew, on other days and with other patients. Each run is a
process of its own, so that its peak memory is its own. `price` is `medpay_cli.price_lines` over the same claims, csv in
and csv out. On a busy machine only the ratios of processor time hold. `--profile` names the statements that take most.
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
from typing import Any

from medpay_cli.auditing import audit
from medpay_cli.dataset.store import connect, table_sql

MEDPAY = [sys.executable, "-m", "medpay_cli"]
HOW = ["--locality", "1320201", "--exit-zero", "--format", "csv"]


def make_lines(path: Path, count: int, a_claim: int, different: int) -> None:
    """Write `count` lines with columns claim, patient, dos, cpt, modifier, units, charge and pos.

    After `different` claims their lines begin anew, on other days and with other patients; 0: none is like another.
    """
    repeat = f"i % {different * a_claim}" if different else "i"
    connect().execute(
        f"""copy (
            with code as (
                select row_number() over (order by hash(hcpcs)) - 1 as n, hcpcs
                from ({table_sql("fee_schedule")})
                where release = 'RVU26C' and modifier = '' and status in ('A', 'R', 'T', 'B', 'I')
            ),
            line as (
                select i // {a_claim} as claim, i as place, {repeat} as i,
                    (hash((case when {repeat} % 6 = 1 then {repeat} - 1 else {repeat} end) * 31) >> 20)
                        % (select count(*) from code) as n
                from range({count}) as r(i)
            )
            select 'C' || claim as claim, 'P' || (claim % 50000) as patient,
                date '2026-07-01' + (claim % 90)::int as dos, hcpcs as cpt,
                case i % 11 when 0 then '59' when 1 then '25' when 2 then 'RT' when 3 then 'LT' when 4 then '26'
                    else '' end as modifier,
                case when i % 20 = 0 then 3 else 1 end as units,
                ((hash(i) >> 30) % 90000 / 100.0)::decimal(9, 2) as charge,
                case when i % 3 = 0 then '22' else '11' end as pos
            from line join code using (n) order by place
        ) to '{path}' (format csv, header)"""
    )


def command(what: str, source: Path, folder: Path, limits: list[str]) -> list[str]:
    """What is run and measured."""
    if what == "copy":
        sql = f"set threads = 2; copy (from '{source}') to '{folder / 'copy.csv'}' (format csv, header)"
        return [sys.executable, "-c", f"import duckdb; duckdb.execute({sql!r})"]
    if what == "price":
        return [sys.executable, __file__, "--price", str(source), str(folder / "priced.csv")]
    outs = ["-o", str(folder / "findings.csv"), "--lines", str(folder / "lines.csv")]
    return [*MEDPAY, "audit", str(source), *HOW, *outs, "--threads", "2", *limits]


def price(source: Path, target: Path) -> None:
    """Price the claims of `source` together, all amounts and reasons into `target`."""
    import duckdb

    from medpay_cli import price_lines

    lines = duckdb.sql(
        "select claim, cpt as code, modifier as modifiers, units::decimal(11, 3) as units, charge, dos as date, pos,"
        f" '1320201' as locality from read_csv('{source}', types = {{'cpt': 'varchar', 'pos': 'varchar',"
        " 'modifier': 'varchar', 'charge': 'decimal(12, 2)'})"
    )
    price_lines(lines).write_csv(str(target))


def measured(arguments: list[str]) -> tuple[float, float, float]:
    """Seconds, seconds of processor and peak MiB of a process of its own."""
    start = time.perf_counter()
    program = (
        "import resource, subprocess, sys; code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode;"
        "use = resource.getrusage(resource.RUSAGE_CHILDREN); print(use.ru_utime + use.ru_stime, use.ru_maxrss / 1024);"
        "sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", program, *arguments], check=True, capture_output=True, text=True)
    processor, memory = map(float, done.stdout.split())
    return time.perf_counter() - start, processor, memory


class Watched:
    """A connection that keeps how much processor each statement took."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.taken: list[tuple[float, str]] = []

    def execute(self, sql: str, *values: Any) -> Any:
        """As the connection's own."""
        before = resource.getrusage(resource.RUSAGE_SELF)
        result = self.connection.execute(sql, *values)
        after = resource.getrusage(resource.RUSAGE_SELF)
        self.taken.append((after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, sql))
        return result

    def __getattr__(self, name: str) -> Any:
        return getattr(self.connection, name)


def profile(source: Path) -> None:
    """Print the statements that take most of the processor, and their share."""
    watched = Watched(connect())
    setattr(audit, "connect", lambda: watched)  # noqa: B010
    before = time.process_time()
    audit.judge(str(source))
    whole = time.process_time() - before
    print(f"judging {whole:.2f} s of processor; outside of statements {whole - sum(s for s, _ in watched.taken):.2f}")
    for seconds, sql in sorted(watched.taken, reverse=True)[:12]:
        print(f"{seconds:6.2f} {seconds / whole:4.0%}  {' '.join(sql.split())[:80]}")


def main() -> None:
    """Print medians, ratios to the copy, lines a second and peak memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--a-claim", type=int, default=4)
    parser.add_argument("--different", type=int, default=0, help="how many claims are not alike; all when not given")
    parser.add_argument("--memory-limit")
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--price", nargs=2, type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.price:
        price(*arguments.price)
        return
    limits = ["--memory-limit", arguments.memory_limit] if arguments.memory_limit else []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "charges.csv"
        make_lines(source, arguments.lines, arguments.a_claim, arguments.different)
        if arguments.profile:
            profile(source)
            return
        taken: dict[str, list[tuple[float, float, float]]] = {"copy": [], "price": [], "audit": []}
        for _ in range(arguments.runs):
            for what, results in taken.items():
                results.append(measured(command(what, source, folder, limits)))
    kinds = f"{arguments.different:,} kinds of claims" if arguments.different else "no claim like another"
    print(
        f"{arguments.lines:,} lines in claims of {arguments.a_claim}, {kinds},"
        f" {arguments.memory_limit or 'no'} memory limit"
    )
    base = [statistics.median(column) for column in zip(*taken["copy"], strict=True)]
    for what, results in taken.items():
        seconds, processor, memory = (statistics.median(column) for column in zip(*results, strict=True))
        print(
            f"{what:6} {seconds:7.2f} s, ratio {seconds / base[0]:5.1f}; processor {processor:7.2f} s, ratio"
            f" {processor / base[1]:5.1f}; {arguments.lines / seconds:9,.0f} lines a second; peak {memory:6,.0f} MiB"
        )


if __name__ == "__main__":
    main()
