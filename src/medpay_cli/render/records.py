"""Records as json, jsonl, csv and tsv. Decimals are strings with the digits CMS gives; dates are ISO."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Any

from medpay_cli.intake.visible import FORMULA


def as_json(records: Sequence[Any]) -> str:
    """A JSON list of records, indented."""
    return json.dumps([_plain(record) for record in records], indent=1, ensure_ascii=False) + "\n"


def as_jsonl(records: Iterable[Any]) -> str:
    """One JSON record a line."""
    return "".join(json.dumps(_plain(record), ensure_ascii=False) + "\n" for record in records)


def as_csv(records: Sequence[Any], record_type: type) -> str:
    """A header and one row a record; lists are joined, a missing value is an empty cell."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    names = [field.name for field in fields(record_type)]
    writer.writerow(names)
    values = attrgetter(*names)
    # Half of the cells of a price list are empty, and most others text: a call for each costs a second in a million.
    writer.writerows(
        [
            "" if value is None else value if type(value) is str and value[:1] not in FORMULA else _cell(value)
            for value in values(record)
        ]
        for record in records
    )
    return out.getvalue()


def as_tsv(records: Sequence[Any], record_type: type) -> str:
    """Like as_csv with tabs between the cells and nothing quoted: a tab or line end in a cell is a blank."""
    names = [field.name for field in fields(record_type)]
    lines = ["\t".join(names)]
    for record in records:
        lines.append("\t".join(" ".join(re.split(r"[\t\r\n]+", _cell(getattr(record, name)))) for name in names))
    return "\n".join(lines) + "\n"


def _plain(value: Any) -> Any:
    """`value` in JSON's types."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    if hasattr(value, "__dataclass_fields__"):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if hasattr(value, "_asdict"):
        return {name: _plain(item) for name, item in value._asdict().items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if type(value) is str:
        return f"'{value}" if value[:1] in FORMULA else value
    if type(value) is Decimal:
        return f"{value:f}"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return _joined(value)
    return str(_plain(value))


def _joined(items: Sequence[Any]) -> str:
    """Modifiers by commas, sentences by `; `, steps as they say themselves."""
    if all(isinstance(item, str) for item in items):
        return ("," if all(len(item) == 2 for item in items) else "; ").join(items)
    return "; ".join(str(_plain(item)) if isinstance(item, date | Decimal) else str(item) for item in items)
