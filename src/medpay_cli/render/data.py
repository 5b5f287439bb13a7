"""The dataset as a document: releases and editions, tables, sources, and what is known to be missing."""

from __future__ import annotations

from collections.abc import Sequence

from medpay_cli.dataset.contents import DataRecord
from medpay_cli.render.document import Block, Column, Document, Fine, Grid, Heading, Notes, Verdict

EDITIONS = ("release", "ncci", "laboratory")


def shown(records: Sequence[DataRecord]) -> Document:
    """Everything `medpay data` tells."""
    [dataset] = [record for record in records if record.kind == "dataset"]
    editions = [record for record in records if record.kind in EDITIONS]
    blocks: Document = [Heading("Dataset", f"{dataset.name} ({dataset.detail})")]
    blocks.append(
        Grid(
            [Column("Edition"), Column("From"), Column("Through"), Column("Released"), Column("Rows", True)],
            [
                [r.name, _day(r.effective_from), _day(r.effective_through), _day(r.released_on), _n(r.rows)]
                for r in editions
            ],
        )
    )
    blocks += _named(records, "table", "Tables")
    blocks += _named(records, "source", "CMS files it was built from")
    gaps = [record.detail for record in records if record.kind == "gap"]
    if gaps:
        blocks += [Heading("Known gaps"), Notes(gaps)]
    return [*blocks, Fine(""), *(Fine(record.detail) for record in records if record.kind == "notice")]


def checked(records: Sequence[DataRecord], sound: bool) -> Document:
    """What `medpay data verify` found."""
    columns = [Column("File"), Column("Rows", True), Column("Bytes", True), Column("Found", flexible=True)]
    rows = [[f"{r.name}.parquet", _n(r.rows), _n(r.bytes), r.detail] for r in records]
    verdict = f"{len(records)} files are as the manifest says" if sound else "The dataset is damaged"
    return [Grid(columns, rows), Verdict(verdict, sound)]


def _named(records: Sequence[DataRecord], kind: str, title: str) -> list[Block]:
    mine = [record for record in records if record.kind == kind]
    columns = [Column("File"), Column("Rows", True), Column("Bytes", True), Column("sha256"), Column("", flexible=True)]
    return [Heading(title), Grid(columns, [[r.name, _n(r.rows), _n(r.bytes), r.sha256 or "", r.detail] for r in mine])]


def _day(date: object) -> str:
    return "" if date is None else str(date)


def _n(number: int | None) -> str:
    return "" if number is None else f"{number:,}"
