"""Codes by the words of their descriptor, by prefix, range, status and other columns of the fee schedule."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from medpay_cli.dataset import releases
from medpay_cli.dataset.literals import literal, values_sql
from medpay_cli.dataset.steps import HERE, read_step
from medpay_cli.dataset.store import connect, table_sql
from medpay_cli.errors import RequestError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# Words that connect others: a descriptor that has them fits better, one that has not still fits.
OPTIONAL = frozenset(["a", "an", "and", "by", "for", "from", "in", "of", "on", "or", "the", "to", "w", "with"])
STATUSES = tuple("ABCEIJMNPRTX")
GLOBAL_DAYS = ("000", "010", "090", "MMM", "XXX", "YYY", "ZZZ")
# Statuses with an amount in the schedule come first where words fit alike; then those paid by a MAC or elsewhere.
_PAID_FIRST = "case when status in ('A', 'R', 'T') then 0 when status in ('C', 'E', 'J', 'X') then 1 else 2 end"
_CODE = re.compile(r"[0-9A-Z][0-9]{3}[0-9A-Z]")
_PREFIX = re.compile(r"[0-9A-Z][0-9]{1,3}[0-9A-Z]?\*")


@dataclass(frozen=True, slots=True)
class FoundCode:
    """A code as the newest release that lists it has it; `listed` tells whether that is the newest loaded one.

    `rvu_nonfacility` and `rvu_facility` are total RVUs of one unit; None where the code does not apply there.
    """

    code: str
    descriptor: str
    status: str
    global_days: str
    pctc: str
    work_rvu: Decimal
    rvu_nonfacility: Decimal | None
    rvu_facility: Decimal | None
    release: str
    listed: bool


class SearchQuery(NamedTuple):
    """What is asked: words, codes, `7738*` and ranges in `text`, and columns. `min_rvu`: in either setting."""

    text: str = ""
    status: tuple[str, ...] = ()
    global_days: tuple[str, ...] = ()
    pctc: tuple[str, ...] = ()
    min_rvu: Decimal | None = None
    release: str | None = None


class SearchAnswer(NamedTuple):
    """One page of the codes found, how many there are, and the words of the question no code has all of."""

    codes: list[FoundCode]
    total: int
    partial: bool = False


def search(query: SearchQuery, limit: int = 25, offset: int = 0) -> SearchAnswer:
    """The codes that fit, the best first. Raises RequestError for a filter or range that cannot be read."""
    words, spans = parse(query.text)
    where = _where(query, spans)
    if not words and where == ["true"]:
        raise RequestError("search for words (knee replacement), codes (7738*, 77385-77387) or with a filter")
    connection = connect()
    asked = None if query.release is None else _known_release(connection, query.release)
    steps = [
        ("fee_schedule", table_sql("fee_schedule")),
        ("asked_release", f"select {literal(asked)}::varchar as release_name"),
        ("code_listing", read_step(HERE, "code_listing")),
    ]
    if words:
        columns = {"place": "INTEGER", "word": "VARCHAR", "singular": "VARCHAR", "optional": "BOOLEAN"}
        asked_words = [(i, word, _singular(word), word in OPTIONAL) for i, word in enumerate(words)]
        steps += [
            ("asked_word", values_sql(columns, asked_words)),
            ("abbreviation", table_sql("abbreviation")),
            *((name, read_step(HERE, name)) for name in ("descriptor_word", "word_match", "code_match")),
        ]
        found = "code_listing join code_match using (hcpcs)"
        order = f"distance + {_PAID_FIRST} + case when listed then 0 else 3 end, length(descriptor), hcpcs"
    else:
        found, order = "(select *, 0 as matched, 0 as distance from code_listing)", "hcpcs"
    # Read more than once, so computed once: an inlined step would be computed again at each mention.
    named = ",\n".join(f"{name} as materialized (\n{sql}\n)" for name, sql in steps)
    sql = f"""with {named}
select hcpcs, descriptor, status, global_days, pctc, work_rvu,
    rvu_nonfacility, rvu_facility, release, listed, matched, count(*) over () as total
from {found}
where {" and ".join(where)}
order by {order}
limit {limit} offset {offset}"""
    rows = connection.execute(sql).fetchall()
    if not rows and offset:
        return SearchAnswer([], search(query, 1).total)
    needed = sum(word not in OPTIONAL for word in words)
    return SearchAnswer(
        [FoundCode(*row[:-2]) for row in rows], rows[0][-1] if rows else 0, bool(rows) and rows[0][-2] < needed
    )


def parse(text: str) -> tuple[list[str], list[tuple[str, str]]]:
    """The words of a question, and the spans of codes in it (first, last), each once.

    Raises RequestError for a range that runs backwards.
    """
    spans = []
    words = []
    for part in re.split(r"[\s,;]+", text.upper()):
        ends = part.split("-")
        if _PREFIX.fullmatch(part):
            spans.append((part[:-1], part[:-1] + "Z"))
        elif len(ends) <= 2 and all(_CODE.fullmatch(end) for end in ends):
            if ends[-1] < ends[0]:
                raise RequestError(f"{part}: a range runs from the lower code to the higher, such as 77385-77387")
            spans.append((ends[0], ends[-1]))
        else:
            plain = re.sub("x[- ]?ray", "xray", part.lower()).replace("w/o", "wo ")
            words += re.findall("[a-z0-9]+", plain)
    # CMS writes x-ray as two words with a blank as well.
    words = " ".join(words).replace("x ray", "xray").split()
    if words and all(word in OPTIONAL for word in words):
        raise RequestError(f"{text!r} has no word to search for")
    return list(dict.fromkeys(words)), list(dict.fromkeys(spans))


def _where(query: SearchQuery, spans: list[tuple[str, str]]) -> list[str]:
    """The conditions of the filters and spans; `true` alone when there are none."""
    conditions = []
    if spans:
        between = (f"hcpcs between {literal(first)} and {literal(last)}" for first, last in spans)
        conditions.append(f"({' or '.join(between)})")
    for column, asked, valid, option in (
        ("status", [value.upper() for value in query.status], STATUSES, "--status"),
        ("global_days", [value.upper() for value in query.global_days], GLOBAL_DAYS, "--global"),
        ("pctc", list(query.pctc), tuple("0123456789"), "--pctc"),
    ):
        values = [value.zfill(3) if column == "global_days" and value.isdigit() else value for value in asked]
        wrong = [value for value in values if value not in valid]
        if wrong:
            raise RequestError(f"{option} {wrong[0]}: write one of {', '.join(valid)}")
        if values:
            conditions.append(f"{column} in ({', '.join(map(literal, values))})")
    if query.min_rvu is not None:
        conditions.append(f"greatest(rvu_nonfacility, rvu_facility) >= {query.min_rvu:f}")
    return conditions or ["true"]


def _known_release(connection: DuckDBPyConnection, name: str) -> str:
    known = {release.name for release in releases.loaded_releases(connection)}
    if name.strip().upper() not in known:
        raise releases.unknown_release(connection, name)
    return name.strip().upper()


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and len(word) > 3 and not word.endswith("ss") else word


def rvu(text: str | None) -> Decimal | None:
    """A number of RVUs, zero or more. Raises RequestError."""
    if text is None:
        return None
    if not re.fullmatch(r"[0-9]{1,5}(\.[0-9]{1,2})?", text.strip()):
        raise RequestError(f"--min-rvu {text!r}: write a number of RVUs, such as 5 or 12.5")
    return Decimal(text.strip())
