"""`medpay_cli.audit`: a charge list as a Python caller holds it in; relations of its lines and findings out."""

from __future__ import annotations

import datetime as dt
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from medpay_cli.auditing.audit import Audit, judge
from medpay_cli.auditing.engine import Choice
from medpay_cli.auditing.limits import EngineLimits
from medpay_cli.dataset.codes import dollars
from medpay_cli.dataset.places import PlaceQuery
from medpay_cli.errors import RequestError
from medpay_cli.intake.arguments import day
from medpay_cli.intake.columns import known_mapping
from medpay_cli.pricing.request import pos_of

# Argument for an option of the command that is named otherwise.
ARGUMENTS = {
    "map": "mapping",
    "dos": "date",
    "zip": "zip_code",
    "date-format": "date_order",
    "locality/--mac": "locality",
}


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
    amount may differ. `memory_limit` ('1GB'), `threads` and `temp_dir` bound the engine.

    Returns an Audit: `lines()`, a row for every line of the list, and `findings()` are DuckDB relations, `summary` the
    counts. Raises RequestError for what is no charge list, and for a wrong argument. Rules: `medpay_cli/rules`.
    """
    try:
        return judge(
            _given(charges),
            mapping=known_mapping((mapping or {}).items()),
            date=day(date),
            place=PlaceQuery(locality=_said(locality), zip_code=_said(zip_code)),
            pos=pos_of(_said(pos)),
            date_order=date_order,
            choice=Choice(_listed(select), _listed(ignore), dollars(str(tolerance), "tolerance")),
            engine=EngineLimits(memory_limit, threads, Path(temp_dir) if temp_dir is not None else None),
        )
    except RequestError as error:
        raise RequestError(_of_arguments(str(error))) from error


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


def _said(value: str | int | None) -> str | None:
    return None if value is None else str(value)


def _listed(rules: str | Iterable[str]) -> tuple[str, ...]:
    texts = [rules] if isinstance(rules, str) else list(rules)
    return tuple(part.strip().upper() for text in texts for part in text.split(",") if part.strip())


def _of_arguments(message: str) -> str:
    """An error of the command in words of the call."""
    return re.sub(
        r"--([a-z]+(?:[-/]-*[a-z]+)*)", lambda found: ARGUMENTS.get(found[1], found[1].replace("-", "_")), message
    )
