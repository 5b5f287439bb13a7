"""NCCI procedure-to-procedure edits: CMS's quarterly f-files (txt, xlsx) and the Parquet copies of them.

Layout: two header lines and the columns `Column 1, Column 2, *=in existence prior to 1996, Effective Date,
Deletion Date *=no data, Modifier 0=not allowed 1=allowed 9=not applicable, PTP Edit Rationale`, tab-delimited;
dates yyyymmdd, `*` for none. A table comes in several files (f1, f2, ...). These tables have millions of rows,
so the cells are checked by DuckDB, column by column, and only a wrong one is looked up again.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from dataclasses import dataclass

import duckdb
import openpyxl
import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from medpay_cli.errors import SourceError
from medpay_cli.sources.artefact import Artefact
from medpay_cli.sources.fields import FileReport
from medpay_cli.sources.quarter import Quarter, quarter_of

TABLES = {"ccipra": "practitioner", "ccioph": "outpatient"}
COLUMNS = ("column1", "column2", "prior_1996", "effective_date", "deletion_date", "modifier_indicator", "rationale")
# A start that a dated file leaves open lies before this day: CMS's own `prior to 1996`, and in the copy of the
# outpatient table before the oldest quarter it tells apart (shared/README.md).
PRIOR = dt.date(1996, 1, 1)
OUTPATIENT_COPY_FROM = dt.date(2019, 10, 1)


@dataclass(frozen=True, slots=True)
class PtpFile:
    """One file of an edition. `rows`: column1, column2, modifier_indicator, effective_date, deletion_date, rationale.

    `dated` files tell when a pair came into force, except where it did so before `known_from`; `part` is the
    number of the f-file, 0 for a table in one file.
    """

    table: str
    quarter: Quarter
    part: int
    dated: bool
    known_from: dt.date
    rows: pa.Table


def read(artefact: Artefact, report: FileReport) -> PtpFile:
    """Parse any of the layouts. Raises SourceError naming line, expected and found for a cell that is wrong."""
    if artefact.name.lower().endswith(".parquet"):
        return _copy(artefact, report)
    found = re.search(r"(ccipra|ccioph)-v\d+r\d+-f(\d+)", artefact.name, re.I)
    if found is None:
        raise SourceError(artefact.label, None, "a name like ccipra-v322r0-f1.txt", artefact.name)
    text, first_line = (_xlsx if artefact.name.lower().endswith(".xlsx") else _txt)(artefact)
    rows = _typed(artefact, text, first_line)
    report.read = report.kept = rows.num_rows
    return PtpFile(TABLES[found[1].lower()], quarter_of(artefact), int(found[2]), True, PRIOR, rows)


def _copy(artefact: Artefact, report: FileReport) -> PtpFile:
    """A Parquet copy: the columns it lost are null."""
    try:
        copied = pq.read_table(io.BytesIO(artefact.content))
    except (pa.ArrowInvalid, OSError) as error:
        raise SourceError(artefact.label, None, "a Parquet file", str(error).splitlines()[0]) from error
    have = set(copied.column_names)
    missing = {"column1", "column2", "modifier_indicator"} - have
    if missing:
        raise SourceError(artefact.label, None, f"a column {min(missing)}", ", ".join(copied.column_names))
    kinds = {"effective_date": "date", "deletion_date": "date", "rationale": "varchar"}
    columns = ", ".join(f"{c if c in have else 'null'}::{kind} as {c}" for c, kind in kinds.items())
    rows = _query(
        f"select column1, column2, modifier_indicator::utinyint as modifier_indicator, {columns} from t", copied
    )
    text = _query("select column1, column2, modifier_indicator::varchar as modifier_indicator from t", rows)
    _refuse_bad_cells(artefact, text, 1, ("column1", "column2", "modifier_indicator"))
    report.read = report.kept = rows.num_rows
    table = "outpatient" if "outpatient" in artefact.name.lower() else "practitioner"
    dated = "effective_date" in have
    quarter = quarter_of(artefact)
    return PtpFile(table, quarter, 0, dated, OUTPATIENT_COPY_FROM if dated else quarter.first_day, rows)


def _txt(artefact: Artefact) -> tuple[pa.Table, int]:
    """(text columns, line of the first row): header lines end at the one that starts `Column 1`."""
    lines = artefact.text.split("\n", 40)[:40]
    header = next((n for n, line in enumerate(lines) if line.lower().startswith("column 1\t")), None)
    if header is None:
        raise SourceError(artefact.label, None, "a header line that starts with Column 1, tab-delimited", "none")
    # The header of CMS's file runs over several lines, which leave the first column empty.
    first = next((n for n in range(header + 1, len(lines)) if lines[n].split("\t")[0].strip()), None)
    if first is None:
        raise SourceError(artefact.label, header + 2, "a row with two codes", "none")
    body = artefact.text.split("\n", first)[-1] if first else artefact.text
    try:
        table = pa_csv.read_csv(
            io.BytesIO(body.encode()),
            read_options=pa_csv.ReadOptions(column_names=list(COLUMNS), use_threads=False),
            parse_options=pa_csv.ParseOptions(delimiter="\t", quote_char=False),
            convert_options=pa_csv.ConvertOptions(column_types=dict.fromkeys(COLUMNS, pa.string())),
        )
    except pa.ArrowInvalid as error:
        raise SourceError(artefact.label, None, f"{len(COLUMNS)} tab-delimited columns", str(error)) from error
    return table, first + 1


def _xlsx(artefact: Artefact) -> tuple[pa.Table, int]:
    try:
        sheet = openpyxl.load_workbook(io.BytesIO(artefact.content), read_only=True).worksheets[0]
        rows = list(sheet.iter_rows(values_only=True, max_col=len(COLUMNS)))
    except (OSError, KeyError, ValueError, IndexError, zipfile.BadZipFile) as error:
        raise SourceError(artefact.label, None, "an xlsx workbook", str(error)) from error
    header = next((n for n, row in enumerate(rows[:40]) if str(row[0]).lower().startswith("column 1")), None)
    if header is None:
        raise SourceError(artefact.label, None, "a header row that starts with Column 1", "none")
    first = next(
        (n for n in range(header + 1, len(rows)) if rows[n][0] is not None and str(rows[n][0]).strip()), len(rows)
    )
    texts = [[_cell(cell) for cell in row] for row in rows[first:] if row[0] is not None]
    columns = list(zip(*texts, strict=True)) if texts else [()] * len(COLUMNS)
    return pa.table(
        {name: pa.array(column, pa.string()) for name, column in zip(COLUMNS, columns, strict=True)}
    ), first + 1


def _cell(cell: object) -> str:
    """The text of a cell; a code that Excel made a number has its zeros put back, which is certain for codes."""
    return (
        f"{cell:05d}"
        if isinstance(cell, int) and cell < 10000 and cell > 9
        else ""
        if cell is None
        else str(cell).strip()
    )


# Column -> what a good cell matches, in SQL over the text, and in words.
CHECKS = {
    "column1": ("regexp_full_match(column1, '[0-9A-Z][0-9A-Z]{3}[0-9A-Z]')", "a five-character code"),
    "column2": ("regexp_full_match(column2, '[0-9A-Z][0-9A-Z]{3}[0-9A-Z]') and column2 <> column1", "another code"),
    "effective_date": ("try_strptime(effective_date, '%Y%m%d') is not null", "a date as yyyymmdd"),
    "deletion_date": ("deletion_date = '*' or try_strptime(deletion_date, '%Y%m%d') is not null", "yyyymmdd or *"),
    "modifier_indicator": ("modifier_indicator in ('0', '1', '9')", "0, 1 or 9"),
}


def _typed(artefact: Artefact, text: pa.Table, first_line: int) -> pa.Table:
    _refuse_bad_cells(artefact, text, first_line, tuple(CHECKS))
    return _query(
        """select column1, column2, modifier_indicator::utinyint as modifier_indicator,
            case when prior_1996 = '*' then null else strptime(effective_date, '%Y%m%d')::date end as effective_date,
            try_strptime(deletion_date, '%Y%m%d')::date as deletion_date, nullif(trim(rationale), '') as rationale
        from t""",
        text,
    )


def _refuse_bad_cells(artefact: Artefact, text: pa.Table, first_line: int, columns: tuple[str, ...]) -> None:
    for column in columns:
        good, expected = CHECKS[column]
        bad = _query(
            f"""select line, found from (select row_number() over () as line, {column} as found, {good} as good from t)
            where good is not true order by line limit 1""",
            text,
        ).to_pylist()
        if bad:
            line = first_line + bad[0]["line"] - 1
            raise SourceError(artefact.label, line, f"{column} as {expected}", repr(bad[0]["found"]))


def copied(connection: duckdb.DuckDBPyConnection, name: str, rows: pa.Table) -> None:
    """`rows` as a table of `connection`.

    Never query an Arrow table where it lies: DuckDB 2.0 loses `is null` conditions of a left join on it
    (eight of 1.7 million edits went missing that way).
    """
    connection.register("arrow_rows", rows)
    connection.execute(f"create table {name} as select * from arrow_rows")
    connection.unregister("arrow_rows")


def _query(sql: str, t: pa.Table) -> pa.Table:
    """The result of `sql` over the table `t`, in its order."""
    connection = duckdb.connect()
    copied(connection, "t", t)
    return connection.sql(sql).to_arrow_table()
