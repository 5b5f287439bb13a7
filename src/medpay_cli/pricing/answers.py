"""From questions to records: prices them, looks up their history, and puts the result into words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from medpay_cli.dataset import places, releases
from medpay_cli.dataset.releases import LoadedRelease
from medpay_cli.pricing import derivation, engine, explain, history
from medpay_cli.pricing.denials import deny, deny_beside, may_deny_beside
from medpay_cli.pricing.lines import ChargeLine
from medpay_cli.pricing.question import Question
from medpay_cli.pricing.record import PricedLine
from medpay_cli.rules.noted import message, sentences

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Row = dict[str, Any]


def price_questions(
    connection: DuckDBPyConnection, questions: Sequence[Question], *, edits_loaded: bool = False
) -> list[PricedLine]:
    """A record for each question, in their order; `edits_loaded`: after `load_edits` (edits/engine.py).

    Nothing raises: what the data do not know (code, modifier, place, date) is a record with its reason.
    """
    asked = [question.charge for question in questions]
    if len(asked) <= engine.FEW:
        # Handing a few rows from thread to thread costs more than it saves.
        connection.execute("set threads=1")
    denied = deny(connection, questions, loaded=edits_loaded)
    engine.open_for(connection, asked)
    beside = may_deny_beside(connection, questions)
    rows = engine.price_rows(connection, asked, denials=denied, kept=beside)
    if beside and deny_beside(connection, questions, denied=denied):
        # Another deductible, and other ranks, may be left for the others.
        rows = engine.price_rows(connection, asked, denials=True)
    limits = engine.unit_limits(connection, asked)
    known = history.by_row(engine.code_history(connection, {line.hcpcs for line in asked}))
    paid = history.paid_with(known)
    loaded = releases.loaded_releases(connection)
    before = _last_paid_rows(connection, asked, rows, known)
    texts = engine.rule_texts(connection)
    elsewhere = [row for row in rows if row["outcome"] == "paid_elsewhere" or row["reason_code"] == "not_in_release"]
    schedules = engine.other_schedules(connection, {row["hcpcs"] for row in elsewhere})
    return [
        _record(row, question, texts, known, loaded, before.get(question.charge.line), schedules, limits, paid)
        for question, row in zip(questions, rows, strict=True)
    ]


def _last_paid_rows(
    connection: DuckDBPyConnection, asked: Sequence[ChargeLine], rows: Sequence[Row], known: history.History
) -> dict[int, Row]:
    """For each line the schedule does not pay now: the same line priced in the release that last paid it."""
    again = []
    for line, row in zip(asked, rows, strict=True):
        if row["release"] and not row["has_fee"] and (paid := history.last_paid(_listings(row, known), row["release"])):
            again.append(
                line._replace(
                    modifiers=tuple(filter(None, [row["row_modifier"] or _fee_modifier(row, known)])),
                    named_release=paid.release,
                    date=None,
                    charge=None,
                    nonparticipating=False,
                    claim=f"before {line.line}",
                    units=Decimal(1),
                    deductible=None,
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
    question: Question,
    texts: explain.Texts,
    known: history.History,
    loaded: Sequence[LoadedRelease],
    before: Row | None,
    schedules: Mapping[str, tuple[str, str, bool]],
    limits: Mapping[int, Row],
    paid: history.PaidWith,
) -> PricedLine:
    reason_code, reason = row["reason_code"], explain.reason(row, texts)
    rule, outcome = row["rule"], row["outcome"]
    listings = _listings(row, known)
    schedule = schedules.get(row["hcpcs"])
    listed = schedule is not None and schedule[2]
    if reason_code == "not_in_release" and not (listings or listed or row["only_with"]):
        reason_code = "unknown_code"
        facts = {"hcpcs": row["hcpcs"], "first": loaded[0].name, "last": loaded[-1].name}
        reason = message("unknown_code", facts, texts.__getitem__)
    if outcome == "paid_elsewhere" or (reason_code == "not_in_release" and listed):
        outcome, rule = "paid_elsewhere", schedule[0] if schedule else f"ELSEWHERE-STATUS-{row['status']}"
        reason = f"{reason}; {explain.paid_by(schedule, rule, texts.__getitem__)}"
    changes = []
    if row["release"]:
        starts = [(release.name, release.effective_from) for release in loaded]
        changes = history.change_notes(listings, starts, row["release"], before["fee"] if before else None)
    national = row["locality_key"] == places.NATIONAL
    doubtful = row["setting"] == "doubtful"
    priced = bool(row["has_fee"])
    return PricedLine(
        code=row["hcpcs"],
        claim=question.claim,
        line=question.number,
        modifiers=question.charge.modifiers,
        units=row["units"].normalize(),
        descriptor=row["descriptor"] or (before["descriptor"] if before else None) or "",
        status=row["status"],
        status_text=texts[row["status_rule"]]["message"] if row["status_rule"] else None,
        release=row["release"],
        release_fit=row["release_fit"],
        date=question.date,
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
        minutes=None if row["total_minutes"] is None else int(row["total_minutes"]),
        base_units=row["base_units"],
        time_units=row["time_units"],
        anesthesia_factor=row["anesthesia_factor"],
        work_amount=row["work_amount"] if priced else None,
        pe_amount=row["pe_amount"] if priced else None,
        mp_amount=row["mp_amount"] if priced else None,
        uncapped_fee=row["full_fee"] if priced and row["fee"] is not None else None,
        opps_cap=row["cap"],
        fee=row["fee"],
        fee_nonfacility=row["capped_nonfacility"] if priced else None,
        fee_facility=row["capped_facility"] if priced else None,
        charge=row["charge"],
        rank=None if row["place"] is None or row["edited"] else int(row["place"]),
        allowed=row["allowed"],
        deductible=row["deductible_applied"] if row["deductible"] is not None else None,
        medicare_pays=row["medicare_pays"],
        coinsurance=row["coinsurance"],
        limiting_charge=row["limiting_charge"],
        payable=bool(row["payable"]),
        outcome=outcome if reason_code != "unknown_code" else None,
        rule=rule,
        reason_code=reason_code,
        reason=reason,
        advice=texts[rule]["advice"] if rule and reason_code else None,
        confidence=row["confidence"],
        notes=(
            *question.notes,
            *explain.notes({**row, "qp": question.charge.qp, "national_asked": question.national}, texts),
            *_unit_notes(limits.get(row["line"]), row, texts),
            *changes,
            *_paid_with(row, paid, texts),
        ),
        steps=tuple(derivation.steps(row, texts)),
    )


def _unit_notes(limit: Row | None, row: Row, texts: explain.Texts) -> list[str]:
    """That the units of a payable line pass their MUE: a line priced alone is computed with the units as given."""
    if limit is None or not row["payable"]:
        return []
    return sentences("priced_units", limit, texts.__getitem__)


def _paid_with(row: Row, paid: history.PaidWith, texts: explain.Texts) -> list[str]:
    """The modifiers a code is paid with where it is not paid without any: 84165 is a laboratory's, 84165-26 is not."""
    if row["modifiers"] or not row["status"] or row["row_modifier"] or row["status_effect"] == "priced":
        return []
    return [
        explain.with_modifier(modifier, status, texts.__getitem__)
        for modifier, status in paid.get((row["hcpcs"], row["release"]), ())
    ]
