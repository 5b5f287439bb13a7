"""Which NCCI editions answer for a date of service, and which dates they do not answer for."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from medpay_cli.dataset.store import table_sql
from medpay_cli.errors import RequestError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# NCCI edits began (PM 2026, introduction; RULES.md 10.1).
BEGAN = dt.date(1996, 1, 1)


class Editions(NamedTuple):
    """The PTP editions whose edits were looked at for a date, and what is uncertain about them."""

    names: tuple[str, ...]
    warnings: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """`2024Q3 and 2026Q3`."""
        return " and ".join(self.names)


class _Edition(NamedTuple):
    name: str
    effective_from: dt.date
    effective_through: dt.date
    dated: bool


def editions_for(connection: DuckDBPyConnection, day: dt.date, table: str) -> Editions:
    """The editions that answer for `day`: the one in force, else its neighbours.

    An edition lists deleted edits too, so it answers for days before it, back to the first deletion it lists; the
    newest one answers to the end of its year, as a fee-schedule release does. Reads table `ptp_edition` of the
    connection. Raises RequestError for other days.
    """
    loaded = [
        _Edition(*row)
        for row in connection.execute(
            "select edition, effective_from, effective_through, dated from ptp_edition"
            " where edit_table = ? order by effective_from",
            [table],
        ).fetchall()
    ]
    if not loaded:
        raise RequestError(f"no NCCI edits for {table} claims are loaded")
    newest = loaded[-1]
    if day < loaded[0].effective_from or day > newest.effective_through:
        first = _first_day(connection, table, loaded[0])
        last = dt.date(newest.effective_through.year, 12, 31)
        if not first <= day <= last:
            every = " and ".join(edition.name for edition in loaded)
            raise RequestError(
                f"no {table} NCCI edits are loaded for {day}: {every} answer dates from {first} to {last}"
            )
    dated = [edition.name for edition in loaded if edition.dated]
    if dated:
        names = tuple(dated[-1:])
    else:
        before = [edition.name for edition in loaded if edition.effective_from <= day][-1:]
        after = [edition.name for edition in loaded if edition.effective_from > day][:1]
        exact = any(edition.effective_from <= day <= edition.effective_through for edition in loaded)
        names = tuple(before if exact else before + after)
    return Editions(names, _warnings(loaded, newest, day, names))


def _warnings(loaded: list[_Edition], newest: _Edition, day: dt.date, names: tuple[str, ...]) -> tuple[str, ...]:
    """What no record can say, for `no edit` has none."""
    if day > newest.effective_through:
        return (
            f"NCCI edition {newest.name} is the newest loaded:"
            f" edits that began or ended after {newest.effective_through} are not known",
        )
    if len(names) > 1:
        return (
            f"no edition between {' and '.join(names)} is loaded: an edit that came and went between them is not known",
        )
    return ()


def _first_day(connection: DuckDBPyConnection, table: str, oldest: _Edition) -> dt.date:
    """The first day whose edits are all known, in force or deleted since."""
    row = connection.execute(
        f"select min(deletion_date) from ({table_sql('ptp', ('edit_table', 'deletion_date'))}) where edit_table = ?",
        [table],
    ).fetchone()
    deleted = row[0] if row else None
    return oldest.effective_from if deleted is None else max(BEGAN, deleted)
