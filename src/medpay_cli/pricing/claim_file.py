"""The lines of a file of claims, as intake reads any charge list: what is said of each, and what of it is wrong."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
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


# The claim of lines whose file names none.
ONLY = "'1'"
CLAIM = (
    "coalesce(nullif(c.claim_text, ''),"
    " if(c.patient_text <> '', concat_ws(' ', c.patient_text, nullif(c.provider_text, '')), ''))"
)
# Lines priced at a time, those of a claim together: what bounds the memory.
LINES_A_PART = 20_000


class ClaimFile(NamedTuple):
    """The lines in the temp table file_row; `named`: a column says what is one claim; `unused` columns by name."""

    connection: DuckDBPyConnection
    lines: int
    claims: int
    parts: int
    named: bool
    unused: list[str]

    def rows(self, part: int) -> list[Row]:
        """The lines of a part of the claims, in the order of the file."""
        cursor = self.connection.execute(
            f"select f.* exclude (part, alone) from file_row as f where part = {part} order by line"
        )
        names = [column[0] for column in cursor.description or []]
        return [_trimmed(dict(zip(names, row, strict=True))) for row in cursor.fetchall()]


def read(
    connection: DuckDBPyConnection,
    file: str,
    defaults: Defaults,
    mapping: Mapping[str, str],
) -> ClaimFile:
    """The lines of `file` (a path, or `-` for stdin), with `defaults` where they say nothing.

    A row has the columns READ of intake's charge_line, the texts of TEXTS as `<name>_text`, `minutes_text`, those of
    OWN, and `claim`, what it is billed with: its claim's name, else its patient's and provider's; all lines are one
    claim without either. Raises RequestError for what cannot be read as a table.
    """
    if defaults.date_order not in (None, *DATE_ORDERS):
        raise RequestError(f"--date-format {defaults.date_order}: write mdy (month first) or dmy (day first)")
    with tempfile.TemporaryDirectory(prefix="medpay-") as folder:
        loaded = load(connection, [file], mapping, Path(folder))
    read_lines(connection, loaded, defaults)
    own = _own(loaded)
    texts = {"minutes_text": loaded.fields.get("minutes"), **{name: own.get(name) for name in OWN}}
    given = [f"{'null' if place is None else f'own_{place + 1}'}::varchar as {name}" for name, place in texts.items()]
    columns = [f"c.{name}" for name in READ] + [f"g.{name}_text" for name in TEXTS] + given
    named = bool(loaded.fields.keys() & {"claim", "patient"})
    claim = CLAIM if named else ONLY
    columns += [f"{claim} as claim", f"if({claim} = '', c.line, null) as alone"]
    connection.execute(
        f"create or replace temp table file_line as select {', '.join(columns)}"
        " from charge_line as c join given as g using (line) join charge_row as r on r.rowid + 1 = c.line"
    )
    # A part takes the claims in the order of their first lines; lines that name no claim are no claim together.
    connection.execute(
        f"""create or replace temp table file_row as
        with claim as (
            select claim, alone, min(line) as first_line, count(*) as lines from file_line group by all
        ), dealt as (
            select claim, alone, (sum(lines) over (order by first_line) - lines) // {LINES_A_PART} as part from claim
        )
        select f.*, d.part::bigint as part
        from file_line as f join dealt as d on d.claim = f.claim and d.alone is not distinct from f.alone"""
    )
    [(lines, claims, parts)] = connection.execute(
        "select count(*), count(distinct claim), max(part) + 1 from file_row"
    ).fetchall()
    if not lines:
        raise RequestError(f"{'stdin' if file == STDIN else file}: no charge lines below the header")
    used = {position for field, position in loaded.fields.items() if field not in UNUSED} | set(own.values())
    unused = [name for i, name in enumerate(loaded.names) if i not in used and name]
    return ClaimFile(connection, lines, claims, parts, named, unused)


def _trimmed(row: dict[str, Any]) -> Row:
    return row | {name: (row[name] or "").strip() or None for name in ("minutes_text", *OWN)}


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
