"""Files that DuckDB or XlsxWriter write, whole or not at all: the audited lines, findings as Parquet or workbook."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from medpay_cli.auditing.audit import Audit
from medpay_cli.auditing.findings import findings_sql
from medpay_cli.dataset.literals import literal
from medpay_cli.errors import RequestError

KINDS = {
    ".csv": "format csv, header true",
    ".csv.gz": "format csv, header true, compression gzip",
    ".csv.zst": "format csv, header true, compression zstd",
    ".tsv": "format csv, header true, delimiter '\t'",
    ".parquet": "format parquet, compression zstd",
    ".jsonl": "format json",
    ".json": "format json, array true",
}
XLSX = ".xlsx"
# Rows of a sheet, the header among them.
MOST_ROWS = 1_048_576


def check_lines(out: Path) -> None:
    """Refuse a path that lines cannot be written to, before any work is done. Raises RequestError."""
    if _kind(out) is None and out.suffix.lower() != XLSX:
        raise RequestError(f"cannot write {out}: end it in one of {', '.join([*KINDS, XLSX])}")
    if out.is_dir() or not out.parent.is_dir():
        raise RequestError(f"cannot write {out}: {'it is a folder' if out.is_dir() else 'no such folder'}")


def write_lines(answer: Audit, out: Path, *, full: bool = False) -> None:
    """Every line of the input with its own columns and what is expected. Raises RequestError."""
    check_lines(out)
    _copy(answer, answer.lines_sql(full=full), out)


def write_findings(answer: Audit, out: Path) -> None:
    """The findings as Parquet or workbook. Raises RequestError."""
    check_lines(out)
    _copy(answer, findings_sql(answer.loaded.files), out)


def replaced(out: Path, write: Callable[[Path], None]) -> None:
    """Let `write` make a file beside `out`, then put it there: a failure leaves what was. Raises RequestError."""
    import duckdb

    beside = out.with_name(f".{out.name}.part")
    try:
        write(beside)
        beside.replace(out)
    except (duckdb.IOException, OSError) as error:
        raise RequestError(f"cannot write {out}: {str(error).splitlines()[0]}") from error
    finally:
        beside.unlink(missing_ok=True)


def _copy(answer: Audit, sql: str, out: Path) -> None:
    def write(beside: Path) -> None:
        if out.suffix.lower() == XLSX:
            _workbook(answer, sql, beside)
        else:
            answer.connection.execute(f"copy ({sql}) to {literal(str(beside))} ({_kind(out)})")

    replaced(out, write)


def _kind(out: Path) -> str | None:
    name = out.name.lower()
    return next((kind for ending, kind in KINDS.items() if name.endswith(ending)), None)


def _workbook(answer: Audit, sql: str, target: Path) -> None:
    """The rows of a query as a sheet; text stays text (leading zeros), dollars are numbers. Raises RequestError."""
    import xlsxwriter

    cursor = answer.connection.execute(sql)
    book = xlsxwriter.Workbook(
        str(target), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet("medpay")
    sheet.write_row(0, 0, [name for name, *_ in cursor.description or []])
    money, day = book.add_format({"num_format": "0.00"}), book.add_format({"num_format": "yyyy-mm-dd"})
    number = 0
    while rows := cursor.fetchmany(10_000):
        for row in rows:
            number += 1
            if number == MOST_ROWS:
                raise RequestError(f"a sheet holds {MOST_ROWS - 1:,} rows: write csv or Parquet instead")
            for i, value in enumerate(row):
                if value is None:
                    continue
                if isinstance(value, str):
                    sheet.write_string(number, i, value[:32_767])
                elif hasattr(value, "isoformat"):
                    sheet.write_datetime(number, i, value, day)
                else:
                    sheet.write_number(number, i, value, money if hasattr(value, "quantize") else None)
    book.close()
