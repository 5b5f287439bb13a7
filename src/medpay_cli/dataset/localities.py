"""Payment localities by name, state, ZIP code, county or number, with the key that pins one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from medpay_cli.dataset.nearest import did_you_mean
from medpay_cli.dataset.places import ZIP_STATES
from medpay_cli.dataset.store import connect, table_sql
from medpay_cli.errors import RequestError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# CMS's files name states by letters only; where a locality is named for a part, the state's name is in no column.
STATES = {
    "ALABAMA": "AL", "ALASKA": "AK", "ARIZONA": "AZ", "ARKANSAS": "AR", "CALIFORNIA": "CA", "COLORADO": "CO",
    "CONNECTICUT": "CT", "DELAWARE": "DE", "DISTRICT OF COLUMBIA": "DC", "FLORIDA": "FL", "GEORGIA": "GA",
    "GUAM": "GU", "HAWAII": "HI", "IDAHO": "ID", "ILLINOIS": "IL", "INDIANA": "IN", "IOWA": "IA", "KANSAS": "KS",
    "KENTUCKY": "KY", "LOUISIANA": "LA", "MAINE": "ME", "MARYLAND": "MD", "MASSACHUSETTS": "MA", "MICHIGAN": "MI",
    "MINNESOTA": "MN", "MISSISSIPPI": "MS", "MISSOURI": "MO", "MONTANA": "MT", "NEBRASKA": "NE", "NEVADA": "NV",
    "NEW HAMPSHIRE": "NH", "NEW JERSEY": "NJ", "NEW MEXICO": "NM", "NEW YORK": "NY", "NORTH CAROLINA": "NC",
    "NORTH DAKOTA": "ND", "OHIO": "OH", "OKLAHOMA": "OK", "OREGON": "OR", "PENNSYLVANIA": "PA", "PUERTO RICO": "PR",
    "RHODE ISLAND": "RI", "SOUTH CAROLINA": "SC", "SOUTH DAKOTA": "SD", "TENNESSEE": "TN", "TEXAS": "TX",
    "UTAH": "UT", "VERMONT": "VT", "VIRGIN ISLANDS": "VI", "VIRGINIA": "VA", "WASHINGTON": "WA",
    "WEST VIRGINIA": "WV", "WISCONSIN": "WI", "WYOMING": "WY",
}  # fmt: skip
# Words that stand beside a name and narrow nothing.
_EMPTY = {"COUNTY", "COUNTIES", "CNTY", "STATE", "CITY", "LOCALITY", "MAC", "ZIP", "OF", "AND", "THE"}


@dataclass(frozen=True, slots=True)
class LocalityRecord:
    """A payment locality of the newest loaded year; `key` is what --locality and MEDPAY_LOCALITY take.

    `matched` says by what the query means it; `counties` is CMS's text.
    """

    key: str
    mac: str
    locality: str
    state: str
    name: str
    counties: str
    gpci_work: Decimal
    gpci_pe: Decimal
    gpci_mp: Decimal
    year: int
    matched: str


def localities(query: str = "") -> list[LocalityRecord]:
    """The localities `query` can mean, the surest first; all of them, by key, without one.

    Raises RequestError, with the nearest names, when it means none.
    """
    connection = connect()
    rows: list[tuple[Any, ...]] = connection.execute(
        "select locality_key, mac, locality, state, name, counties, gpci_work, gpci_pe, gpci_mp, year"
        f" from ({table_sql('locality')}) qualify year = max(year) over () order by locality_key"
    ).fetchall()
    text = query.strip().upper()
    if not text:
        return [LocalityRecord(*(*row, "")) for row in rows]
    ways = _by_number(connection, text) if any(map(str.isdigit, text)) else _by_state(connection, text)
    found: dict[str, LocalityRecord] = {}
    for way, keys in ways:
        found |= {row[0]: LocalityRecord(*(*row, way)) for row in rows if row[0] in keys and row[0] not in found}
    words = [word for word in re.findall(r"[A-Z0-9]+", text) if word not in _EMPTY]
    for row in rows if words else []:
        own = {"name": row[4], "county": _own_counties(row[5])}
        for way, place in own.items():
            if row[0] not in found and all(_has(place, word) for word in words):
                found[row[0]] = LocalityRecord(*(*row, way))
    if not found:
        names = {word for row in rows for word in re.findall("[A-Z]{3,}", f"{row[4]} {_own_counties(row[5])}")}
        hint = next((guess for word in words if (guess := did_you_mean(word, names | STATES.keys()))), "")
        raise RequestError(f"no locality is meant by {query!r}{hint}; a name, state, ZIP code, county or number")
    return list(found.values())


def _by_number(connection: DuckDBPyConnection, text: str) -> list[tuple[str, list[str]]]:
    """Keys by key, by ZIP code, by MAC (five digits may be both) and by number."""
    exact = re.fullmatch(r"(\d{5})-?(?:[A-Z]{2}-)?(\d{2})", text)
    if exact:
        return [("key", [exact[1] + exact[2]])]
    digits = re.fullmatch(r"(\d{5})(?:-?\d{4})?", text)
    if digits:
        zips = connection.execute(
            f"select mac || locality, plus_four from ({table_sql('zip_locality')}) where zip = ?", [digits[1]]
        ).fetchall()
        by_zip = [
            (f"ZIP {digits[1]}{', split by its last four digits' if split else ''}", [key]) for key, split in zips
        ]
        macs = connection.execute(f"select distinct locality_key from ({table_sql('locality')}) where mac = ?", [text])
        return [*by_zip, (f"MAC {text}", [key for (key,) in macs.fetchall()])]
    if re.fullmatch(r"\d{1,2}", text):
        keys = connection.execute(
            f"select distinct locality_key from ({table_sql('locality')}) where locality = ?", [text.zfill(2)]
        )
        return [(f"number {text.zfill(2)}", [key for (key,) in keys.fetchall()])]
    return []


def _by_state(connection: DuckDBPyConnection, text: str) -> list[tuple[str, list[str]]]:
    """Keys of a state by its letters or name, from the ZIP codes: localities cross state lines (RULES.md 3.3)."""
    state = STATES.get(text, text)
    if len(state) != 2:
        return []
    asked = ZIP_STATES.get(state, (state,))
    rows = connection.execute(
        f"select mac || locality as key, count(*) from ({table_sql('zip_locality')})"
        f" where state in ({', '.join('?' for _ in asked)}) group by key order by count(*) desc, key",
        list(asked),
    ).fetchall()
    return [(f"{count:,} ZIP codes of {state}", [key]) for key, count in rows]


def _own_counties(text: str) -> str:
    """The counties a locality has: what CMS says it has not (`ALL COUNTIES EXCEPT ...`) is left out."""
    return re.split(r",?\s*\bEXCEPT\b", text or "")[0]


def _has(place: str, word: str) -> bool:
    """Whether a word of `place` begins with `word`; a short one must be the whole word."""
    return any(own == word or (len(word) > 3 and own.startswith(word)) for own in re.findall("[A-Z0-9]+", place))
