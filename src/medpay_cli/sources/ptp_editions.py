"""From the PTP files read to the `ptp` and `ptp_edition` tables: which editions count, and how two are merged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa

from medpay_cli.dataset.schema import TABLES
from medpay_cli.errors import RequestError, SourceError
from medpay_cli.sources.ptp import OUTPATIENT_COPY_FROM, PtpFile, copied
from medpay_cli.sources.quarter import Quarter

STEPS = Path(__file__).parent
# Every dated row at hand is from this day on, and none of them contradicts another (docs/data.md). Older history
# has not been seen with its dates, so an overlap there is let through rather than refuse a genuine file.
ONE_WAY_FROM = OUTPATIENT_COPY_FROM


# CMS cuts a table into the files f1 to f4; nothing in a file says how many there are (docs/decisions.md).
PARTS = 4


class Edition(NamedTuple):
    """All files of one table and quarter."""

    table: str
    quarter: Quarter
    dated: bool
    files: list[PtpFile]

    @property
    def rows(self) -> pa.Table:
        """The rows of every file."""
        return pa.concat_tables([file.rows for file in self.files])


def editions(files: Sequence[PtpFile]) -> list[Edition]:
    """The editions, by table and quarter; of one quarter CMS's f-files win over a copy, a dated copy over another."""
    grouped: dict[tuple[str, Quarter], list[PtpFile]] = defaultdict(list)
    for file in files:
        grouped[file.table, file.quarter].append(file)
    found = []
    for (table, quarter), every in sorted(grouped.items()):
        parts = [file for file in every if file.part] or sorted(every, key=lambda file: not file.dated)[:1]
        found.append(Edition(table, quarter, parts[0].dated, sorted(parts, key=lambda part: part.part)))
    return found


def refuse_missing_parts(files: Sequence[PtpFile]) -> None:
    """Raise RequestError for an edition of which an f-file is missing: its pairs would be answered with "no edit"."""
    for edition in editions(files):
        have = {file.part for file in edition.files}
        missing = set() if have == {0} else set(range(1, max(PARTS, *have) + 1)) - have
        if missing:
            raise RequestError(
                f"NCCI PTP {edition.table} {edition.quarter.name} is incomplete: CMS's files f1 to f{max(PARTS, *have)}"
                f" are needed, {_listed(missing)} missing, found {_listed(have)} only"
            )


def _listed(parts: set[int]) -> str:
    return ", ".join(f"f{part}" for part in sorted(parts))


def ptp_tables(files: Sequence[PtpFile]) -> tuple[list[dict[str, Any]], pa.Table]:
    """(rows of `ptp_edition`, the table `ptp` sorted by its key).

    Of one table the newest dated edition is enough: it holds the history. Without one, the oldest edition
    gives the history and the newest what is in force now; what lies between is marked as inferred. Raises
    SourceError for an edition that contradicts itself.
    """
    rows, parts = [], []
    every = editions(files)
    for table in sorted({edition.table for edition in every}):
        mine = [edition for edition in every if edition.table == table]
        older = next((edition for edition in reversed(mine) if edition.dated), mine[0])
        newer = mine[-1] if mine[-1].quarter > older.quarter else None
        for edition in filter(None, (older, newer)):
            refuse_conflicts(edition)
            rows.append(
                {
                    "edit_table": table,
                    "edition": edition.quarter.name,
                    "effective_from": edition.quarter.first_day,
                    "effective_through": edition.quarter.last_day,
                    "dated": edition.dated,
                }
            )
        parts.append(_merged(older, newer))
    return rows, pa.concat_tables(parts) if parts else _empty()


def refuse_conflicts(edition: Edition) -> None:
    """Raise SourceError where a pair stands twice with one date, or in both directions in force on one day."""
    connection = duckdb.connect()
    copied(connection, "row", edition.rows)
    connection.execute("create table edition as select row_number() over () - 1 as n, * from row")
    connection.execute(
        "create table span as select ?::date as known_from, ?::date as through, ?::date as one_way_from",
        [min(file.known_from for file in edition.files), edition.quarter.last_day, ONE_WAY_FROM],
    )
    conflict = connection.execute((STEPS / "ptp_conflict.sql").read_text(encoding="utf-8")).fetchone()
    if conflict is None:
        return
    place, expected, found = conflict
    for file in edition.files:
        if place < file.rows.num_rows:
            raise SourceError(file.label, file.first_line + place, expected, found)
        place -= file.rows.num_rows


def _merged(older: Edition, newer: Edition | None) -> pa.Table:
    connection = duckdb.connect()
    copied(connection, "older", older.rows)
    copied(connection, "newer", newer.rows if newer else older.rows.slice(0, 0))
    connection.execute(
        """create table span as select ?::varchar as older_name, ?::date as older_through, ?::date as known_from,
            ?::varchar as newer_name, ?::date as newer_from, ?::date as newer_through""",
        [
            older.quarter.name,
            older.quarter.last_day,
            min(file.known_from for file in older.files),
            newer.quarter.name if newer else None,
            newer.quarter.first_day if newer else None,
            newer.quarter.last_day if newer else None,
        ],
    )
    merge = (STEPS / "ptp_merge.sql").read_text(encoding="utf-8")
    columns = ", ".join(f"{name}::{kind} as {name}" for name, kind in TABLES["ptp"].columns.items())
    key = ", ".join(f"{name} nulls first" for name in TABLES["ptp"].key)
    return connection.sql(
        f"select {columns} from (select '{older.table}' as edit_table, * from ({merge})) order by {key}"
    ).to_arrow_table()


def _empty() -> pa.Table:
    columns = ", ".join(f"null::{kind} as {name}" for name, kind in TABLES["ptp"].columns.items())
    return duckdb.connect().sql(f"select {columns} where false").to_arrow_table()
