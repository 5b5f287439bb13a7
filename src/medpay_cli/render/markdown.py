"""A document as Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from medpay_cli.intake.visible import visible
from medpay_cli.render.document import Block, Document, Fine, Grid, Heading, Notes, Trend, Verdict
from medpay_cli.render.plain import spark


def markdown(document: Document) -> str:
    """The document with headings, pipe tables and bullets."""
    return "\n\n".join("\n".join(_block(block)) for block in document) + "\n"


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield f"## {_escaped(block.text)}"
        if block.detail:
            yield from ("", _escaped(block.detail))
    elif isinstance(block, Grid):
        yield _row([column.name for column in block.columns])
        yield _row(["---:" if column.right else "---" for column in block.columns])
        for i, row in enumerate(block.rows):
            bold = block.total and i == len(block.rows) - 1
            yield _row([f"**{cell}**" if bold and cell else cell for cell in map(_escaped, row)])
    elif isinstance(block, Trend):
        yield f"{spark(block.amounts)} {block.names[0]} to {block.names[-1]}" if block.names else ""
    elif isinstance(block, Verdict):
        yield f"**{_escaped(block.text)}**"
    elif isinstance(block, Notes):
        yield from (f"- {_escaped(item)}" for item in block.items)
    elif isinstance(block, Fine):
        yield f"*{_escaped(block.text)}*" if block.text else ""


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _escaped(text: str) -> str:
    text = visible(text)
    for character in "\\`*_<>|":
        text = text.replace(character, "\\" + character)
    return text
