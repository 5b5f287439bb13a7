"""A document as one self-contained HTML page: no network, no script; for a screen, a phone and paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from html import escape

from medpay_cli.intake.visible import visible
from medpay_cli.render.document import Block, Column, Document, Fine, Grid, Heading, Notes, Trend, Verdict

# Cells up to here stay on one line of a wide screen.
LONGEST_WORD = 24
# Rows of a list that goes on to no second sheet of paper.
MOST_WHOLE = 12
STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --line: #d0d7de; --paper: #fff; --mark: #0b5cad;
  --bad: #b42318; --good: #1a7f37 }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9aa4af; --line: #3a424c; --paper: #11151a;
  --mark: #79b8ff; --bad: #ff8f85; --good: #6fdd8b } }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 1.25rem; max-width: 60rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif }
h1 { font-size: 1.5rem; margin: 0 0 .25rem } h2 { font-size: 1.1rem; margin: 2rem 0 .25rem; color: var(--mark) }
p { margin: .25rem 0 .75rem } .detail, footer, th { color: var(--soft) }
footer { font-size: .85rem; margin-top: 1.5rem }
.verdict { font-weight: 600 } .bad { color: var(--bad) } .good { color: var(--good) }
.scroll { overflow-x: auto }
table { border-collapse: collapse; width: 100%; margin: .25rem 0 .75rem; font-size: .95rem }
th, td { text-align: left; vertical-align: top; padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line);
  overflow-wrap: break-word } th { font-weight: 500; font-size: .85rem }
.right { text-align: right; font-variant-numeric: tabular-nums } td.right { white-space: nowrap }
/* Figures stand near their names: a table without sentences is as wide as it needs. */
table.narrow { width: auto } .narrow td, .narrow th { padding-right: 1.5rem }
/* A row without a first cell goes on with the one above it. */
tr.open td { border-bottom: 0; padding-bottom: 0 } tr.more td { padding-top: .15rem; color: var(--soft) }
tr.total td { font-weight: 600 } svg { width: 100%; max-width: 30rem; height: 4.5rem; color: var(--mark) }
svg text { font: 10px system-ui, sans-serif; fill: currentColor }
@media (min-width: 40rem) { .word { white-space: nowrap } }
@media (max-width: 40rem) { body { padding: .75rem } table { font-size: .85rem }
  th, td, .narrow td, .narrow th { padding-right: .5rem } }
@page { margin: 15mm }
@media print { :root { color-scheme: only light; --ink: #000; --soft: #444; --line: #bbb; --paper: #fff; --mark: #000;
  --bad: #000; --good: #000 }
  body { max-width: none; padding: 0; font-size: 10pt } .scroll { overflow: visible }
  /* A heading stays with what it is about, a row with the rows that go on with it, a short list whole. */
  tr, h1, h2, svg, .whole { break-inside: avoid }
  h1, h2, .detail, thead, tr.open, .scroll:has(+ svg) { break-after: avoid }
  p, li { orphans: 3; widows: 3 } h1 ~ h1 { break-before: page }
  svg { color: #666 } svg text { fill: #000 } }
"""


def html(document: Document) -> str:
    """The page. The first heading is its title, as are those that begin a page; the others are sections."""
    title = next((block.text for block in document if isinstance(block, Heading)), "medpay")
    body: list[str] = []
    first = True
    for block in document:
        body.extend(_block(block, first))
        first = first and not isinstance(block, Heading)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_text(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        + "\n".join(body)
        + "\n</body>\n</html>\n"
    )


def _block(block: Block, first: bool) -> Iterator[str]:
    if isinstance(block, Heading):
        level = 1 if first or block.top else 2
        yield f"<h{level}>{_text(block.text)}</h{level}>"
        if block.detail:
            yield f'<p class="detail">{_text(block.detail)}</p>'
    elif isinstance(block, Grid):
        yield from _grid(block)
    elif isinstance(block, Trend):
        yield from _trend(block.names, block.amounts)
    elif isinstance(block, Verdict):
        colour = {True: " good", False: " bad", None: ""}[block.good]
        yield f'<p class="verdict{colour}">{_text(block.text)}</p>'
    elif isinstance(block, Notes):
        yield "<ul>" + "".join(f"<li>{_text(item)}</li>" for item in block.items) + "</ul>"
    elif isinstance(block, Fine) and block.text:
        yield f"<footer>{_text(block.text)}</footer>"


def _grid(grid: Grid) -> Iterator[str]:
    classes = [_kind(column, [row[i] for row in grid.rows]) for i, column in enumerate(grid.columns)]
    narrow = not any(column.wraps or column.flexible for column in grid.columns)
    whole = len(grid.rows) <= MOST_WHOLE and all(row[0] for row in grid.rows)
    shape = " ".join(name for name, holds in (("narrow", narrow), ("whole", whole)) if holds)
    classed = f' class="{shape}"' if shape else ""
    yield f'<div class="scroll"><table{classed}>'
    if any(column.name for column in grid.columns):
        names = zip(grid.columns, classes, strict=True)
        cells = (f'<th scope="col"{kind}>{_text(column.name.strip())}</th>' for column, kind in names)
        yield f"<thead><tr>{''.join(cells)}</tr></thead>"
    yield "<tbody>"
    for i, row in enumerate(grid.rows):
        last = i == len(grid.rows) - 1
        named = {"total": grid.total and last, "more": not row[0], "open": not last and not grid.rows[i + 1][0]}
        classed = " ".join(name for name, holds in named.items() if holds)
        filled = (f"<td{kind}>{_text(cell)}</td>" for cell, kind in zip(row, classes, strict=True))
        opening = f'<tr class="{classed}">' if classed else "<tr>"
        yield f"{opening}{''.join(filled)}</tr>"
    yield "</tbody></table></div>"


def _kind(column: Column, cells: Sequence[str]) -> str:
    """The class of a column: figures, or words such as codes and rule ids that no line should break."""
    if column.right:
        return ' class="right"'
    return "" if column.wraps or any(len(cell) > LONGEST_WORD for cell in cells) else ' class="word"'


def _trend(names: Sequence[str], amounts: Sequence[Decimal | None]) -> Iterator[str]:
    """Bars from nothing, the first, last and highest with their amounts."""
    top = max((amount for amount in amounts if amount is not None), default=Decimal(0))
    if not top:
        return
    width = 300 / max(len(amounts), 1)
    bars = []
    for i, (name, amount) in enumerate(zip(names, amounts, strict=True)):
        if amount is None:
            continue
        height = float(amount / top) * 40
        bars.append(
            f'<rect x="{i * width + 1:.1f}" y="{50 - height:.1f}" width="{width - 2:.1f}" height="{height:.1f}"'
            f' fill="currentColor"><title>{_text(name)} ${amount:,}</title></rect>'
        )
    label = f"Amount by release, {_text(names[0])} to {_text(names[-1])}"
    yield (
        f'<svg viewBox="0 0 300 64" preserveAspectRatio="xMinYMin" role="img" aria-label="{label}">{"".join(bars)}'
        f'<text x="1" y="61">{_text(names[0])}</text>'
        f'<text x="299" y="61" text-anchor="end">{_text(names[-1])}</text></svg>'
    )


def _text(text: str) -> str:
    return escape(visible(text))
