"""Puts steps in the order their headers ask for, and makes them: inlined, or as temp tables where they say so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from typing import TYPE_CHECKING

from medpay_cli.dataset.steps import compose, read_by
from medpay_cli.engine.step import Step
from medpay_cli.errors import DatasetError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def ordered(steps: Iterable[Step], wanted: Sequence[str]) -> list[Step]:
    """The steps that `wanted` need, each after those it reads; what is no step must be a table of the connection.

    Raises DatasetError where steps read each other in a circle.
    """
    by_name = {step.name: step for step in steps}
    done: dict[str, Step] = {}
    open_names: list[str] = []

    def visit(name: str) -> None:
        if name in done or name not in by_name:
            return
        if name in open_names:
            raise DatasetError(f"steps read each other: {' -> '.join([*open_names, name])}")
        open_names.append(name)
        for read in by_name[name].inputs:
            visit(read)
        open_names.pop()
        done[name] = by_name[name]

    for name in wanted:
        visit(name)
    return list(done.values())


def materialize(connection: DuckDBPyConnection, steps: Iterable[Step], wanted: Sequence[str]) -> None:
    """Make `wanted`, and every step on the way that says so, as temp tables; the others are inlined."""
    pending: list[Step] = []
    for step in ordered(steps, wanted):
        if step.materialize or step.name in wanted:
            # The step itself comes last, so that the names it reads are those before it.
            sql = compose([(each.name, each.sql) for each in (*pending, step)], f"select * from {step.name}")
            connection.execute(f"create or replace temp table {step.name} as {sql}")
        else:
            pending.append(step)


def make_table(
    connection: DuckDBPyConnection, name: str, steps: Sequence[tuple[str, str]], read: Set[str] | None = None
) -> None:
    """Make step `name` of `steps` as a temp table, with those of its columns that are in `read`; None is all."""
    whole = f"select * from {name}"
    listed = "*"
    if read is not None:
        nothing = connection.execute(f"{compose(read_by(steps, whole), whole)} limit 0").description or []
        listed = ", ".join(column for column, *_ in nothing if column in read)
    final = f"select {listed} from {name}"
    connection.execute(f"create or replace temp table {name} as {compose(read_by(steps, final), final)}")
