"""When a code gained or lost its payable status across the loaded releases."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple


class Listing(NamedTuple):
    """What one release says of a (code, fee modifier)."""

    release: str
    effective_from: dt.date
    status: str
    payable: bool


History = dict[tuple[str, str], list[Listing]]
# (HCPCS, release) -> the fee modifiers of its rows that are paid there, each with its status.
PaidWith = dict[tuple[str, str], list[tuple[str, str]]]


def by_row(history: Iterable[tuple[Any, ...]]) -> History:
    """The rows of `engine.code_history` by (HCPCS, fee modifier), oldest release first."""
    rows: History = defaultdict(list)
    for hcpcs, modifier, *listing in history:
        rows[hcpcs, modifier].append(Listing(*listing))
    return dict(rows)


def paid_with(history: History) -> PaidWith:
    """The rows with a fee modifier that each release pays, in the order of `history`."""
    rows: PaidWith = defaultdict(list)
    for (hcpcs, modifier), listings in history.items():
        for listing in listings if modifier else ():
            if listing.payable:
                rows[hcpcs, listing.release].append((modifier, listing.status))
    return dict(rows)


def last_paid(listings: list[Listing], release: str) -> Listing | None:
    """The newest release at or before `release` that paid the row; else the first one after it that did."""
    paid = [listing for listing in listings if listing.payable]
    earlier = [listing for listing in paid if listing.release <= release]
    return earlier[-1] if earlier else next(iter(paid), None)


def change_notes(
    listings: list[Listing], releases: list[tuple[str, dt.date]], release: str, last_fee: Decimal | None
) -> list[str]:
    """Sentences on what the loaded `releases` (name, first day) say of the row before and after `release`.

    `last_fee` is dollars at the same place and setting in the release `last_paid` names; an empty list
    means that nothing changed.
    """
    listed = {listing.release: listing for listing in listings}
    now = listed.get(release)
    if now is not None and now.payable:
        return _loss(listed, releases, release) + _gain(listed, releases, release)
    before = last_paid(listings, release)
    if before is None:
        return [] if now or not listings else [_nearest_listing(listings, release)]
    fee = f"${last_fee:,} here" if last_fee is not None else "no national amount"
    if before.release > release:
        return [f"first paid (status {before.status}) in {before.release}, from {before.effective_from}: {fee}"]
    since = _first_unpaid(listed, releases, before.release)
    return [f"{since}; last paid (status {before.status}) in {before.release}: {fee}"]


def _nearest_listing(listings: list[Listing], release: str) -> str:
    earlier = [listing for listing in listings if listing.release < release]
    if earlier:
        return f"last listed in {earlier[-1].release}, with status {earlier[-1].status}"
    return f"first listed in {listings[0].release}, with status {listings[0].status}"


def _loss(listed: dict[str, Listing], releases: list[tuple[str, dt.date]], release: str) -> list[str]:
    later = [name for name, _ in releases if name > release and not (name in listed and listed[name].payable)]
    if not later:
        return []
    paid = [name for name, _ in releases if name < later[0] and name in listed and listed[name].payable]
    return [f"no longer paid after this release: {_first_unpaid(listed, releases, paid[-1])}"]


def _gain(listed: dict[str, Listing], releases: list[tuple[str, dt.date]], release: str) -> list[str]:
    names = [name for name, _ in releases]
    earlier = [name for name in names if name < release and not (name in listed and listed[name].payable)]
    if not earlier:
        return []
    before = earlier[-1]
    first = names[names.index(before) + 1]
    was = f"status {listed[before].status}" if before in listed else "not listed"
    return [f"paid since {first}{_gap(releases, before, first)}; {was} in {before}"]


def _first_unpaid(listed: dict[str, Listing], releases: list[tuple[str, dt.date]], paid: str) -> str:
    """`status B since RVU26B (2026-04-01, ...)` for the first release after `paid`."""
    first, begins = next((name, begins) for name, begins in releases if name > paid)
    what = f"status {listed[first].status}" if first in listed else "deleted: not listed"
    return f"{what} since {first} ({begins}{_gap(releases, paid, first)})"


def _gap(releases: list[tuple[str, dt.date]], before: str, after: str) -> str:
    """Says that releases between two loaded ones are missing, so that the change may lie earlier."""
    starts = dict(releases)
    months = (starts[after].year - starts[before].year) * 12 + starts[after].month - starts[before].month
    return f", or earlier: no release between {before} and {after} is loaded" if months > 3 else ""
