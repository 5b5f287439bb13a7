"""Two files that hold one table (CMS's zips carry text and workbook) must say the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from medpay_cli.errors import SourceError
from medpay_cli.sources.fields import FileReport

Row = dict[str, Any]


def check_same_rows(
    label: str, report: FileReport, first: Sequence[Row], second: Sequence[Row], key: Sequence[str], words: str
) -> None:
    """Raise SourceError where `label` (rows `second`) differs from the file read before it (rows `first`).

    `key` are the columns that identify a row. The column `words` holds free text: a difference there is a remark.
    """
    known = {tuple(row[name] for name in key): row for row in first}
    found = {tuple(row[name] for name in key): row for row in second}
    other_words = 0
    for place in sorted(known.keys() | found.keys()):
        a, b = known.get(place), found.get(place)
        name = " ".join(str(part) for part in place)
        if a is None or b is None:
            raise SourceError(label, None, "the rows of the file read before it", f"{name} in only one of them")
        for column in a.keys() - {words}:
            if a[column] != b[column]:
                raise SourceError(label, None, f"{name} with {column} {a[column]}, as read before", str(b[column]))
        other_words += a[words] != b[words]
    report.remarks.append(f"agrees with the file read before it, {other_words} texts aside")
