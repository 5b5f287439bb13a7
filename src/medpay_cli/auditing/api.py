"""`medpay_cli.audit`: a charge list as a Python caller holds it in; relations of its lines and findings out."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from medpay_cli.auditing.audit import Audit, judge
from medpay_cli.auditing.engine import Choice, beginnings
from medpay_cli.auditing.limits import EngineLimits
from medpay_cli.dataset.codes import dollars
from medpay_cli.dataset.places import PlaceQuery
from medpay_cli.errors import RequestError
from medpay_cli.intake.arguments import as_arguments, day, said
from medpay_cli.intake.columns import known_mapping
from medpay_cli.pricing.request import pos_of


def audit(
    charges: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] | Any,
    *,
    mapping: Mapping[str, str] | None = None,
    date: dt.date | str | None = None,
    locality: str | int | None = None,
    zip_code: str | int | None = None,
    pos: str | int | None = None,
    date_order: str | None = None,
    select: str | Iterable[str] = (),
    ignore: str | Iterable[str] = (),
    tolerance: Decimal | int | str = "0.05",
    memory_limit: str | None = None,
    threads: int | None = None,
    temp_dir: str | os.PathLike[str] | None = None,
) -> Audit:
    """Judge a charge list line by line: what Medicare is expected to allow, what it will deny, reduce or question.

    `charges` is a path or pattern (csv, text, xlsx, Parquet, also .gz and .zst), several of them, a DuckDB relation, or
    a table that exports itself as an Arrow stream (pyarrow, polars, pandas). Columns are found by their usual names;
    `mapping` names others (`{"code": "CPT_CD"}`). `date`, `locality` (seven digits) or `zip_code`, and `pos` hold where
    a row has none; without a place amounts are national. `date_order` ('mdy' or 'dmy') reads dates with slashes.
    `select` and `ignore` choose rules by the beginning of their ids; `tolerance` is dollars that a paid or allowed
    amount may differ. `memory_limit` ('3GB' when not named), `threads` and `temp_dir` bound the engine.

    Returns an Audit: `lines()`, a row for every line of the list, and `findings()` are DuckDB relations, `summary` the
    counts. Raises RequestError for what is no charge list, and for a wrong argument. Rules: `medpay_cli/rules`.
    """
    # There is no argument for a MAC alone.
    with as_arguments({"locality/--mac": "locality"}):
        return judge(
            _given(charges),
            mapping=known_mapping((mapping or {}).items()),
            date=day(date),
            place=PlaceQuery(locality=said(locality), zip_code=said(zip_code)),
            pos=pos_of(said(pos)),
            date_order=date_order,
            choice=Choice(beginnings(_texts(select)), beginnings(_texts(ignore)), dollars(str(tolerance), "tolerance")),
            engine=EngineLimits(memory_limit, threads, Path(temp_dir) if temp_dir is not None else None),
        )


def _given(charges: Any) -> Any:
    """The charges as `judge` takes them: a table, or paths as texts. Raises RequestError."""
    if hasattr(charges, "__arrow_c_stream__"):
        return charges
    if isinstance(charges, str | os.PathLike):
        return [os.fspath(charges)]
    if isinstance(charges, Iterable) and not isinstance(charges, bytes | Mapping):
        paths = list(charges)
        if paths and all(isinstance(path, str | os.PathLike) for path in paths):
            return [os.fspath(path) for path in paths]
    raise RequestError(
        f"charges: give a path, several, a DuckDB relation or an Arrow table, not {type(charges).__name__}"
    )


def _texts(rules: str | Iterable[str]) -> Iterable[str]:
    return [rules] if isinstance(rules, str) else rules
