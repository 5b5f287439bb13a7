"""CMS's quarterly PTP files, text and workbook, as columns of text: headings found by what they say.

The heading of a column runs over several lines: `Deletion`, `Date`, `*=no data` below each other in the text file,
one cell with line breaks in some workbooks. Those lines leave the first column empty, so rows begin where it is not.
"""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.csv as pa_csv

from medpay_cli.errors import SourceError
from medpay_cli.sources.artefact import Artefact
from medpay_cli.sources.fields import DOS_END_OF_FILE
from medpay_cli.sources.table import squeeze
from medpay_cli.sources.workbook import is_workbook, workbook_rows

# Our name -> the squeezed heading with its lines joined.
HEADINGS = {
    "column1": r"column1",
    "column2": r"column2",
    "prior_1996": r"inexistencepriorto1996",
    "effective_date": r"effectivedate",
    "deletion_date": r"deletiondate(nodata)?",
    "modifier_indicator": r"modifier(0notallowed)?(1allowed)?(9notapplicable)?",
    "rationale": r"(ptpedit)?rationale",
}
COLUMNS = tuple(HEADINGS)
# The header stands within so many lines: a copyright line and a title come before it.
HEADER_WITHIN = 40


def text_columns(artefact: Artefact) -> tuple[pa.Table, int]:
    """(COLUMNS as text, line of the first row) of a txt or xlsx f-file. Raises SourceError for another layout."""
    return (_xlsx if is_workbook(artefact) else _txt)(artefact)


def _txt(artefact: Artefact) -> tuple[pa.Table, int]:
    content = artefact.text.rstrip(DOS_END_OF_FILE)
    lines = content.split("\n", HEADER_WITHIN)[:HEADER_WITHIN]
    header = next((n for n, line in enumerate(lines) if line.lower().startswith("column 1\t")), None)
    if header is None:
        raise SourceError(artefact.label, None, "a header line that starts with Column 1, tab-delimited", "none")
    first = next((n for n in range(header + 1, len(lines)) if lines[n].split("\t")[0].strip()), None)
    if first is None:
        raise SourceError(artefact.label, header + 2, "rows below the header", "none")
    names = _names(artefact, header + 1, [line.split("\t") for line in lines[header:first]])
    try:
        table = pa_csv.read_csv(
            io.BytesIO(content.split("\n", first)[-1].encode()),
            # One thread, so that the complaint below knows its row.
            read_options=pa_csv.ReadOptions(column_names=names, use_threads=False),
            parse_options=pa_csv.ParseOptions(delimiter="\t", quote_char=False),
            convert_options=pa_csv.ConvertOptions(
                column_types=dict.fromkeys(COLUMNS, pa.string()), include_columns=list(COLUMNS)
            ),
        )
    except pa.ArrowInvalid as error:
        row = re.search(r"Row #(\d+): Expected \d+ columns, got (\d+)", str(error))
        line = first + int(row[1]) if row else None
        found = f"{row[2]} columns" if row else str(error)
        raise SourceError(artefact.label, line, f"{len(names)} tab-delimited columns", found) from error
    return table, first + 1


def _xlsx(artefact: Artefact) -> tuple[pa.Table, int]:
    rows = [[_code(cell) for cell in row] for row in workbook_rows(artefact)]
    starts = (n for n, row in enumerate(rows[:HEADER_WITHIN]) if row and squeeze(row[0]) == "column1")
    header = next(starts, None)
    if header is None:
        raise SourceError(artefact.label, None, "a header row that starts with Column 1", "none")
    first = next((n for n in range(header + 1, len(rows)) if rows[n][0]), None)
    if first is None:
        raise SourceError(artefact.label, header + 2, "rows below the header", "none")
    names = _names(artefact, header + 1, rows[header:first])
    # Excel keeps empty rows below the data: a row with nothing in it is no row.
    body = [row for row in rows[first:] if any(row)]
    columns = dict(zip(names, itertools.zip_longest(*body, fillvalue=""), strict=False))
    return pa.table({name: pa.array(columns[name], pa.string()) for name in COLUMNS}), first + 1


def _names(artefact: Artefact, line: int, header: Sequence[Sequence[str]]) -> list[str]:
    """A name for every column: ours where its heading is one of HEADINGS, else its place."""
    headings = [squeeze("".join(cells)) for cells in itertools.zip_longest(*header, fillvalue="")]
    names = [
        next((ours for ours, form in HEADINGS.items() if re.fullmatch(form, heading)), f"#{place}")
        for place, heading in enumerate(headings, 1)
    ]
    for ours, form in HEADINGS.items():
        if names.count(ours) != 1:
            raise SourceError(artefact.label, line, f"one column headed like {form!r}", str(names.count(ours)))
    return names


def _code(cell: str) -> str:
    """Excel makes 00100 the number 100: a code has five digits, so its zeros are put back.

    No other column holds a number between 10 and 9999: dates have eight digits, indicators one.
    """
    return cell.zfill(5) if cell.isdigit() and 1 < len(cell) < 5 else cell
