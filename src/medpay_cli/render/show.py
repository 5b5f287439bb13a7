"""The page of a code as a document: price, patient, indicators, edits, history, tips."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from medpay_cli.advice.page import PageAnswer
from medpay_cli.advice.page_record import CodePage
from medpay_cli.render import tips as tipped
from medpay_cli.render.document import Block, Column, Document, Fine, Grid, Heading, Notes, Trend, Verdict
from medpay_cli.render.price_words import CAVEAT, TRACKS
from medpay_cli.rules.noted import message

LIMITING = "the most a non-participating practitioner may charge who does not accept assignment"
SETTINGS = {"facility": "facility", "nonfacility": "non-facility"}


def document(answer: PageAnswer, *, wide: bool = False) -> Document:
    """Every page under the other; `wide` gives each tip one row of many columns."""
    blocks: Document = []
    for page in answer.pages:
        blocks += _page(page, wide)
    said = [*([answer.hint] if answer.hint else []), *answer.warnings]
    if said:
        blocks.append(Notes(said))
    return [*blocks, Fine(""), Fine(CAVEAT), Fine(tipped.CAVEAT)]


def _page(page: CodePage, wide: bool) -> Iterator[Block]:
    yield Heading(f"{page.code}  {page.descriptor}".strip(), _where(page), top=True)
    yield Verdict(page.description)
    if page.other_schedule:
        yield Verdict(_elsewhere(page))
    yield from _price(page)
    yield from _laboratory(page)
    if page.indicators:
        yield Heading("Indicators")
        columns = [Column(""), Column(""), Column("", wraps=True), Column("Rule")]
        yield Grid(columns, [[each.name, each.value, each.meaning, each.rule] for each in page.indicators])
    yield from _edits(page)
    yield from _history(page)
    if page.tips:
        yield Heading("Before billing it")
        yield tipped.table(page.tips) if wide else tipped.listing(page.tips)


def _price(page: CodePage) -> Iterator[Block]:
    amounts = [
        ("Non-facility", page.fee_nonfacility),
        ("Facility", page.fee_facility),
        ("26, professional part", page.fee_26),
        ("TC, technical part", page.fee_tc),
    ]
    known = [[name, tipped.money(amount)] for name, amount in amounts if amount is not None]
    if known:
        yield Heading("Price")
        yield Grid([Column(""), Column("", True)], known)
    if page.base_units is not None:
        yield Heading("Price", "base units and time units, one for each 15 minutes, times the factor")
        units = [["Base units", f"{page.base_units.normalize():f}", f"CMS's file of {page.base_edition}"]]
        factor = [["Factor", _factor(page.anesthesia_factor), "of one unit here"]]
        yield Grid([Column(""), Column("", True), Column("", wraps=True)], units + factor)
    if page.total_rvu:
        yield Heading("Relative values" if page.fee is not None else "Relative values, for information")
        yield _rvus(page)
    if page.fee is not None:
        yield Heading("Who pays")
        how = f"no deductible ({page.patient_rule})" if page.patient_rule else "if the deductible has been met"
        rows = [
            ["Medicare pays", tipped.money(page.medicare_pays), how],
            ["Coinsurance", tipped.money(page.coinsurance), "the patient's part"],
            ["Limiting charge", tipped.money(page.limiting_charge), LIMITING],
        ]
        yield Grid([Column(""), Column("", True), Column("", wraps=True)], rows)


def _elsewhere(page: CodePage) -> str:
    facts = {
        "fee_26": page.fee_26,
        "schedule": page.other_schedule,
        "schedule_rule": page.other_schedule_rule,
        "certain": page.other_schedule_certain,
    }
    return message("page", facts)


def _rvus(page: CodePage) -> Grid:
    columns = [Column(""), Column("Non-facility", True), Column("Facility", True)]
    parts = [
        ("Work", page.work_rvu, page.work_rvu, page.gpci_work, page.work_amount),
        ("Practice expense", page.pe_rvu_nonfacility, page.pe_rvu_facility, page.gpci_pe, page.pe_amount),
        ("Malpractice", page.mp_rvu, page.mp_rvu, page.gpci_mp, page.mp_amount),
    ]
    total = ["Total", _sum(part[1] for part in parts), _sum(part[2] for part in parts)]
    rows = [[part[0], _plain(part[1]), _plain(part[2])] for part in parts]
    if page.work_amount is None:
        return Grid(columns, [*rows, total], total=True)
    columns += [
        Column("GPCI", True),
        Column(f"{SETTINGS.get(page.setting or '', '')} dollars".strip().capitalize(), True),
    ]
    priced = [[*row, _plain(part[3]), tipped.money(part[4])] for row, part in zip(rows, parts, strict=True)]
    return Grid(columns, [*priced, [*total, "", tipped.money(page.uncapped_fee)]], total=True)


def _laboratory(page: CodePage) -> Iterator[Block]:
    if page.lab_rates:
        yield Heading("Clinical laboratory fee schedule")
        rows = [
            [
                "-".join(filter(None, (page.code, rate.modifier))),
                "the MAC sets it" if rate.rate is None else tipped.money(rate.rate),
                f"CLFS {rate.edition}" + ("" if rate.in_force else ", not the edition of this date"),
            ]
            for rate in page.lab_rates
        ]
        yield Grid([Column(""), Column("", True), Column("", wraps=True)], rows)


def _edits(page: CodePage) -> Iterator[Block]:
    rows = []
    if page.mue is not None:
        doubt = "" if page.mue_certain else ", not the edition of this date"
        rows.append(["MUE", f"{page.mue}", f"MAI {page.mai}: {page.mue_rationale} ({page.mue_edition}{doubt})"])
    if page.add_on_type is not None:
        listed = f"primary codes: {page.primary_codes}" if page.primary_codes else "no primary codes listed"
        rows.append(["Add-on", f"{page.primary_count}", f"type {page.add_on_type}, {listed}"])
    if page.add_on_count:
        rows.append(
            [
                "Primary",
                f"{page.add_on_count}",
                message("page_add_ons", {"add_on_count": page.add_on_count}),
            ]
        )
    pairs = [
        (page.ptp_column1_0, "the other code is denied, whatever the modifier"),
        (page.ptp_column1_1, "the other code is denied, unless a modifier shows that it was separate"),
        (page.ptp_column2_0, "this code is denied, whatever the modifier"),
        (page.ptp_column2_1, "this code is denied, unless a modifier shows that it was separate"),
    ]
    rows += [["NCCI pairs", f"{count}", denied] for count, denied in pairs if count]
    if rows:
        yield Heading("Units and edits", f"all of them: medpay bundle {page.code} --all" if page.partners else "")
        yield Grid([Column(""), Column("", True), Column("", wraps=True)], rows)
    if page.partners:
        columns = [
            Column("Highest-valued partners"),
            Column("", wraps=True),
            Column("Denied"),
            Column("Indicator", True),
        ]
        yield Grid(
            columns, [[each.code, each.descriptor, each.denied, f"{each.modifier_indicator}"] for each in page.partners]
        )


def _history(page: CodePage) -> Iterator[Block]:
    if not page.history:
        return
    yield Heading("History")
    columns = [Column("Release"), Column("From"), Column("Status"), Column("RVU", True), Column("Fee here", True)]
    rows = [
        [
            each.release,
            each.effective_from.isoformat(),
            each.status or "not listed",
            _plain(each.total_rvu) if each.total_rvu else "",
            tipped.money(each.fee),
        ]
        for each in page.history
    ]
    yield Grid(columns, rows)
    if any(each.fee is not None for each in page.history):
        yield Trend([each.release for each in page.history], [each.fee for each in page.history])


def _where(page: CodePage) -> str:
    place = "national"
    if page.state:
        place = f"{page.locality_name}, {page.state} ({page.locality[:5]}-{page.locality[5:]})"
    if page.fee is None and page.fee_26 is None:
        # Without an amount neither rate nor conversion factor has a say, and nothing is estimated.
        return " · ".join([place, page.release])
    rate = SETTINGS.get(page.setting or "")
    parts = [place, f"{rate} rate" if rate else "rate unknown", page.release]
    if page.conversion_factor is not None:
        track = f" ({TRACKS[page.track]})" if page.track in TRACKS else ""
        parts.append(f"conversion factor {page.conversion_factor}{track}")
    return " · ".join([*parts, f"confidence {page.confidence}"])


def _factor(dollars: Decimal | None) -> str:
    """Dollars with cents, or with as many more places as the factor has."""
    if dollars is None:
        return ""
    whole, _, places = f"{dollars.normalize():f}".partition(".")
    return f"${whole}.{places:0<2}"


def _plain(number: Decimal | None) -> str:
    return "" if number is None else f"{number:f}"


def _sum(numbers: Iterator[Decimal | None]) -> str:
    return f"{sum((number or Decimal(0) for number in numbers), Decimal(0)):f}"
