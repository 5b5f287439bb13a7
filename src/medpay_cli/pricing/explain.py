"""Puts a priced row into words: the reason there is no amount, and the notes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from medpay_cli.rules.say import say

Row = Mapping[str, Any]
Texts = Mapping[str, Mapping[str, Any]]
# Multiple-procedure indicators whose lines are ranked.
RANKED = frozenset("234567")
# Effect of a modifier whose rate has dates -> the column with its factor, null before the first.
DATED = {"technical": "technical_factor", "medicare_share": "medicare_factor"}
SETTINGS = {"facility": "facility", "nonfacility": "non-facility"}


def reason(row: Row, texts: Texts) -> str | None:
    """One sentence that says why the line has no allowed amount; None when it has one."""
    entry = row["reason_entry"]
    if entry is None:
        return None
    return say(texts[entry]["says"], row, rule_of(row, texts).get("message") or "")


def paid_by(schedule: tuple[str, str, bool] | None, rule: Mapping[str, Any]) -> str:
    """Who pays instead: named by CMS's list, probably by the range of the code, or only that another may."""
    if schedule is None:
        return f"{rule['message']}"
    return f"{'' if schedule[2] else 'probably '}paid by {schedule[1]}"


def with_modifier(modifier: str, status: str, message: str) -> str:
    """What a code is with 26, TC or 53 where its row has a status of its own; `message` is that of the status."""
    return f"with {modifier} it is status {status}, {message.split(':')[0]}"


def rule_of(row: Row, texts: Texts) -> Mapping[str, Any]:
    """The rule that decides, or an empty one."""
    return texts.get(row["rule"] or "", {})


def _article(bound: str) -> str:
    return f"an {bound}" if bound.startswith("u") else f"a {bound}"


def notes(row: Row, texts: Texts) -> list[str]:
    """What the reader must know beside the amount: assumptions first."""
    fit = release_note(row["release"], row["release_fit"], row["date"])
    said = [*([fit] if fit else []), *_setting_notes(row)]
    if row["status"] in ("R", "T") and row["has_fee"]:
        said.append(f"status {row['status']}, {texts[row['status_rule']]['message']}")
    if row["fee"] is not None and row["cap"] is not None and row["cap"] < row["full_fee"]:
        said.append(f"{texts['PRICE-OPPS-CAP']['message']}: ${row['cap']:,} instead of ${row['full_fee']:,}")
    if row["reason_code"] == "contractor_priced" and row["cap"]:
        said.append(f"the MAC's price may not exceed the outpatient hospital (OPPS) amount, ${row['cap']:,} here")
    if row["not_paid_flag"] == "+" and row["total_rvu"]:
        said.append("CMS shows RVUs for information ('+'): they are not used for payment")
    if row["reason_code"] == "denied_by_edit":
        said.extend(_denied_notes(row, texts))
    if row["reason_code"] == "by_report":
        bound = rule_of(row, texts).get("base")
        if bound in ("upper bound", "lower bound"):
            said.append(f"the fee shown is without that modifier: {_article(bound)}, not the allowed amount")
        else:
            said.append("the fee shown is that of one unit by itself, not the allowed amount")
    elif row["reason_code"] in ("modifier_not_allowed", "denied_by_modifier", "facility_modifier") and row["fee"]:
        said.append(f"the fee shown is that of the line without the modifier: ${row['fee']:,}")
    said.extend(_modifier_notes(row, texts))
    if row["base_units"] is not None:
        said.extend(_anesthesia_notes(row, texts))
    if row["documented"]:
        said.append(f"{texts[row['surgeon_rule']]['message']}: documentation must support the need")
    if row["medicare_factor"] is not None and row["allowed"] is not None:
        said.append(f"modifier {row['medicare_modifier']}: {texts['MOD-' + row['medicare_modifier']]['message']}")
    if row["waiver_rule"] is not None and row["allowed"] is not None:
        said.append(f"{texts[row['waiver_rule']]['message']} ({row['waiver_rule']})")
    if row["provider_effect"] == "limited" and row["allowed"] is not None:
        said.append(f"{(texts[row['provider_rule']]['advice'] or '').rstrip('.')} ({row['provider_rule']})")
    if row["share_modifier"] and texts[f"MOD-{row['share_modifier']}"]["base"] == "preoperative share":
        said.append(f"modifier {row['share_modifier']}: {texts['MOD-' + row['share_modifier']]['message']}")
    if row["rank_doubt"] is not None and row["allowed"] is not None:
        said.append(f"{texts[row['rank_doubt']]['message']} ({row['rank_doubt']})")
    if row["hospital_technical"] and row["allowed"] is not None:
        said.append(f"{texts['HOSPITAL-TECHNICAL']['message']} (HOSPITAL-TECHNICAL)")
    if row["charge"] is not None and row["limiting_charge"] is not None and row["charge"] > row["limiting_charge"]:
        limit = f"${row['limiting_charge']:,}"
        said.append(f"the charge is above the limiting charge, {limit}: {texts['PRICE-LIMITING-CHARGE']['message']}")
    if row["sequestration"] and row["allowed"] is not None and row["sequestration_share"] is None:
        said.append(f"no sequestration was in force on {row['rate_day']} (PRICE-SEQUESTRATION)")
    elif row["sequestration"] and row["allowed"] is not None:
        said.append(texts["PRICE-SEQUESTRATION"]["message"] or "")
    if row["charge"] is not None and row["allowed"] == row["charge"] < (row["fee_for_units"] or Decimal(0)):
        said.append(texts["PRICE-LOWER-OF-CHARGE"]["message"] or "")
    return said


def _denied_notes(row: Row, texts: Texts) -> list[str]:
    """What the line would be allowed, and that it takes no rank."""
    said = []
    if row["rule"] == "NCCI-PTP-1" and row["allowed_if_paid"] is not None:
        said.append(f"with a modifier that bypasses the edit it would be allowed ${row['allowed_if_paid']:,} here")
    if row["multiple_procedure"] in RANKED:
        said.append(f"{texts['MULT-DENIED']['message']} (MULT-DENIED)")
    return said


def release_note(release: str | None, fit: str | None, date: dt.date | None) -> str | None:
    """What is uncertain when the release in force on `date` is not loaded; None when it is."""
    if fit == "named":
        return f"{date} lies outside the quarter of {release}, which was asked for"
    if fit == "before":
        return f"no release in force on {date} is loaded: priced with {release}, the earliest of that year"
    if fit == "after":
        return f"a newer release than {release} should exist for {date}, and is not loaded"
    return None


def _setting_notes(row: Row) -> list[str]:
    said = []
    if row["fee"] is not None:
        differ = row["capped_nonfacility"] != row["capped_facility"]
        if row["setting_assumed"] and differ:
            said.append("non-facility rate assumed (no --pos or --facility given)")
            said.append(f"the facility rate is ${row['capped_facility']:,}")
        if row["setting"] == "doubtful":
            said.append(f"no settled source gives the rate of place of service {row['pos']}; both rates are equal here")
        kind = row["setting"]
        if kind in SETTINGS and row[f"na_{kind}"]:
            said.append(f"CMS marks this code NA in the {SETTINGS[kind]} setting: rarely or never done there")
    return said


def _anesthesia_notes(row: Row, texts: Texts) -> list[str]:
    said = []
    if row["anesthetist"] is None:
        said.append("the whole fee: no modifier (AA, QZ, QK, QX, QY, AD) says who gave the anesthesia")
    else:
        said.append(f"modifier {row['anesthetist']}: {texts['MOD-' + row['anesthetist']]['message']}")
    if row["anesthesia_rule"] is not None:
        said.append(f"{row['hcpcs']}: {texts[row['anesthesia_rule']]['message']}")
    if row["minutes"] is not None and row["total_minutes"] is None:
        said.append("the minutes do not change this amount")
    if row["units"] != 1:
        said.append("anesthesia is paid by its minutes: the units are not used")
    said.append(
        f"base units are those of CMS's {row['base_edition']} list, the newest loaded: check them for {row['year']}"
    )
    return said


def _modifier_notes(row: Row, texts: Texts) -> list[str]:
    said = []
    modifiers = row["modifiers"].split(",") if row["modifiers"] else []
    sides = [modifier for modifier in modifiers if texts.get(f"MOD-{modifier}", {}).get("base") == "side"]
    if len(sides) > 1 and row["allowed"] is not None:
        said.append("RT and LT on one line name both sides, as modifier 50 does")
    for modifier in modifiers:
        rule = texts.get(f"MOD-{modifier}")
        if modifier in sides and len(sides) > 1:
            continue
        if rule is not None and rule["effect"] in ("none", "unknown", "preventive", "screening"):
            said.append(f"modifier {modifier}: {rule['message']}")
        dated = DATED.get((rule or {}).get("effect") or "")
        if rule is not None and dated and row[dated] is None and row["allowed"] is not None:
            said.append(f"modifier {modifier} reduces nothing before {rule['effective_from']} (MOD-{modifier})")
    return said
