"""Judges a charge list: findings, and what is expected for each line, as tables of one connection."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from medpay_cli.auditing.engine import Choice, run
from medpay_cli.auditing.findings import Severity, batches, findings_sql
from medpay_cli.auditing.limits import EngineLimits, apply, spill_parent
from medpay_cli.auditing.record import FindingRecord
from medpay_cli.dataset import places
from medpay_cli.dataset.literals import identifier, literal
from medpay_cli.dataset.nearest import did_you_mean
from medpay_cli.dataset.places import PlaceQuery
from medpay_cli.dataset.releases import parse_date
from medpay_cli.dataset.store import connect, table_sql
from medpay_cli.errors import RequestError
from medpay_cli.intake.alike import pair_up
from medpay_cli.intake.columns import overlooked
from medpay_cli.intake.lines import ALONE, DATE_ORDERS, Defaults, grouping, read_lines
from medpay_cli.intake.load import Loaded, load, load_table

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, DuckDBPyRelation

# From here on a claim is so large that it is more likely a wrong grouping than a claim.
LARGE_CLAIM = 1000
# Lines judged at a time, and lines that are told what was judged: what bounds the memory.
JUDGED_A_PART = 500_000
LINES_A_PART = 1_000_000
# Column -> SQL over `charge_line`: what the engines and the conditions over lines read, beside line, claim and date.
# Visits in global periods look beyond a claim, and a row by itself is not alike: those are asked of every line.
SAME = {
    **{name: name for name in ("hcpcs", "modifiers", "units", "minutes", "pos", "setting", "locality_key")},
    **{name: name for name in ("place_uncertain", "charge")},
    # An add-on code that no claim is known of may have its primary code in another line.
    "alone": f"starts_with(claim, '{ALONE}')",
}
# Folders of answers that nobody has closed: a relation may be read after its Audit is forgotten.
_SPILLED: set[tempfile.TemporaryDirectory[str]] = set()
# What is added to each line of the input, and where it comes from; FULL only when asked for.
RESULTS = {"expected": "p.expected", "outcome": "p.outcome", "reason": "p.reason", "findings": "p.rules"}
FULL = {
    "code": "c.hcpcs",
    "modifiers": "c.modifiers",
    "units": "c.units",
    "date": "c.date",
    "charge": "c.charge",
    "locality": "p.locality_key",
    "setting": "p.setting",
    "release": "p.release",
    "status": "p.status",
    "fee": "p.fee",
    "allowed": "p.allowed",
    "medicare_pays": "p.medicare_pays",
    "at_stake": "p.at_stake",
    "confidence": "p.confidence",
}


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts of an audit; `at_stake` dollars, no line counted twice."""

    rows: int
    lines: int
    claims: int
    findings: Mapping[str, int]
    outcomes: Mapping[str, int]
    expected: Decimal
    at_stake: Decimal


@dataclass(frozen=True, slots=True)
class Audit:
    """A charge list that has been audited: `lines()` and `findings()` are its DuckDB relations, `summary` its counts.

    `notes` say what was assumed. The relations read `connection` (tables `charge_line`, `line_result`, `list_finding`)
    and end with `close()`, or with the `with` block; they have `.to_arrow_table()`, `.df()` and `.pl()`.
    """

    connection: DuckDBPyConnection
    loaded: Loaded
    summary: Summary
    notes: tuple[str, ...]
    folder: tempfile.TemporaryDirectory[str]

    def __enter__(self) -> Audit:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Forget the answer and what of it lies on the disk."""
        self.connection.close()
        _SPILLED.discard(self.folder)
        self.folder.cleanup()

    def worst(self) -> int:
        """Rank of the worst finding (Severity.rank), 0 when there is none."""
        rows = self.connection.execute("select distinct severity from list_finding").fetchall()
        return max((Severity(severity).rank for (severity,) in rows), default=0)

    def lines(self, *, full: bool = False) -> DuckDBPyRelation:
        """Every line of the list in its order: its own columns, then `medpay_` columns (more of them with `full`).

        `medpay_expected` is dollars that Medicare is expected to allow, null where nothing is or only the MAC knows.
        """
        import_module("duckdb")
        return self.connection.sql(self.lines_sql(full=full))

    def findings(self) -> DuckDBPyRelation:
        """Every finding in the order of the lines, the columns of FindingRecord; `codes` joined by commas."""
        import_module("duckdb")
        return self.connection.sql(findings_sql(self.loaded.files))

    def records(self) -> Iterator[FindingRecord]:
        """Every finding as a record, in the order of the lines."""
        for batch in batches(self.connection, self.loaded.files):
            yield from batch

    def lines_sql(self, *, full: bool = False) -> str:
        """SQL of every line of the input in order: its own columns, then `medpay_` columns of RESULTS (and FULL)."""
        results = RESULTS | FULL if full else RESULTS
        taken = {f"medpay_{name}" for name in results}
        own = []
        for i, name in enumerate(self.loaded.names, 1):
            unique = name or f"column{i}"
            while unique.lower() in taken:
                unique += "_"
            taken.add(unique.lower())
            kind = self.loaded.types[i - 1]
            own.append(f"r.own_{i}{kind and f'::{kind}'} as {identifier(unique)}")
        added = [f"{column} as medpay_{name}" for name, column in results.items()]
        return (
            f"select {', '.join([*own, *added])}"
            " from line_result as p join charge_row as r on r.rowid + 1 = p.line"
            f"{' join charge_line as c on c.line = p.line' if full else ''} order by p.line"
        )


def judge(
    charges: str | Sequence[str] | Any,
    *,
    mapping: Mapping[str, str] | None = None,
    date: dt.date | str | None = None,
    place: PlaceQuery | None = None,
    pos: str | None = None,
    date_order: str | None = None,
    choice: Choice | None = None,
    engine: EngineLimits | None = None,
    progress: Callable[[str], None] = lambda text: None,
) -> Audit:
    """Judge `charges` line by line: what Medicare is expected to allow, deny or question.

    They are a file, several, or a table with `__arrow_c_stream__`. `mapping` names the column of a field
    (`{"code": "CPT_CD"}`) where no alias of RULES.md 7.2 does. `date`, `place` and `pos` hold where a row has none.
    `date_order` ('mdy' or 'dmy') reads dates with slashes. `progress` is told what is being done.
    Raises RequestError for a file that cannot be read as a table, and for what the call itself has wrong.
    """
    if date_order not in (None, *DATE_ORDERS):
        raise RequestError(f"--date-format {date_order}: write mdy (month first) or dmy (day first)")
    limits = engine or EngineLimits()
    chosen = _known(choice or Choice())
    connection = connect()
    # Lives as long as the answer: tables that do not fit in memory lie there.
    folder = tempfile.TemporaryDirectory(prefix="medpay-", dir=spill_parent(limits))
    try:
        apply(connection, limits, Path(folder.name))
        progress("reading the list")
        (unpacked := Path(folder.name) / "input").mkdir()
        if hasattr(charges, "__arrow_c_stream__"):
            loaded = load_table(connection, charges, mapping or {})
        else:
            loaded = load(connection, [charges] if isinstance(charges, str) else charges, mapping or {}, unpacked)
        shutil.rmtree(unpacked)
        defaults, notes = _defaults(connection, loaded, date, place, pos, date_order)
        [(rows,)] = connection.execute("select count(*) from charge_row").fetchall()
        read_lines(connection, loaded, defaults)
        judged = pair_up(connection, "charge_line", SAME, "readable")
        parts = max(-(-judged // JUDGED_A_PART), -(-rows // LINES_A_PART), 1)
        progress(f"judging {rows:,} lines")
        untold = run(
            connection,
            chosen,
            parts,
            lambda part, parts: progress(f"judged {rows * part // parts:,} of {rows:,} lines"),
        )
        summary = _summary(connection)
    except BaseException:
        connection.close()
        folder.cleanup()
        raise
    _SPILLED.add(folder)
    notes += overlooked(loaded.names, loaded.fields)
    notes.append(f"claims are grouped {grouping(loaded.fields)}")
    notes.extend(_large_claims(connection))
    if untold:
        notes.append(f"no line has a modifier: missing ones are not told ({', '.join(untold)})")
    return Audit(connection, loaded, summary, tuple(notes), folder)


def _defaults(
    connection: DuckDBPyConnection,
    loaded: Loaded,
    date: dt.date | str | None,
    place: PlaceQuery | None,
    pos: str | None,
    date_order: str | None,
) -> tuple[Defaults, list[str]]:
    """What holds where a row says nothing, and the words for what is assumed. Raises RequestError."""
    notes = []
    day = parse_date(date, "date") if isinstance(date, str) else date
    if day is None and "date" not in loaded.fields:
        day = dt.date.today()
        notes.append(f"no column of dates, no --dos: every line is taken as of today, {day}")
    where = places.resolve(connection, place or PlaceQuery())
    if len(where.keys) > 1:
        raise RequestError(where.hint)
    if where.keys[0] == places.NATIONAL and not loaded.fields.keys() & {"locality", "zip", "state"}:
        notes.append("no place given: amounts are national (GPCI 1.000); name it with --locality or --zip")
    notes.extend(where.notes)
    if pos is None and not loaded.fields.keys() & {"pos", "setting"}:
        notes.append("no place of service given: non-facility rates; name it with --pos")
    return Defaults(day, pos, where.keys[0], where.uncertain, date_order), notes


def _known(choice: Choice) -> Choice:
    """The choice, whose rules exist. Raises RequestError for the beginning of no rule."""
    if not choice.select and not choice.ignore:
        return choice
    rules = [rule for (rule,) in connect().execute(f"select id from ({table_sql('rule', ('id',))})").fetchall()]
    for beginning in (*choice.select, *choice.ignore):
        if not any(rule.startswith(beginning) for rule in rules):
            raise RequestError(
                f"no rule begins with {beginning}{did_you_mean(beginning, rules)} (medpay rules lists them)"
            )
    return choice


def _summary(connection: DuckDBPyConnection) -> Summary:
    def counts(sql: str) -> dict[str, int]:
        return dict(connection.execute(sql).fetchall())

    def one(sql: str) -> Decimal:
        [(value,)] = connection.execute(sql).fetchall()
        return Decimal(value or 0)

    return Summary(
        rows=int(one("select count(*) from charge_row")),
        lines=int(one("select count(*) from charge_line")),
        claims=int(one("select count(distinct (claim, date)) from charge_line where readable")),
        findings=counts("select rule, count(*) from list_finding group by rule order by 2 desc, 1"),
        outcomes=counts("select outcome, count(*) from line_result group by outcome order by 2 desc, 1"),
        expected=one("select sum(expected) from line_result"),
        at_stake=one("select sum(at_stake) from line_result"),
    )


def _large_claims(connection: DuckDBPyConnection) -> list[str]:
    rows = connection.execute(
        "select claim, date, count(*) from charge_line where readable group by all"
        f" having count(*) > {literal(LARGE_CLAIM)} order by 3 desc limit 1"
    ).fetchall()
    return [f"one claim has {count:,} lines ({claim}, {date}): is it really one claim?" for claim, date, count in rows]
