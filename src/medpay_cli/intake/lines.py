"""Reads the rows of `charge_row` into the temp table `charge_line`, a typed line each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from medpay_cli.dataset.literals import literal
from medpay_cli.dataset.steps import compose, read_step
from medpay_cli.dataset.store import table_sql
from medpay_cli.errors import RequestError
from medpay_cli.intake.columns import CODES, MODIFIERS
from medpay_cli.intake.load import Loaded

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

HERE = Path(__file__).parent
STEPS = ("code_reading", "date_reading", "place_reading", "charge_line")
DATE_ORDERS = ("mdy", "dmy")
# What the claim of a line begins with that stands alone; no file has that character.
ALONE = "line" + chr(31)
# Kinds of code as lists call them: those that the fee schedule knows, and those it cannot (revenue codes, drugs, groups
# of diagnoses ...). A kind that is neither says nothing.
OURS = "'HCPCS', 'CPT', 'HCPC', 'CPT4', 'CPTHCPCS', 'HCPCSCPT', 'CDT'"
OTHERS = "RC|REV|REVENUECODE|NDC|UPC|ICD.*|.*DRG|CDM|LOCAL|APC|EAPC|CMG|HIPPS"
# Columns of `given` that are plain text, by the field they come from.
TEXTS = ("units", "date", "pos", "setting", "charge", "claim", "patient", "provider", "locality", "mac", "zip", "state")


class Defaults(NamedTuple):
    """What holds where a row says nothing, and how dates with slashes are to be read (mdy, dmy; None: find out)."""

    date: dt.date | None = None
    pos: str | None = None
    locality_key: str = "0000000"
    place_uncertain: bool = False
    date_order: str | None = None


def read_lines(connection: DuckDBPyConnection, loaded: Loaded, defaults: Defaults) -> None:
    """Make `charge_line` from `charge_row`.

    Raises RequestError when the order of day and month is not known.
    """
    connection.execute(f"create or replace temp view given as {_given(loaded)}")
    order = _date_order(connection, defaults.date_order) if "date" in loaded.fields else None
    connection.execute(
        "create or replace temp table reading_choice as select"
        f" {literal(order)}::varchar as date_order, {literal(str(defaults.date) if defaults.date else None)}::date as"
        f" default_date, {literal(defaults.pos)}::varchar as default_pos, {literal(defaults.locality_key)} as"
        f" default_locality, {literal(defaults.place_uncertain)} as default_place_uncertain, {literal(ALONE)} as alone"
    )
    places = [
        ("locality", table_sql("locality", ("locality_key",))),
        ("zip_locality", f"select zip, mac || locality as locality_key, plus_four from ({table_sql('zip_locality')})"),
        # A state names a place only where it lies in one locality.
        (
            "state_locality",
            "select state, min(mac || locality) as locality_key, false as plus_four"
            f" from ({table_sql('zip_locality')}) group by state having count(distinct mac || locality) = 1",
        ),
    ]
    steps = [*places, *((name, read_step(HERE, name)) for name in STEPS)]
    connection.execute(f"create or replace temp table charge_line as {compose(steps, 'select * from charge_line')}")


def _given(loaded: Loaded) -> str:
    """The rows of `charge_row` under the names of the fields, trimmed; blank rows and repeated headers left out."""
    columns = {field: f"own_{position + 1}" for field, position in loaded.fields.items()}

    def text(field: str) -> str:
        return f"nullif(trim({columns[field]}), '')" if field in columns else "null::varchar"

    given = [text(field) for field in MODIFIERS if field in columns]
    modifiers = f"nullif(concat_ws(' ', {', '.join(given)}), '')" if given else "null::varchar"
    selected = [
        "rowid + 1 as line",
        *("file", "file_line", "extra_cells"),
        *_code(columns, text),
        f"{modifiers} as modifier_text",
        *(f"{text(field)} as {field}_text" for field in TEXTS),
        f"{_number(text('units'), 'decimal(18, 3)')} as units",
        *(f"{_money(text(field))} as {field}" for field in ("charge", "paid", "allowed")),
        f"try_cast({text('minutes')} as integer) as minutes",
    ]
    code = columns["code"]
    header = literal(loaded.names[loaded.fields["code"]].strip().lower())
    filled = " or ".join(f"own_{i + 1} is not null and trim(own_{i + 1}) <> ''" for i in range(len(loaded.names)))
    kept = f"({filled}) and lower(trim({code})) is distinct from {header}"
    return f"select {', '.join(selected)} from charge_row where {kept}"


def _code(columns: Mapping[str, str], text: Callable[[str], str]) -> tuple[str, str]:
    """Of the codes of a row the first that is HCPCS, else the first of no other kind, else the first there is.

    The second column is the kind of that last one, as the list calls it.
    """
    pairs = [(text(code), text(kind)) for code, kind in CODES if code in columns]
    if len(pairs) == 1 and "codetype" not in columns:
        return f"{text('code')} as code_text", "null::varchar as code_kind"
    kinds = [(code, kind, f"regexp_replace(upper({kind}), '[^A-Z0-9]', '', 'g')") for code, kind in pairs]
    ours = [f"case when {plain} in ({OURS}) then {code} end" for code, _, plain in kinds]
    other = [f"coalesce(regexp_full_match({plain}, '{OTHERS}'), false)" for _, _, plain in kinds]
    free = [f"case when not {is_other} then {code} end" for (code, *_), is_other in zip(kinds, other, strict=True)]
    any_code = [code for code, *_ in kinds]
    kind = " ".join(f"when {code} is not null then {kind}" for code, kind, _ in kinds)
    return (
        f"coalesce({', '.join([*ours, *free, *any_code])}) as code_text",
        f"case when coalesce({', '.join([*ours, *free])}) is null then case {kind} end end as code_kind",
    )


def _number(text: str, kind: str) -> str:
    form = "-?[0-9]{1,12}(\\.[0-9]*)?|-?\\.[0-9]+"
    return f"case when regexp_full_match({text}, '{form}') then try_cast({text} as {kind}) end"


def _money(text: str) -> str:
    """Dollars: a sign, thousands in commas, or parentheses for what is taken back."""
    plain = f"regexp_replace({text}, '[^0-9.]', '', 'g')"
    sign = f"case when {text} like '%(%' or {text} like '%-%' then '-' else '' end"
    form = "[-($ ]*([0-9]{1,10}|[0-9]{1,3}(,[0-9]{3})*)?(\\.[0-9]{0,2}0*)?[-) ]*"
    return (
        f"case when regexp_full_match({text}, '{form}') and regexp_matches({text}, '[0-9]')"
        f" then try_cast({sign} || {plain} as decimal(12, 2)) end"
    )


def _date_order(connection: DuckDBPyConnection, asked: str | None) -> str | None:
    """mdy or dmy as the dates show; None when no date has slashes. Raises RequestError where they do not tell."""
    if asked is not None:
        return asked
    mdy, dmy, either, example, slashed = connection.execute(read_step(HERE, "date_order")).fetchall()[0]
    if not slashed:
        return None
    if mdy and not dmy:
        return "mdy"
    if dmy and not mdy:
        return "dmy"
    if mdy and dmy:
        raise RequestError(
            "some dates can only be month/day, others only day/month: say which with --date-format mdy or dmy"
        )
    if not either:
        # 05/05/2026 is the same day in both.
        return "mdy"
    raise RequestError(f"the dates may be month/day or day/month ({example}): say which with --date-format mdy or dmy")


def grouping(fields: Mapping[str, int]) -> str:
    """Words for what groups the lines into claims."""
    if "claim" in fields:
        return "by claim number and date"
    if "patient" not in fields:
        return "each line alone: no claim or patient column, so edits between lines are not checked"
    return "by patient, provider and date" if "provider" in fields else "by patient and date: no provider column"
