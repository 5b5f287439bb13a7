"""An xlsx workbook as rows of text: the cells of its first sheet as the csv of the same file would have them."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

from medpay_cli.errors import RequestError, SourceError
from medpay_cli.sources.artefact import Artefact


def is_workbook(artefact: Artefact) -> bool:
    """Whether the file's name says xlsx."""
    return artefact.name.lower().endswith(".xlsx")


def workbook_rows(artefact: Artefact) -> list[list[str]]:
    """The first sheet, every row as wide as the widest; row n of the sheet is element n - 1.

    Raises SourceError for what is no workbook, RequestError where openpyxl is not installed.
    """
    try:
        import openpyxl
    except ImportError:
        raise RequestError(
            f"{artefact.label}: reading xlsx needs openpyxl: pip install 'medpay-cli[build]', or give CMS's csv or txt"
        ) from None
    try:
        sheet = openpyxl.load_workbook(io.BytesIO(artefact.content), read_only=True).worksheets[0]
        rows = [[cell_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    except (OSError, KeyError, ValueError, IndexError, zipfile.BadZipFile) as error:
        raise SourceError(artefact.label, None, "an xlsx workbook", str(error)) from error
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


def cell_text(cell: object) -> str:
    """A cell as text: 26.0 is 26, and the noise of a binary fraction is left out (0.1 + 0.2 is 0.3)."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else format(cell, ".12g")
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ")
    return str(cell).strip()
