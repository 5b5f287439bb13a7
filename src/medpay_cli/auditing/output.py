"""Files that DuckDB or XlsxWriter write, whole or not at all: the audited lines, findings as Parquet or workbook."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

from medpay_cli.auditing.audit import Audit
from medpay_cli.auditing.findings import findings_sql
from medpay_cli.dataset.literals import literal
from medpay_cli.errors import RequestError
from medpay_cli.files import check, put
from medpay_cli.intake.load import named_files
from medpay_cli.intake.plain import STDIN

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
    check(out)


def check_outputs(lines: Path | None, findings: Path | None, files: Sequence[str]) -> None:
    """Refuse outputs that cannot be written, that are one file, or a charge list of `files`. Raises RequestError."""
    outputs = [out for out in (lines, findings) if out is not None]
    if lines is not None:
        check_lines(lines)
    if findings is not None:
        check(findings)
    if lines is not None and findings is not None and lines.resolve() == findings.resolve():
        raise RequestError(f"--lines and -o name the same file: {lines}")
    existing = [out for out in outputs if out.exists()]
    for name, path in named_files([file for file in files if file != STDIN], Path()) if existing else ():
        for out in existing:
            if out.samefile(path):
                raise RequestError(f"cannot write {out}: it is the charge list {name} itself")


def write_lines(answer: Audit, out: Path, *, full: bool = False) -> None:
    """Every line of the input with its own columns and what is expected. Raises RequestError."""
    check_lines(out)
    _copy(answer, answer.lines_sql(full=full), out)


def write_findings(answer: Audit, out: Path) -> None:
    """The findings as Parquet or workbook. Raises RequestError."""
    check_lines(out)
    _copy(answer, findings_sql(answer.loaded.files), out)


def _copy(answer: Audit, sql: str, out: Path) -> None:
    def write(beside: Path) -> None:
        if out.suffix.lower() == XLSX:
            _workbook(answer, sql, beside)
        else:
            _copied(answer, f"copy ({sql}) to {literal(str(beside))} ({_kind(out)}, use_tmp_file false)")

    put(write, out, Path(answer.folder.name))


def _copied(answer: Audit, statement: str) -> None:
    """Run a COPY of DuckDB; a file that cannot be written is an OSError, as of any other writer."""
    import duckdb

    try:
        answer.connection.execute(statement)
    except duckdb.IOException as error:
        number = re.search(r'"errno\W+(\d+)', str(error))
        # What does not fit into memory is told by another sentence (--temp-dir).
        if number is None or "duckdb_temp" in str(error):
            raise
        raise OSError(int(number[1]), os.strerror(int(number[1]))) from error


def _kind(out: Path) -> str | None:
    name = out.name.lower()
    return next((kind for ending, kind in KINDS.items() if name.endswith(ending)), None)


def _workbook(answer: Audit, sql: str, target: Path) -> None:
    """The rows of a query as a sheet; text stays text (leading zeros), dollars are numbers. Raises RequestError."""
    import xlsxwriter

    cursor = answer.connection.execute(sql)
    book = xlsxwriter.Workbook(
        str(target),
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            # The rows lie there until the file is made, and go with the answer.
            "tmpdir": answer.folder.name,
        },
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
    try:
        book.close()
    except xlsxwriter.exceptions.FileCreateError as error:
        # Its cause is the first argument.
        raise error.args[0] if error.args and isinstance(error.args[0], OSError) else OSError(str(error)) from error
