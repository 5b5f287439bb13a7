"""From charge lines to records: prices them, looks up their history, and puts the result into words."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from medpay_cli.dataset import places, releases
from medpay_cli.dataset.codes import CodeLine
from medpay_cli.dataset.nearest import did_you_mean, did_you_mean_code
from medpay_cli.dataset.places import Places
from medpay_cli.dataset.releases import LoadedRelease
from medpay_cli.dataset.store import table_sql
from medpay_cli.errors import RequestError
from medpay_cli.pricing import engine, explain, history
from medpay_cli.pricing.lines import ChargeLine
from medpay_cli.pricing.record import PricedLine
from medpay_cli.pricing.request import PriceRequest

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Row = dict[str, Any]


def price_alone(
    connection: DuckDBPyConnection, lines: Sequence[CodeLine], request: PriceRequest, where: Places
) -> list[list[PricedLine]]:
    """For each line its records, one a place, each priced as if nothing else were billed.

    Raises RequestError where the request itself is wrong (date, place). A code or modifier that nothing
    loaded knows is answered with reason_code 'unknown_code' or 'unknown_modifier'.
    """
    asked = [_charge_line(i, lines[i // len(where.keys)], request, where) for i in range(len(lines) * len(where.keys))]
    engine.open_for(connection, asked)
    rows = engine.price_rows(connection, asked)
    for row in rows[:1]:
        _refuse_wrong_request(connection, row, request)
    known = history.by_row(engine.code_history(connection, {line.hcpcs for line in lines}))
    loaded = releases.loaded_releases(connection)
    before = _last_paid_rows(connection, asked, rows, known)
    texts = engine.rule_texts(connection)
    records = [
        _record(row, line, request, where, texts, known, loaded, before.get(line.line))
        for line, row in zip(asked, rows, strict=True)
    ]
    width = len(where.keys)
    return [records[i : i + width] for i in range(0, len(records), width)]


def mistake(connection: DuckDBPyConnection, record: PricedLine) -> RequestError | None:
    """The error for a record whose code or modifier is unknown, with the nearest known ones."""
    if record.reason_code == "unknown_code":
        codes = connection.execute(f"select distinct hcpcs from ({table_sql('fee_schedule')})").fetchall()
        return RequestError(f"{record.reason}{did_you_mean_code(record.code, (code for (code,) in codes))}")
    if record.reason_code == "unknown_modifier":
        known = [rule[4:] for rule in engine.rule_texts(connection) if rule.startswith("MOD-")]
        wrong = next(modifier for modifier in record.modifiers if modifier not in known)
        alike = did_you_mean(wrong, known) or "; two characters such as 26, TC, 59 or LT"
        return RequestError(f"{record.reason}{alike}")
    return None


def _charge_line(number: int, line: CodeLine, request: PriceRequest, where: Places) -> ChargeLine:
    return ChargeLine(
        line=number,
        hcpcs=line.hcpcs,
        modifiers=tuple(dict.fromkeys(line.modifiers + request.modifiers)),
        units=line.units or request.units or Decimal(1),
        charge=request.charge,
        date=None if request.release else request.date,
        named_release=request.release,
        locality_key=where.keys[number % len(where.keys)],
        place_uncertain=where.uncertain,
        setting=request.setting,
        pos=request.pos,
        qp=request.qp,
        nonparticipating=request.nonparticipating,
    )


def _refuse_wrong_request(connection: DuckDBPyConnection, row: Row, request: PriceRequest) -> None:
    """Place, date and place of service hold for the whole call, so the first row tells whether they exist."""
    if row["reason_code"] == "no_release" and request.date is not None:
        raise releases.date_not_covered(connection, request.date)
    if row["reason_code"] == "unknown_locality":
        raise places.not_a_locality(connection, row["locality_key"])
    if row["reason_code"] == "unknown_place_of_service":
        known = [pos for (pos,) in connection.execute(f"select pos from ({table_sql('place_of_service')})").fetchall()]
        raise RequestError(f"no place of service {row['pos']}{did_you_mean(row['pos'], known)} (office is 11)")


def _last_paid_rows(
    connection: DuckDBPyConnection, asked: Sequence[ChargeLine], rows: Sequence[Row], known: history.History
) -> dict[int, Row]:
    """For each line the schedule does not pay now: the same line priced in the release that last paid it."""
    again = []
    for line, row in zip(asked, rows, strict=True):
        if not row["has_fee"] and (paid := history.last_paid(_listings(row, known), row["release"])):
            again.append(
                line._replace(
                    modifiers=tuple(filter(None, [row["row_modifier"] or _fee_modifier(row, known)])),
                    named_release=paid.release,
                    date=None,
                    charge=None,
                    nonparticipating=False,
                )
            )
    return {row["line"]: row for row in engine.price_rows(connection, again)}


def _fee_modifier(row: Row, known: history.History) -> str:
    modifier: str = row["fee_modifier"]
    return modifier if not row["code_found"] and (row["hcpcs"], modifier) in known else ""


def _listings(row: Row, known: history.History) -> list[history.Listing]:
    return known.get((row["hcpcs"], row["row_modifier"] or _fee_modifier(row, known)), [])


def _record(
    row: Row,
    line: ChargeLine,
    request: PriceRequest,
    where: Places,
    texts: explain.Texts,
    known: history.History,
    loaded: Sequence[LoadedRelease],
    before: Row | None,
) -> PricedLine:
    reason_code, reason = row["reason_code"], explain.reason(row, texts)
    listings = _listings(row, known)
    if not row["code_found"] and not listings:
        reason_code = "unknown_code"
        reason = f"{row['hcpcs']} is in none of the loaded releases ({loaded[0].name} to {loaded[-1].name})"
    changes = history.change_notes(
        listings,
        [(release.name, release.effective_from) for release in loaded],
        row["release"],
        before["fee"] if before else None,
    )
    national = [texts["PRICE-NATIONAL"]["message"] or ""] if row["locality_key"] == places.NATIONAL else []
    doubtful = row["setting"] == "doubtful"
    priced = bool(row["has_fee"])
    return PricedLine(
        code=row["hcpcs"],
        modifiers=line.modifiers,
        units=row["units"].normalize(),
        descriptor=row["descriptor"] or (before["descriptor"] if before else None) or "",
        status=row["status"],
        status_text=texts[row["status_rule"]]["message"] if row["status_rule"] else None,
        release=row["release"],
        release_fit=row["release_fit"],
        date=request.date,
        locality=row["locality_key"],
        mac=row["mac"],
        locality_name=row["locality_name"] or ("national" if national else ""),
        state=row["state"],
        setting=("nonfacility" if row["fee"] is not None else None) if doubtful else row["setting"],
        pos=row["pos"],
        track=row["track"],
        conversion_factor=row["conversion_factor"],
        work_rvu=row["work_rvu"],
        pe_rvu=row["pe_rvu"],
        mp_rvu=row["mp_rvu"],
        total_rvu=row["total_rvu"],
        gpci_work=row["gpci_work"],
        gpci_pe=row["gpci_pe"],
        gpci_mp=row["gpci_mp"],
        work_amount=row["work_amount"] if priced else None,
        pe_amount=row["pe_amount"] if priced else None,
        mp_amount=row["mp_amount"] if priced else None,
        uncapped_fee=row["full_fee"] if row["fee"] is not None else None,
        opps_cap=row["cap"],
        fee=row["fee"],
        fee_nonfacility=row["capped_nonfacility"] if priced else None,
        fee_facility=row["capped_facility"] if priced else None,
        charge=row["charge"],
        allowed=row["allowed"],
        medicare_pays=row["medicare_pays"],
        coinsurance=row["coinsurance"],
        limiting_charge=row["limiting_charge"],
        payable=bool(row["payable"]),
        rule=row["rule"],
        reason_code=reason_code,
        reason=reason,
        confidence=row["confidence"],
        notes=(*where.notes, *national, *explain.notes(row, texts), *_request_notes(row, request, loaded), *changes),
        steps=tuple(explain.steps(row, texts)),
    )


def _request_notes(row: Row, request: PriceRequest, loaded: Sequence[LoadedRelease]) -> list[str]:
    said = []
    if request.qp and row["track"] == "standard":
        said.append(f"{row['release']} has one conversion factor: the QP factor begins in 2026")
    if request.release and request.date:
        named = next(release for release in loaded if release.name == request.release)
        if not named.effective_from <= request.date <= named.effective_through:
            span = f"{named.effective_from} to {named.effective_through}"
            said.append(f"{request.date} lies outside the quarter of {named.name} ({span}), which was asked for")
    return said
