"""Loads charge lists into the temp table `charge_row`: every row of the files as text, with file and line number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from medpay_cli.dataset.literals import literal
from medpay_cli.errors import RequestError
from medpay_cli.intake.layout import Layout, layout
from medpay_cli.intake.rewrite import rewrite

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


class Loaded(NamedTuple):
    """What was loaded: the files, the names of their columns (`own_1` ... in `charge_row`), and what is what."""

    files: tuple[str, ...]
    names: tuple[str, ...]
    fields: Mapping[str, int]


def load(connection: DuckDBPyConnection, files: Sequence[str], asked: Mapping[str, str], folder: Path) -> Loaded:
    """Make `charge_row` (file, file_line, extra_cells, own_1 ...) of `files`; `folder` takes temporary files.

    Every file must have the columns of the first. Raises RequestError for a file that cannot be read as a table.
    """
    layouts = [layout(file, existing(file), asked) for file in files]
    first = layouts[0]
    for other in layouts[1:]:
        if other.names != first.names:
            raise RequestError(f"{other.file} has other columns than {first.file}: audit them apart")
    own = ", ".join(f"own_{i + 1} varchar" for i in range(len(first.names)))
    connection.execute(
        f"create or replace temp table charge_row (file varchar, file_line bigint, extra_cells integer, {own})"
    )
    for each in layouts:
        if not _load_strictly(connection, each):
            _load_rewritten(connection, each, folder)
    return Loaded(tuple(files), first.names, first.fields)


def existing(file: str) -> Path:
    """The path of a file that is there. Raises RequestError."""
    path = Path(file)
    if path.is_dir():
        raise RequestError(f"{file} is a folder: name its files, such as {file.rstrip('/')}/*.csv")
    if not path.exists():
        raise RequestError(f"no file {file}")
    return path


def _load_strictly(connection: DuckDBPyConnection, each: Layout) -> bool:
    """Load a clean file as DuckDB reads it, in parallel; False (and nothing loaded) when it is not clean.

    Clean: every row has the header's cells, and every line is a row, so that line numbers are known.
    """
    import duckdb

    # A name with these would be a pattern to DuckDB.
    if each.header_line == 0 or any(character in str(each.path) for character in "*?["):
        return False
    width = len(each.names)
    source = _reader(each.path, each.delimiter, each.header_line, [f"own_{i + 1}" for i in range(width)])
    before = _count(connection)
    try:
        connection.execute("begin")
        connection.execute(
            f"insert into charge_row select {literal(each.file)}, row_number() over () + {each.header_line}, 0,"
            f" * from {source}"
        )
        clean = _count(connection) - before == _line_count(each.path) - each.header_line
    except duckdb.Error:
        clean = False
    connection.execute("commit" if clean else "rollback")
    return clean


def _load_rewritten(connection: DuckDBPyConnection, each: Layout, folder: Path) -> None:
    clean = rewrite(each, folder / "rewritten.csv")
    names = ["file_line", "extra_cells", *(f"own_{i + 1}" for i in range(len(each.names)))]
    # Twice the characters: a character may take four bytes, quotes are doubled; DuckDB's own limit is 2 MB.
    size = f", max_line_size={clean.longest * 8 + 4096}" if clean.longest > 200_000 else ""
    source = _reader(clean.path, ",", 0, names, size)
    connection.execute(
        f"insert into charge_row select {literal(each.file)}, file_line::bigint, extra_cells::integer,"
        f" {', '.join(names[2:])} from {source}"
    )
    clean.path.unlink()


def _reader(path: Path, delimiter: str, skip: int, names: Sequence[str], more: str = "") -> str:
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in names)
    return (
        f"read_csv({literal(str(path))}, auto_detect=false, header=false, skip={skip}, delim={literal(delimiter)},"
        f" quote='\"', escape='\"', columns={{{columns}}}{more})"
    )


def _count(connection: DuckDBPyConnection) -> int:
    [(count,)] = connection.execute("select count(*) from charge_row").fetchall()
    return int(count)


def _line_count(path: Path) -> int:
    """Lines of the file; -1 when a line feed does not end each of them."""
    lines, last = 0, b"\n"
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 22):
            lines += chunk.count(b"\n")
            last = chunk[-1:]
    return lines + (last != b"\n")
