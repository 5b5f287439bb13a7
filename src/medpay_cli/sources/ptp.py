"""NCCI procedure-to-procedure edits: CMS's quarterly f-files (txt, xlsx) and the Parquet copies of them, checked.

A table comes in several files (f1, f2, ...); dates are yyyymmdd, `*` for none. These tables have millions of rows,
so the cells are checked by DuckDB, column by column, and only a wrong one is looked up again.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import dataclass
from typing import NamedTuple

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from medpay_cli.errors import SourceError
from medpay_cli.sources.artefact import Artefact
from medpay_cli.sources.fields import FileReport
from medpay_cli.sources.ptp_layout import text_columns
from medpay_cli.sources.quarter import Quarter, quarter_of

TABLES = {"ccipra": "practitioner", "ccioph": "outpatient"}
# A start that a dated file leaves open lies before this day: CMS's own `prior to 1996`, and in the copy of the
# outpatient table before the oldest quarter it tells apart (shared/README.md).
PRIOR = dt.date(1996, 1, 1)
OUTPATIENT_COPY_FROM = dt.date(2019, 10, 1)


class PtpName(NamedTuple):
    """What the name of a PTP file says; the text and the workbook of one f-file share it."""

    table: str
    quarter: Quarter
    # Number of the f-file, 0 for a copy of the whole table in one file.
    part: int


@dataclass(frozen=True, slots=True)
class PtpFile:
    """One file of an edition. `rows`: column1, column2, modifier_indicator, effective_date, deletion_date, rationale.

    `dated` files tell when a pair came into force, except where it did so before `known_from`; `part` is the
    number of the f-file, 0 for a table in one file. `label` and `first_line` name a row in a complaint.
    """

    table: str
    quarter: Quarter
    part: int
    dated: bool
    known_from: dt.date
    rows: pa.Table
    label: str = ""
    first_line: int = 1


def name_of(artefact: Artefact) -> PtpName:
    """Which part of which edition a file is, from its name. Raises SourceError for a name that does not say."""
    if artefact.name.lower().endswith(".parquet"):
        table = "outpatient" if "outpatient" in artefact.name.lower() else "practitioner"
        return PtpName(table, quarter_of(artefact), 0)
    found = re.search(r"(ccipra|ccioph)-v\d+r\d+-f(\d+)", artefact.name, re.I)
    if found is None:
        raise SourceError(artefact.label, None, "a name like ccipra-v322r0-f1.txt", artefact.name)
    return PtpName(TABLES[found[1].lower()], quarter_of(artefact), int(found[2]))


def read(artefact: Artefact, report: FileReport) -> PtpFile:
    """Parse any of the layouts. Raises SourceError naming line, expected and found for a cell that is wrong."""
    name = name_of(artefact)
    if name.part == 0:
        return _copy(artefact, report, name)
    text, first_line = text_columns(artefact)
    _refuse_bad_cells(artefact, text, first_line, tuple(CHECKS))
    rows = _query(TYPED, text)
    report.read = report.kept = rows.num_rows
    return PtpFile(*name, True, PRIOR, rows, artefact.label, first_line)


def _copy(artefact: Artefact, report: FileReport, name: PtpName) -> PtpFile:
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
    dated = "effective_date" in have
    known_from = OUTPATIENT_COPY_FROM if dated else name.quarter.first_day
    return PtpFile(*name, dated, known_from, rows, artefact.label)


# Column -> what a good cell matches, in SQL over the text, and in words.
CHECKS = {
    "column1": ("regexp_full_match(column1, '[0-9A-Z][0-9]{3}[0-9A-Z]')", "a five-character code"),
    "column2": ("regexp_full_match(column2, '[0-9A-Z][0-9]{3}[0-9A-Z]') and column2 <> column1", "another code"),
    "prior_1996": ("prior_1996 in ('', '*')", "blank or *"),
    # A date that `prior to 1996` makes void is still checked: `19961301` there means a damaged file.
    "effective_date": ("try_strptime(effective_date, '%Y%m%d') is not null", "a date as yyyymmdd"),
    "deletion_date": ("deletion_date = '*' or try_strptime(deletion_date, '%Y%m%d') is not null", "yyyymmdd or *"),
    "modifier_indicator": ("modifier_indicator in ('0', '1', '9')", "0, 1 or 9"),
}
TYPED = """
select
    column1,
    column2,
    modifier_indicator::utinyint as modifier_indicator,
    case when prior_1996 = '*' then null else strptime(effective_date, '%Y%m%d')::date end as effective_date,
    try_strptime(deletion_date, '%Y%m%d')::date as deletion_date,
    nullif(trim(rationale), '') as rationale
from t
"""


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
