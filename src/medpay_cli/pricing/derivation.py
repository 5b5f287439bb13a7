"""The chain from RVUs or anesthesia units to the allowed amount and Medicare's payment, a step for each rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from medpay_cli.pricing.record import Step

Row = Mapping[str, Any]
Texts = Mapping[str, Mapping[str, Any]]
ZERO = Decimal(0)


def steps(row: Row, texts: Texts) -> list[Step]:
    """Every step of the row's amounts, in the order of the law; empty where nothing is computed."""
    if row["fee"] is None:
        return []
    chain = _unit_steps(row) if row["base_units"] is not None else _rvu_steps(row, texts)
    if row["allowed"] is None:
        return chain
    return [*chain, *_allowed_steps(row, texts), *_payment_steps(row)]


def cents(amount: Decimal) -> Decimal:
    """Rounded to cents, half away from zero, as the SQL rounds."""
    return amount.quantize(Decimal("1.00"), ROUND_HALF_UP)


def _rvu_steps(row: Row, texts: Texts) -> list[Step]:
    chain = [
        Step(
            "PRICE-FORMULA",
            f"{label} {row[f'{name}_rvu']} x GPCI {row[f'gpci_{name}']}",
            row[f"gpci_{name}"],
            None,
            row[f"{name}_amount"],
            "fee",
        )
        for name, label in (("work", "work RVU"), ("pe", "PE RVU"), ("mp", "MP RVU"))
    ]
    total = row["work_adjusted"] + row["pe_adjusted"] + row["mp_adjusted"]
    factor, full = row["conversion_factor"], row["full_fee"]
    label = f"{total.normalize():f} x conversion factor {factor}"
    chain.append(Step("PRICE-FORMULA", label, factor, None, full, "fee"))
    if row["fee"] < full:
        chain.append(Step("PRICE-OPPS-CAP", texts["PRICE-OPPS-CAP"]["message"], None, full, row["fee"], "fee"))
    return chain


def _unit_steps(row: Row) -> list[Step]:
    """Anesthesia: the base units' dollars, the time units' on top."""
    factor = row["anesthesia_factor"].normalize()
    base = cents(row["base_units"] * factor)
    fixed = row["time_units"] is None and row["anesthesia_rule"] is None
    by = f"MOD-{row['anesthetist']}" if fixed else "ANES-FORMULA"
    label = f"{row['base_units']:f} base units x anesthesia conversion factor {factor:f}"
    chain = [Step(by, label, factor, None, base, "fee")]
    if row["time_units"] is not None:
        label = f"{row['total_minutes']:f} minutes: {row['time_units']:f} time units"
        chain.append(Step("ANES-TIME", label, None, base, row["fee"], "fee"))
    elif row["anesthesia_rule"] is not None:
        chain.append(Step(row["anesthesia_rule"], "no time units", None, base, base, "fee"))
    return chain


def _allowed_steps(row: Row, texts: Texts) -> list[Step]:
    """From the fee of one unit to what the line is allowed."""
    chain = list(_counted(row, texts) if row["multiple_rule"] else _uncounted(row, texts))
    if row["allowed"] != row["fee_for_units"]:
        label = "lower of charge and fee"
        chain.append(Step("PRICE-LOWER-OF-CHARGE", label, None, row["fee_for_units"], row["allowed"], "allowed"))
    return chain


def _uncounted(row: Row, texts: Texts) -> Iterator[Step]:
    """No rule across lines: every factor on one unit, then the units."""
    first = row["fee"]
    if row["technical_factor"] is not None:
        first = row["professional_fee"] + row["technical_fee"] * row["technical_factor"]
        yield Step(*_technical(row, texts), row["fee"], cents(first), "allowed")
    exact = first if row["anesthesia_fee"] is None else row["anesthesia_fee"]
    before = cents(first)
    for rule, label, factor in _factors(row, bilateral=True):
        exact *= factor
        yield Step(rule, label, factor.normalize(), before, cents(exact), "allowed")
        before = cents(exact)
    if row["first_count"] != 1:
        units = row["units"].normalize()
        yield Step("PRICE-UNITS", f"{units:f} units", units, before, row["fee_for_units"], "allowed")


def _counted(row: Row, texts: Texts) -> Iterator[Step]:
    """A rule across lines: from the fee of one procedure to those of the line's procedures, then the factors."""
    filmed_last = row["technical_place"] is not None
    running = row["fee"]
    if row["technical_factor"] is not None and not filmed_last:
        first = row["professional_fee"] + row["technical_fee"] * row["technical_factor"]
        yield Step(*_technical(row, texts), running, cents(first), "allowed")
        running = cents(first)
    for key, rule in (("bilateral_factor", "bilateral_rule"), ("pair_factor", "pair_rule")):
        if row[key] is not None:
            after = cents(row["fee"] * row[key]) if filmed_last else row["procedure_fee"]
            yield Step(row[rule], "both sides", row[key].normalize(), running, after, "allowed")
            running = after
    if row["base_taken"] is not None:
        after = max(running - row["base_taken"], ZERO)
        yield Step(
            "MULT-3", f"less the family's base procedure, ${row['base_taken']:,}", None, running, after, "allowed"
        )
        running = after
    first, following = row["first_fee"], row["next_fee"]
    if filmed_last:
        first, following = row["first_unfilmed"], row["next_unfilmed"]
    after = _total(row, first, following, Decimal(1))
    yield Step(*_place(row, texts), running, after, "allowed")
    if filmed_last and row["technical_factor"] is not None:
        before, after = after, _total(row, row["first_fee"], row["next_fee"], Decimal(1))
        yield Step(*_technical(row, texts), before, after, "allowed")
    product = Decimal(1)
    for rule, label, factor in _factors(row, bilateral=False):
        product *= factor
        before, after = after, _total(row, row["first_fee"], row["next_fee"], product)
        yield Step(rule, label, factor.normalize(), before, after, "allowed")


def _total(row: Row, first: Decimal, following: Decimal, product: Decimal) -> Decimal:
    """The line's dollars: each fee rounded to cents, then counted, as line_allowed.sql does."""
    total = row["first_count"] * cents(first * product) + row["next_count"] * cents((following or ZERO) * product)
    return cents(total - Decimal("0.001") if row["second_side"] else total)


def _place(row: Row, texts: Texts) -> tuple[str, str, Decimal | None]:
    """Rule, words and factor of the line's place among the procedures of the day."""
    rule, factor = row["multiple_rule"], None
    if row["pair_factor"] is not None and rule == row["pair_rule"]:
        return rule, "its part of the pair", row["first_count"].normalize()
    if row["technical_place"] is not None:
        rates = (("technical", texts[rule]["factor"]), ("professional", row["professional_rate"]))
        said = [f"{part} part x {rate.normalize():f}" for part, rate in rates if row[f"{part}_place"] > 1 and rate != 1]
        label = f"place {row['place']}: {', '.join(said) or 'in full'}"
    elif rule == "MULT-5":
        label = f"place {row['place']}"
    else:
        whose = "family in place" if rule == "MULT-3" else "place"
        label, factor = f"{whose} {row['place']}", row["rank_factor"] or Decimal(1)
        rule = "MULT-2" if row["rank_factor"] not in (None, 1) else rule
    count, reduced = row["first_count"].normalize(), row["next_count"].normalize()
    if count and reduced and _alike(row):
        return rule, f"{label.removesuffix(': in full')}: {count + reduced:f} in full", None
    if count and reduced:
        return rule, f"{label}: {count:f} in full, {reduced:f} reduced to ${cents(row['next_fee']):,}", None
    if rule == "MULT-5":
        label += ": practice expense x " + f"{texts[rule]['factor'].normalize():f}" if reduced else ": in full"
    if count + reduced != 1:
        label, factor = f"{label}, {count + reduced:f} of it", None
    return rule, label, factor if factor is None else factor.normalize()


def _alike(row: Row) -> bool:
    """Whether further units of the line are paid as the first one is."""
    return cents(row["first_fee"]) == cents(row["next_fee"])


def _technical(row: Row, texts: Texts) -> tuple[str, str, Decimal]:
    """Rule, words and factor of FX, FY and CT, which multiply the technical part only."""
    names = [m for m in row["modifiers"].split(",") if texts[f"MOD-{m}"]["effect"] == "technical"]
    factor = row["technical_factor"].normalize()
    return f"MOD-{names[0]}", f"{' and '.join(names)}: technical part ${row['technical_fee']:,} x {factor:f}", factor


def _factors(row: Row, *, bilateral: bool) -> list[tuple[str, str, Decimal]]:
    """Rule, words and factor of what multiplies the whole running amount, in order."""
    wanted = [
        ("share_factor", f"MOD-{row['share_modifier']}", "share of the surgical package"),
        ("surgeon_factor", row["surgeon_rule"], "surgeon's share"),
        ("anesthetist_factor", f"MOD-{row['anesthetist']}", "professional's share"),
        ("provider_factor", row["provider_rule"], "practitioner's share"),
    ]
    if bilateral:
        wanted.insert(0, ("bilateral_factor", row["bilateral_rule"], "both sides"))
    said = [(rule, label, row[key]) for key, rule, label in wanted if row[key] is not None]
    if row["nonparticipating"]:
        said.append(("PRICE-NONPAR", "non-participating", row["nonparticipating_share"]))
    return said


def _payment_steps(row: Row) -> Iterator[Step]:
    """From the allowed amount to what Medicare pays of it; rounded once, at the end."""
    exact = row["allowed"]
    if row["deductible"] is not None and row["waiver_rule"] is None:
        yield Step("PRICE-DEDUCTIBLE", "deductible", None, exact, row["net"], "payment")
        exact = row["net"]
    wanted = [(row["waiver_rule"] or "PRICE-MEDICARE-SHARE", "Medicare's share", row["medicare_share"])]
    if row["medicare_factor"] is not None:
        wanted.append((f"MOD-{row['medicare_modifier']}", "therapy assistant", row["medicare_factor"]))
    if row["sequestration_share"] is not None:
        wanted.append(("PRICE-SEQUESTRATION", "sequestration", row["sequestration_share"]))
    for rule, label, factor in wanted:
        before, exact = cents(exact), exact * factor
        yield Step(rule, label, factor.normalize(), before, cents(exact), "payment")
