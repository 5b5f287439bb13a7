"""From the ways users name a place to the 7-digit locality keys they mean. Ambiguity is kept, never resolved."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from medpay_cli.dataset.nearest import did_you_mean
from medpay_cli.dataset.store import table_sql
from medpay_cli.errors import RequestError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NATIONAL = "0000000"
# Ends an error where nothing is like what was written.
LISTED = ": `medpay localities` lists them"
# ZIP5 splits two states between former contractors' areas (RULES.md 3.3).
ZIP_STATES = {"MO": ("EM", "WM"), "KS": ("EK", "WK")}

_EXACT = re.compile(r"(\d{5})-?(?:[A-Z]{2}-)?(\d{2})")


class Places(NamedTuple):
    """The localities a request means. `uncertain`: the place rests on a guess that `notes` explains."""

    keys: tuple[str, ...]
    uncertain: bool = False
    notes: tuple[str, ...] = ()
    # Said once beside several rows: how to name just one of them.
    hint: str = ""


class PlaceQuery(NamedTuple):
    """How the user named the place; at most one of locality, zip, state and national (mac narrows the first)."""

    locality: str | None = None
    mac: str | None = None
    zip_code: str | None = None
    state: str | None = None
    national: bool = False


def resolve(connection: DuckDBPyConnection, asked: PlaceQuery) -> Places:
    """Every locality that `asked` can mean; the national amount when no place is named.

    Raises RequestError, with the nearest valid values, when it means none, and when two ways contradict.
    """
    ways = [
        name
        for name, given in (
            ("--locality/--mac", asked.locality or asked.mac),
            ("--zip", asked.zip_code),
            ("--state", asked.state),
            ("--national", asked.national),
        )
        if given
    ]
    if len(ways) > 1:
        raise RequestError(f"name one place: {' and '.join(ways)} were given together")
    if asked.zip_code:
        return _by_zip(connection, asked.zip_code.strip())
    if asked.state:
        return _by_state(connection, asked.state.strip().upper())
    if asked.locality or asked.mac:
        return _by_locality(connection, (asked.locality or "").strip().upper(), (asked.mac or "").strip())
    return Places((NATIONAL,))


def locality_names(connection: DuckDBPyConnection, keys: list[str]) -> dict[str, str]:
    """`MAC-locality name (state)` of each key, for notes and errors."""
    rows = _localities(connection)
    return {key: f"{key} {name}" for key, _, _, _, name in rows if key in keys}


def every_key(connection: DuckDBPyConnection) -> tuple[str, ...]:
    """The 7-digit key of every locality of the newest year, in their order."""
    return tuple(key for key, *_ in _localities(connection))


def _localities(connection: DuckDBPyConnection) -> list[tuple[str, str, str, str, str]]:
    """(key, MAC, number, state, name) of every locality, by key; names of the newest year."""
    return connection.execute(
        "select locality_key, any_value(mac), any_value(locality), any_value(state), max_by(name, year)"
        f" from ({table_sql('locality')}) group by locality_key order by locality_key"
    ).fetchall()


def _by_locality(connection: DuckDBPyConnection, text: str, mac: str) -> Places:
    if mac and not re.fullmatch(r"\d{5}", mac):
        raise RequestError(f"--mac {mac!r}: a MAC number has 5 digits, such as 13202")
    exact = _EXACT.fullmatch(text)
    if exact and mac in ("", exact[1]):
        # A key that does not exist is found out by the pricing itself, which saves a query when it does.
        return Places((exact[1] + exact[2],))
    rows = _localities(connection)
    of_mac = [row for row in rows if mac in ("", row[1])]
    if not of_mac:
        alike = did_you_mean(mac, {row[1] for row in rows})
        raise RequestError(f"no locality of MAC {mac!r}{alike or LISTED}")
    number = text.zfill(2) if text.isdigit() and len(text) <= 2 else None
    if number is not None:
        found = [row for row in of_mac if row[2] == number]
    else:
        words = re.findall(r"[A-Z0-9]+", text)
        found = [row for row in of_mac if all(word in f"{row[0]} {row[3]} {row[4].upper()}" for word in words)]
    if not found:
        where = f" of MAC {mac}" if mac else ""
        known = {row[2] for row in of_mac} | {row[0] for row in of_mac} | {row[4].upper() for row in of_mac}
        valid = "a 7-digit key (1320201), a number (01) or part of a name (manhattan)"
        raise RequestError(f"no locality{where} matches {text!r}{did_you_mean(text, known) or ': write ' + valid}")
    keys = tuple(row[0] for row in found)
    if len(keys) == 1:
        return Places(keys)
    if not text:
        what = f"MAC {mac} has"
    elif number is not None:
        what = f"locality number {number} is not unique: it is the number of"
    else:
        what = f"{text!r} matches"
    pin = f"pin one with --locality {keys[0]}, --mac {keys[0][:5]} or MEDPAY_LOCALITY={keys[0]}"
    return Places(keys, hint=f"{what} {len(keys)} localities; {pin}")


def not_a_locality(connection: DuckDBPyConnection, key: str) -> RequestError:
    """The error for a 7-digit key that no locality has."""
    rows = _localities(connection)
    same_number = [row[0] for row in rows if row[1] == key[:5]]
    if same_number:
        hint = f"; MAC {key[:5]} has {', '.join(same_number[:8])}"
    else:
        hint = did_you_mean(key, [row[0] for row in rows]) or LISTED
    return RequestError(f"no locality {key[:5]}-{key[5:]}{hint}")


def _by_zip(connection: DuckDBPyConnection, text: str) -> Places:
    found = re.fullmatch(r"(\d{5})(?:-?\d{4})?", text)
    if found is None:
        hint = f"; did you mean {text.zfill(5)}?" if re.fullmatch(r"\d{3,4}", text) else ""
        raise RequestError(f"--zip {text!r}: a ZIP code has 5 digits{hint}")
    code = found[1]
    row = connection.execute(
        f"select mac || locality, plus_four from ({table_sql('zip_locality')}) where zip = ?", [code]
    ).fetchone()
    if row is None:
        raise RequestError(
            f"ZIP {code} is not in CMS's ZIP code file (its newest ZIPs may be missing); name the locality"
        )
    key, split = row
    if not split:
        return Places((key,))
    return Places((key,), True, (_split_note(connection, code, key),))


def _split_note(connection: DuckDBPyConnection, code: str, key: str) -> str:
    """Why a plus-four ZIP is uncertain, with the localities of ZIPs that share its first three digits."""
    near = connection.execute(
        f"select distinct mac || locality from ({table_sql('zip_locality')}) where zip between ? and ? order by 1",
        [code[:3] + "00", code[:3] + "99"],
    ).fetchall()
    others = locality_names(connection, [other for (other,) in near if other != key])
    candidates = f"; its neighbours are in {', '.join(others.values())}" if others else ""
    return (
        f"ZIP {code} is split between localities by its last four digits, which this data lacks: "
        f"priced at CMS's main locality {key}{candidates}"
    )


def _by_state(connection: DuckDBPyConnection, state: str) -> Places:
    # Not from GPCI: localities cross state lines, and GPCI lists Northern Virginia under DC only.
    rows = connection.execute(
        "select state, mac || locality as key, count(*) as zips"
        f" from ({table_sql('zip_locality')}) group by state, key order by key"
    ).fetchall()
    asked = ZIP_STATES.get(state, (state,))
    keys = tuple(dict.fromkeys(key for found, key, _ in rows if found in asked))
    if not keys:
        known = {found for found, _, _ in rows} | ZIP_STATES.keys()
        raise RequestError(
            f"--state {state!r}: not a state or territory of CMS's ZIP code file{did_you_mean(state, known)}"
            " (write two letters, such as VA)"
        )
    if len(keys) == 1:
        return Places(keys)
    pin = f"pin one with --locality {keys[0]} or --zip"
    return Places(keys, hint=f"{state} lies in {len(keys)} localities; {pin}")
