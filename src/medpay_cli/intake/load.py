"""Loads charge lists into the temp table `charge_row`: every row of the files as text, with file and line number."""

from __future__ import annotations

import glob
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from medpay_cli.dataset.literals import identifier, literal
from medpay_cli.errors import RequestError
from medpay_cli.intake.columns import mapping, no_code_column, normalised
from medpay_cli.intake.layout import Layout, layout
from medpay_cli.intake.plain import STDIN, is_parquet, plain_text, save_stdin
from medpay_cli.intake.rewrite import rewrite

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


# Types whose text gives the value back.
_PLAIN = re.compile(
    r"U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|UINTEGER|DECIMAL\(.*\)|DOUBLE|FLOAT|BOOLEAN|DATE|TIME|TIMESTAMP(_\w+)?"
)


class Loaded(NamedTuple):
    """What was loaded: the files by `file` of `charge_row`, the names of their columns (`own_1` ...), what is what."""

    files: tuple[str, ...]
    names: tuple[str, ...]
    fields: Mapping[str, int]
    # The type each column came with, '' for text and where files differ: every cell is text in `charge_row`.
    types: tuple[str, ...]


def load(connection: DuckDBPyConnection, files: Sequence[str], asked: Mapping[str, str], folder: Path) -> Loaded:
    """Make `charge_row` (file, file_line, extra_cells, own_1 ...) of `files`; `folder` takes temporary files.

    A file may be a pattern (`*.csv`) or `-`. Files may have different columns: those that mean the same, or are
    named the same, become one. Raises RequestError for a file that cannot be read as a table.
    """
    tables = [_table(connection, file, path, asked, folder) for file, path in named_files(files, folder)]
    names, positions = _union(tables)
    own = ", ".join(f"own_{i + 1} varchar" for i in range(len(names)))
    connection.execute(
        f"create or replace temp table charge_row (file smallint, file_line bigint, extra_cells integer, {own})"
    )
    for number, (table, places) in enumerate(zip(tables, positions, strict=True)):
        given = {place: i for i, place in enumerate(places)}
        columns = ", ".join(f"cell_{given[i] + 1}" if i in given else "null" for i in range(len(names)))
        _load(connection, table, f"{number}::smallint", columns, folder)
    fields = {
        field: places[position]
        for table, places in zip(tables, positions, strict=True)
        for field, position in table.fields.items()
    }
    return Loaded(tuple(table.file for table in tables), names, fields, _types(tables, positions, len(names)))


def load_table(connection: DuckDBPyConnection, table: Any, asked: Mapping[str, str]) -> Loaded:
    """Make `charge_row` of a table with `__arrow_c_stream__`, read once. Raises RequestError: no column of codes."""
    import duckdb

    relation = isinstance(table, duckdb.DuckDBPyRelation)
    # A relation of another connection comes as a stream, never whole.
    connection.register("given_table", table.to_arrow_reader() if relation else table)
    try:
        # Once: a stream has one reading. A condition over a registered table has lost rows (docs/decisions.md).
        connection.execute("create temp table table_row as select * from given_table")
    except duckdb.Error as error:
        raise RequestError(f"the table cannot be read ({str(error).splitlines()[0]})") from error
    names, types = _described(connection, "table_row")
    fields = mapping(names, asked)
    if "code" not in fields:
        raise no_code_column("the table", names)
    own = ", ".join(f"own_{i + 1}" for i in range(len(names)))
    connection.execute(
        f"create temp table charge_row as select 0::smallint as file, rowid + 1 as file_line, 0 as extra_cells, {own}"
        f" from (select rowid, {_as_text(names)} from table_row) as t(rowid, {own}) order by 2"
    )
    connection.execute("drop table table_row")
    return Loaded(("table",), names, fields, types)


def named_files(files: Sequence[str], folder: Path) -> Iterator[tuple[str, Path]]:
    """(name for messages, path) of each file that `files` name. Raises RequestError for one that is not there."""
    for file in files:
        if file == STDIN:
            yield "stdin", save_stdin(folder)
            continue
        path = Path(file)
        if path.is_dir():
            raise RequestError(f"{file} is a folder: name its files, such as {file.rstrip('/')}/*.csv")
        if path.exists():
            yield file, path
            continue
        # Path.glob takes no absolute patterns.
        found = sorted(glob.glob(file, recursive=True))  # noqa: PTH207
        if not found:
            raise RequestError(f"no file {file}" + (" matches" if glob.has_magic(file) else ""))
        yield from ((each, Path(each)) for each in found if Path(each).is_file())


def describe(connection: DuckDBPyConnection, file: str, path: Path, asked: Mapping[str, str], folder: Path) -> Layout:
    """How one file would be read: for a mapping to be shown. Raises RequestError."""
    return _table(connection, file, path, asked, folder)


def _table(connection: DuckDBPyConnection, file: str, path: Path, asked: Mapping[str, str], folder: Path) -> Layout:
    if not is_parquet(path):
        return layout(file, plain_text(file, path, folder), asked)
    import duckdb

    try:
        names, types = _described(connection, f"select * from read_parquet({literal(_escaped(path))})")
    except duckdb.Error as error:
        raise RequestError(f"{file}: damaged Parquet file ({str(error).splitlines()[0]})") from error
    fields = mapping(names, asked)
    if "code" not in fields:
        raise no_code_column(file, names)
    return Layout(file, path, "", 0, names, fields, types)


def _described(connection: DuckDBPyConnection, what: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Names and types of the columns; a type that is not written as plain text is called ''."""
    rows = connection.execute(f"describe {what}").fetchall()
    return tuple(name for name, *_ in rows), tuple(kind if _PLAIN.fullmatch(kind) else "" for _, kind, *_ in rows)


def _types(tables: Sequence[Layout], positions: Sequence[list[int]], count: int) -> tuple[str, ...]:
    """The type of each column of the union: the one all files that have it agree on."""
    kinds: list[set[str]] = [set() for _ in range(count)]
    for table, places in zip(tables, positions, strict=True):
        for i, place in enumerate(places):
            kinds[place].add(table.types[i] if table.types else "")
    return tuple(kind.pop() if len(kind) == 1 else "" for kind in kinds)


def _as_text(names: Sequence[str]) -> str:
    return ", ".join(f"{identifier(name)}::varchar" for name in names)


def _union(tables: Sequence[Layout]) -> tuple[tuple[str, ...], list[list[int]]]:
    """The names of all columns, and for each table where its own stand among them."""
    names: list[str] = []
    place_of: dict[tuple[str, int], int] = {}
    positions = []
    for table in tables:
        field_of = {position: field for field, position in table.fields.items()}
        seen: dict[str, int] = {}
        places = []
        for i, name in enumerate(table.names):
            key = f"field {field_of[i]}" if i in field_of else normalised(name)
            seen[key] = seen.get(key, 0) + 1
            if (key, seen[key]) not in place_of:
                place_of[key, seen[key]] = len(names)
                names.append(name)
            places.append(place_of[key, seen[key]])
        positions.append(places)
    return tuple(names), positions


def _load(connection: DuckDBPyConnection, table: Layout, file: str, columns: str, folder: Path) -> None:
    if not table.delimiter:
        aliases = ", ".join(f"cell_{i + 1}" for i in range(len(table.names)))
        connection.execute(
            f"insert into charge_row select {file}, row_number() over (), 0, {columns}"
            f" from (select {_as_text(table.names)} from read_parquet({literal(_escaped(table.path))})) as t({aliases})"
        )
    elif not _load_strictly(connection, table, file, columns):
        _load_rewritten(connection, table, file, columns, folder)


def _load_strictly(connection: DuckDBPyConnection, table: Layout, file: str, columns: str) -> bool:
    """Load a clean file as DuckDB reads it, in parallel; False (and nothing loaded) when it is not clean.

    Clean: every row has the header's cells, and every line is a row, so that line numbers are known.
    """
    import duckdb

    if table.header_line == 0:
        return False
    source = _reader(table.path, table.delimiter, table.header_line, _cells(table))
    before = _count(connection)
    try:
        connection.execute("begin")
        connection.execute(
            f"insert into charge_row select {file}, row_number() over () + {table.header_line}, 0, {columns}"
            f" from {source}"
        )
        clean = _count(connection) - before == _line_count(table.path) - table.header_line
    except duckdb.Error:
        clean = False
    connection.execute("commit" if clean else "rollback")
    return clean


def _load_rewritten(connection: DuckDBPyConnection, table: Layout, file: str, columns: str, folder: Path) -> None:
    clean = rewrite(table, folder / "rewritten.csv")
    # A character may take four bytes, and quotes are doubled; DuckDB's own limit is 2 MB.
    size = f", max_line_size={clean.longest * 8 + 4096}" if clean.longest > 200_000 else ""
    source = _reader(clean.path, ",", 0, ["file_line", "extra_cells", *_cells(table)], size)
    connection.execute(
        f"insert into charge_row select {file}, file_line::bigint, extra_cells::integer, {columns} from {source}"
    )
    clean.path.unlink()


def _cells(table: Layout) -> list[str]:
    return [f"cell_{i + 1}" for i in range(len(table.names))]


def _reader(path: Path, delimiter: str, skip: int, names: Sequence[str], more: str = "") -> str:
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in names)
    return (
        f"read_csv({literal(_escaped(path))}, auto_detect=false, header=false, skip={skip},"
        f" delim={literal(delimiter)}, quote='\"', escape='\"', columns={{{columns}}}{more})"
    )


def _escaped(path: Path) -> str:
    """The path as DuckDB's pattern that matches nothing else."""
    return "".join(f"[{character}]" if character in "*?[" else character for character in str(path))


def _count(connection: DuckDBPyConnection) -> int:
    [(count,)] = connection.execute("select count(*) from charge_row").fetchall()
    return int(count)


def _line_count(path: Path) -> int:
    """Lines of the file, as a line feed ends them."""
    lines, last = 0, b"\n"
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 22):
            lines += chunk.count(b"\n")
            last = chunk[-1:]
    return lines + (last != b"\n")
