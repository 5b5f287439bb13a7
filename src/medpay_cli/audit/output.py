"""Writes the audited lines, streaming, by DuckDB: whole or not at all."""

from __future__ import annotations

from pathlib import Path

from medpay_cli.audit.audit import Audit
from medpay_cli.dataset.literals import literal
from medpay_cli.errors import RequestError

KINDS = {
    ".csv": "format csv, header true",
    ".tsv": "format csv, header true, delimiter '\t'",
    ".parquet": "format parquet, compression zstd",
    ".jsonl": "format json",
    ".json": "format json, array true",
}


def write_lines(answer: Audit, out: Path) -> None:
    """Every line of the input with its own columns and what is expected. Raises RequestError."""
    copy(answer, answer.lines_sql(), out)


def copy(answer: Audit, sql: str, out: Path) -> None:
    """Copy a query to `out` beside it first, then rename. Raises RequestError when that cannot be done."""
    import duckdb

    kind = KINDS.get(out.suffix.lower())
    if kind is None:
        raise RequestError(f"{out}: write one of {', '.join(KINDS)}")
    if out.is_dir() or not out.parent.is_dir():
        raise RequestError(f"cannot write {out}: {'it is a folder' if out.is_dir() else 'no such folder'}")
    beside = out.with_name(f".{out.name}.part")
    try:
        answer.connection.execute(f"copy ({sql}) to {literal(str(beside))} ({kind})")
        beside.replace(out)
    except (duckdb.IOException, OSError) as error:
        raise RequestError(f"cannot write {out}: {str(error).splitlines()[0]}") from error
    finally:
        beside.unlink(missing_ok=True)
