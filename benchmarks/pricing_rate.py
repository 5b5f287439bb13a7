"""Rate of pricing charge lines from Parquet to Parquet, against DuckDB copying the same file.

    python benchmarks/pricing_rate.py [--lines N] [--runs N]

Lines: every code and fee modifier of the newest release, in turn, over the localities and both settings, each
its own claim.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import tempfile
import time
from pathlib import Path

import duckdb  # noqa: F401  (relations come with these modules)

from medpay_cli.dataset.store import connect, table_sql
from medpay_cli.pricing import engine

ANSWER = (
    *("line", "hcpcs", "modifiers", "release", "locality_key", "setting", "fee", "allowed", "medicare_pays"),
    *("reason_code", "confidence"),
)


def make_lines(path: Path, count: int) -> None:
    """Write `count` charge lines with the columns of `pricing.lines.COLUMNS`."""
    connect().execute(
        f"""copy (
            with code as (
                select row_number() over (order by hcpcs, modifier) - 1 as n, hcpcs, modifier
                from ({table_sql("fee_schedule")}) where release = 'RVU26C'
            ),
            place as (
                select row_number() over (order by locality_key) - 1 as n, locality_key
                from ({table_sql("locality")}) where year = 2026
            )
            select i as line, i::varchar as claim, code.hcpcs, code.modifier as modifiers,
                (1 + i % 3)::decimal(11, 3) as units, null::decimal(12, 2) as charge, null::integer as minutes,
                date '2026-04-01' + (i % 180)::int as date, null::varchar as named_release,
                place.locality_key, false as place_uncertain,
                null::varchar as setting, case i % 2 when 0 then '11' else '22' end as pos,
                i % 5 = 0 as qp, i % 7 = 0 as nonparticipating, null::varchar as provider,
                null::decimal(12, 2) as deductible, false as sequestration
            from range({count}) as r(i)
            join code on code.n = (i * 7919) % (select count(*) from code)
            join place on place.n = i % (select count(*) from place)
        ) to '{path}' (format parquet)"""
    )


def price(source: Path, target: Path) -> float:
    """Seconds to price `source` into `target`, reference tables loaded anew."""
    connection = connect()
    connection.execute("set threads=2")
    start = time.perf_counter()
    engine.price_lines(connection, connection.read_parquet(str(source)), columns=ANSWER).write_parquet(str(target))
    return time.perf_counter() - start


def copy(source: Path, target: Path) -> float:
    """Seconds for DuckDB to read `source` and write it as it is."""
    connection = connect()
    connection.execute("set threads=2")
    start = time.perf_counter()
    connection.execute(f"copy (from '{source}') to '{target}' (format parquet)")
    return time.perf_counter() - start


def main() -> None:
    """Print medians, the ratio, lines a second and the peak memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "lines.parquet"), Path(folder, "out.parquet")
        make_lines(source, arguments.lines)
        pairs = [(copy(source, target), price(source, target)) for _ in range(arguments.runs)]
        [(rows, priced)] = connect().execute(f"select count(*), count(allowed) from '{target}'").fetchall()
    copied, took = (statistics.median(column) for column in zip(*pairs, strict=True))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{rows:,} lines, {priced:,} with an amount; copy {copied:.2f} s, price {took:.2f} s")
    print(f"ratio {took / copied:.1f}; {rows / took:,.0f} lines a second; peak {memory:,.0f} MiB")


if __name__ == "__main__":
    main()
