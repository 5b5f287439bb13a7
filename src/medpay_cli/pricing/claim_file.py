"""The lines of a file of claims, as intake reads any charge list: what is said of each, and what of it is wrong."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from medpay_cli.dataset import codes, releases
from medpay_cli.errors import RequestError
from medpay_cli.intake.columns import normalised
from medpay_cli.intake.lines import DATE_ORDERS, Defaults, read_lines
from medpay_cli.intake.load import Loaded, load
from medpay_cli.intake.plain import STDIN
from medpay_cli.pricing.request import PriceRequest

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Row = Mapping[str, Any]
# Columns that only claims have, by their normalised names.
OWN = {"provider_type": ("providertype", "practitioner"), "deductible": ("deductible",)}
# Fields of intake that say nothing about what is allowed.
UNUSED = ("paid", "allowed")
READ = (
    *("line", "file_line", "extra_cells", "code_problem", "hcpcs", "modifiers", "modifier_count", "units"),
    *("units_problem", "charge", "charge_problem", "date", "date_problem", "pos", "setting", "locality_key"),
    *("place_uncertain", "claim_text", "patient_text", "provider_text", "reversal"),
)
TEXTS = ("code", "units", "date", "charge", "setting", "locality", "mac", "zip", "state")


class ClaimFile(NamedTuple):
    """The lines in the order of the file; `named`: a column says what is one claim; `unused` columns by name."""

    rows: list[Row]
    named: bool
    unused: list[str]


def read(
    connection: DuckDBPyConnection,
    file: str,
    defaults: Defaults,
    mapping: Mapping[str, str],
) -> ClaimFile:
    """The lines of `file` (a path, or `-` for stdin), with `defaults` where they say nothing.

    A row has the columns READ of intake's charge_line, the texts of TEXTS as `<name>_text`, `minutes_text`, and those
    of OWN. Raises RequestError for what cannot be read as a table.
    """
    if defaults.date_order not in (None, *DATE_ORDERS):
        raise RequestError(f"--date-format {defaults.date_order}: write mdy (month first) or dmy (day first)")
    with tempfile.TemporaryDirectory(prefix="medpay-") as folder:
        loaded = load(connection, [file], mapping, Path(folder))
    read_lines(connection, loaded, defaults)
    own = _own(loaded)
    texts = {"minutes_text": loaded.fields.get("minutes"), **{name: own.get(name) for name in OWN}}
    given = [f"{'null' if place is None else f'own_{place + 1}'}::varchar as {name}" for name, place in texts.items()]
    cursor = connection.execute(
        f"select {', '.join([f'c.{name}' for name in READ] + [f'g.{name}_text' for name in TEXTS] + given)}"
        " from charge_line as c join given as g using (line)"
        " join charge_row as r on r.rowid + 1 = c.line order by c.line"
    )
    names = [column[0] for column in cursor.description or []]
    rows = [_trimmed(dict(zip(names, row, strict=True)), texts) for row in cursor.fetchall()]
    if not rows:
        raise RequestError(f"{'stdin' if file == STDIN else file}: no charge lines below the header")
    used = {position for field, position in loaded.fields.items() if field not in UNUSED} | set(own.values())
    unused = [name for i, name in enumerate(loaded.names) if i not in used and name]
    return ClaimFile(rows, bool(loaded.fields.keys() & {"claim", "patient"}), unused)


def _trimmed(row: dict[str, Any], texts: Iterable[str]) -> Row:
    return row | {name: (row[name] or "").strip() or None for name in texts}


def _own(loaded: Loaded) -> dict[str, int]:
    plain = [normalised(name) for name in loaded.names]
    taken = set(loaded.fields.values())
    return {
        name: plain.index(alias)
        for name, aliases in OWN.items()
        for alias in aliases
        if alias in plain and plain.index(alias) not in taken
    }


def refuse(row: Row, request: PriceRequest) -> None:
    """Raises RequestError with what makes the line unreadable; the first thing is enough."""
    if row["code_text"] is None:
        raise RequestError("the line names no code")
    if row["extra_cells"]:
        raise RequestError("the line has more cells than the header has names: a comma in a text without quotes?")
    if row["code_problem"] is not None:
        codes.parse_line(row["code_text"])
        raise RequestError(f"{row['code_text']!r} is not a code")
    if row["modifier_count"] > codes.MAX_MODIFIERS:
        raise RequestError(f"{row['modifier_count']} modifiers: a line has at most {codes.MAX_MODIFIERS}")
    if row["reversal"]:
        raise RequestError("negative units or dollars: the undoing of another line, which is not priced")
    if row["units_problem"] is not None:
        codes.units(row["units_problem"])
        raise RequestError(f"{row['units_problem']!r} is not a number of units")
    if row["charge_problem"] is not None:
        codes.dollars(row["charge_problem"])
        raise RequestError(f"{row['charge_problem']!r} is not a charge in dollars")
    if row["date_problem"]:
        releases.parse_date(row["date_problem"], "date")
        raise RequestError(f"date {row['date_problem']!r} cannot be read")
    if row["date_problem"] is not None and request.release is None:
        raise RequestError("the line has no date: name one with --dos, or a release")
    if row["setting_text"] is not None and row["setting"] is None:
        raise RequestError(f"setting {row['setting_text']!r}: write facility or nonfacility")
