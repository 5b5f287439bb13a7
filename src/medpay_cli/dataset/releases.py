"""What the loaded fee-schedule releases cover, for errors and notes."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, NamedTuple

from medpay_cli.dataset.nearest import did_you_mean
from medpay_cli.dataset.store import table_sql
from medpay_cli.errors import RequestError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


class LoadedRelease(NamedTuple):
    """One loaded release: CMS's name and the quarter it came into force for."""

    name: str
    year: int
    effective_from: dt.date
    effective_through: dt.date


def loaded_releases(connection: DuckDBPyConnection) -> list[LoadedRelease]:
    """Every loaded fee-schedule release, oldest first."""
    rows = connection.execute(
        f"select release, year, effective_from, effective_through from ({table_sql('release')}) order by effective_from"
    ).fetchall()
    return [LoadedRelease(*row) for row in rows]


def unknown_release(connection: DuckDBPyConnection, name: str) -> RequestError:
    """The error for `--release NAME` that is not loaded."""
    names = [release.name for release in loaded_releases(connection)]
    return RequestError(f"no release {name!r}{did_you_mean(name, names)} (loaded: {', '.join(names)})")


def date_not_covered(connection: DuckDBPyConnection, date: dt.date) -> RequestError:
    """The error for a date of service whose year has no loaded release."""
    loaded = loaded_releases(connection)
    years = sorted({release.year for release in loaded})
    span = " to ".join(dict.fromkeys((f"{years[0]}-01-01", f"{years[-1]}-12-31")))
    return RequestError(
        f"no fee schedule of {date.year} is loaded for {date}: releases {loaded[0].name} to {loaded[-1].name}"
        f" answer dates from {span}"
    )


def parse_date(text: str, what: str = "--dos", told: list[str] | None = None) -> dt.date:
    """An ISO date; with `told`, also one in US order (07/15/2026), which then says so: nothing is guessed silently.

    Raises RequestError.
    """
    written = text.strip()
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        pass
    us = re.fullmatch(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})", written)
    if us is not None and told is not None:
        month, day, year = map(int, us.groups())
        try:
            date = dt.date(year, month, day)
        except ValueError:
            raise RequestError(
                f"{what} {text!r} is not a date in US order (month/day/year): write it as 2026-07-15"
            ) from None
        told.append(f"{what} {written} is read as {date} (month/day/year)")
        return date
    raise RequestError(f"{what} {text!r} is not a date: write it as 2026-07-15")
