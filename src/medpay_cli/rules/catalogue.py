"""Reads and checks the catalogue's TOML files, and flattens them into rows of the `rule` table."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from medpay_cli.errors import DatasetError

KINDS = {"payment", "legality", "edit", "check", "term"}
CERTAINTIES = {"stated", "verified", "general practice", "open"}
MODIFIER_EFFECTS = {
    *("fee_row", "none", "by_report", "denied", "facility_only", "unknown", "anesthesia", "supervision"),
    *("bilateral", "co_surgeon", "assistant", "team", "share", "return", "technical", "medicare_share"),
    *("screening", "preventive"),
}
INDICATOR_EFFECTS = {"paid", "documentation", "not_allowed", "by_report"}
# in_claims: a check that `price` of several codes and `claim` ask too; what it finds is denied there.
CHECK_EFFECTS: set[str | None] = {None, "in_claims"}
# assists: at surgery, with AS; anesthetist: for anesthesia, with QX or QZ; limited: paid for some services only.
PROVIDER_EFFECTS = {"physician", "anesthetist", "assists", "limited", "other"}
ANESTHESIA_EFFECTS = {"base_only", "own_time"}
STATUS_EFFECTS = {"priced", "not_paid", "contractor", "anesthesia"}
NCCI_EFFECTS = {"anatomic", "evaluation", "distinct", "global", "repeat"}
SETTINGS = {"facility", "nonfacility", "doubtful"}
REQUIRED = ("id", "title", "kind", "subject", "value", "message", "explanation", "citation", "certainty")
OPTIONAL = (
    *("effect", "reason_code", "carc", "factor", "base", "effective_from", "effective_through", "advice"),
    *("only_set", "goes_with"),
)
# Subjects whose factors pricing takes by the day of service: dates stand in `rates`, never beside a bare factor.
BY_DAY = {"modifier", "provider", "payment", "multiple_procedure"}
# A check has a condition over the facts of its grain, and what follows from it (rules/compiler.py).
CHECK_REQUIRED = ("grain", "when", "says", "outcome", "severity")
CHECK = ("grain", "condition", "says", "outcome", "severity", "at_stake")
# A reason why a line has no amount (rules/reasons.py): what it must have, and what it may have.
REASONS = ("reason", "claim_reason")
REASON_REQUIRED = ("when", "says", "outcome")
REASON = ("rule", "code_of", "confidence")
# A note beside an amount (rules/notes.py).
NOTE_REQUIRED = ("when", "says")
NOTE = ("rule", "effects", "part")
# A sentence on something else (rules/notes.py): its words are no rule, and stand in no table.
SENTENCE_REQUIRED = ("about", "when", "says")
SENTENCE = ("rule", "effects", "each", "part")
SENTENCE_SAYS = {
    "kind": "term",
    "message": "what is said of it",
    "explanation": "A sentence.",
    "citation": "the entry it speaks for",
    "certainty": "stated",
    "when": "true",
}
GRAINS = {"code", "line", "pair", "claim", "row"}
# denied: Medicare will not pay the line; review: the record or the MAC decides; reduced: paid less than the fee;
# underpaid: the charge or the payment is below what Medicare allows; note: good to know, changes no payment.
OUTCOMES = {"denied", "review", "reduced", "underpaid", "note"}
REASON_OUTCOMES = {"denied", "paid_elsewhere", "review", "payable", "unanswered"}
REASON_CONFIDENCES = {None, "none", "low", "medium"}
SEVERITIES = {"error", "warning", "info"}

# Claim adjustment group and reason code, and a remark code where one goes with it: CO-237 N794.
CARC = re.compile(r"(CO|PR|OA)-[0-9A-Z]{1,3}( [MN][0-9A-Z]{1,4})?")

_HERE = Path(__file__).parent


def load(folder: Path = _HERE) -> list[dict[str, Any]]:
    """Every rule, one row each, sorted by id: the columns of the `rule` table, and `file`, where it stands.

    A `[[modifier]]` or `[[place]]` entry that serves several codes becomes one row a code, so that SQL
    can join on (subject, value). Raises DatasetError naming the file and id of an entry that is not
    well-formed, and for an id or (subject, value) that occurs twice.
    """
    rows: dict[str, dict[str, Any]] = {}
    subjects: set[tuple[str, str]] = set()
    for path in sorted(folder.glob("*.toml")):
        for number, entry in enumerate(_entries(tomllib.loads(path.read_text(encoding="utf-8")))):
            row = _checked(path.name, entry) | {"number": number}
            # Several reasons have one code: "modifiers_conflict" is found by it, with every entry of it.
            subject = (row["subject"], row["id" if row["subject"] in REASONS else "value"])
            if row["id"] in rows or subject in subjects:
                raise DatasetError(f"{path.name}: {row['id']} occurs twice")
            rows[row["id"]] = row
            subjects.add(subject)
    return [rows[rule_id] for rule_id in sorted(rows)]


def by_precedence(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """`rows` in the order in which they stand in the files: of reasons the first that holds is the answer."""
    return sorted(rows, key=lambda row: (row["file"], row["number"]))


def rates(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of the `rate` table: each rate of every entry that has some, by rule and first day."""
    return [{"rule": row["id"], **rate} for row in rows for rate in row["rates"]]


def code_sets(folder: Path = _HERE) -> list[dict[str, str]]:
    """The ranges of every `[[code_set]]`: its name, first and last code, and the entry's id; sorted.

    A `[[place_set]]` gives a row a place of service. Raises DatasetError for a range that is not `99202-99215` or a
    code, and for a place that is not two digits.
    """
    ranges = []
    for path in sorted(folder.glob("*.toml")):
        document = tomllib.loads(path.read_text(encoding="utf-8"))
        for entry in document.get("place_set", []):
            for code in entry["codes"]:
                if not re.fullmatch("[0-9]{2}", code):
                    raise DatasetError(f"{path.name}: {entry['id']}: {code!r} is no place of service such as 22")
                ranges.append({"name": entry["name"], "code_from": code, "code_through": code, "rule": entry["id"]})
        for entry in document.get("code_set", []):
            for text in entry["codes"]:
                found = re.fullmatch(r"([0-9A-Z]{5})(?:-([0-9A-Z]{5}))?", text)
                if found is None or (found[2] or found[1]) < found[1]:
                    raise DatasetError(f"{path.name}: {entry['id']}: {text!r} is no code or range such as 99202-99215")
                last = found[2] or found[1]
                ranges.append({"name": entry["name"], "code_from": found[1], "code_through": last, "rule": entry["id"]})
    return sorted(ranges, key=lambda row: (row["name"], row["code_from"]))


def abbreviations(folder: Path = _HERE) -> list[dict[str, Any]]:
    """Every form of every word of the search, sorted; a word is a form of itself.

    Raises DatasetError for a form that is not one word of letters and digits.
    """
    written = tomllib.loads((folder / "abbreviations.toml").read_text(encoding="utf-8"))
    rows: dict[tuple[str, str], bool] = {}
    for table, both_ways in (("also", False), ("words", True)):
        for word, forms in written[table].items():
            for form in (word, *forms.split()):
                if not re.fullmatch("[a-z0-9]+", form):
                    raise DatasetError(f"abbreviations.toml: {word}: {form!r} is not one word in lower case")
                rows[word, form] = both_ways or form == word
    return [{"word": word, "form": form, "both_ways": rows[word, form]} for word, form in sorted(rows)]


def written_words(folder: Path = _HERE) -> list[dict[str, Any]]:
    """The short words of descriptors that a description writes out, sorted.

    Raises DatasetError for a form with a space or a capital.
    """
    written = tomllib.loads((folder / "descriptor_words.toml").read_text(encoding="utf-8"))["written"]
    for form in written:
        if not re.fullmatch("[a-z0-9/&-]+", form):
            raise DatasetError(f"descriptor_words.toml: {form!r} is not one word in lower case")
    return [{"form": form, "written": text} for form, text in sorted(written.items())]


def place_names(folder: Path = _HERE) -> dict[str, str]:
    """Names of places of service that CMS's bundled code set lacks."""
    names: dict[str, str] = tomllib.loads((folder / "place_of_service.toml").read_text(encoding="utf-8"))["names"]
    return names


def _entries(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from document.get("rule", [])
    for check in document.get("check", []):
        yield {"kind": "check", "subject": "check", "value": check.get("id"), "message": check.get("title"), **check}
    for subject in REASONS:
        for entry in document.get(subject, []):
            named = {"value": entry.get("reason_code") or entry.get("code_of"), "message": entry.get("title")}
            yield {"kind": "legality", "subject": subject, **named, **entry}
    for note in document.get("note", []):
        yield {"kind": "payment", "subject": "note", "value": note.get("id"), "message": note.get("title"), **note}
    for entry in document.get("sentence", []):
        named = {"subject": "sentence", "value": entry.get("id"), "title": entry.get("id")}
        yield {**SENTENCE_SAYS, **named, **entry}
    for subject in ("code_set", "place_set"):
        for entry in document.get(subject, []):
            shared = {key: value for key, value in entry.items() if key not in ("name", "codes")}
            # Conditions may ask for the places, or codes, themselves.
            places = {"effect": " ".join(entry["codes"])}
            named = {"subject": subject, "value": entry["name"], "message": entry["title"]}
            yield {"kind": "check", **named, **places, **shared}
    for group in document.get("modifier", []):
        for code in group["codes"]:
            shared = {key: value for key, value in group.items() if key != "codes"}
            yield {"id": f"MOD-{code}", "kind": "legality", "subject": "modifier", "value": code, **shared}
    for group in document.get("ncci_modifier", []):
        for code in group["codes"]:
            shared = {key: value for key, value in group.items() if key != "codes"}
            yield {"id": f"NCCI-MOD-{code}", "kind": "edit", "subject": "ncci_modifier", "value": code, **shared}
    for group in document.get("place", []):
        for code in group["codes"]:
            setting = group["setting"]
            yield {
                "id": f"POS-{code}",
                "title": f"Place of service {code}",
                "kind": "payment",
                "subject": "pos",
                "value": code,
                "effect": setting,
                "message": f"place of service {code}: {setting} rate",
                "explanation": "The practice-expense value follows the place of service.",
                "citation": group["citation"],
                "certainty": group["certainty"],
            }


def _checked(file: str, entry: dict[str, Any]) -> dict[str, Any]:
    name = f"{file}: {entry.get('id', '(no id)')}"
    is_check = entry.get("subject") == "check"
    is_reason = entry.get("subject") in REASONS
    of_subject = {
        "check": (CHECK_REQUIRED, ("at_stake",)),
        "note": (NOTE_REQUIRED, NOTE),
        "sentence": (SENTENCE_REQUIRED, SENTENCE),
        **dict.fromkeys(REASONS, (REASON_REQUIRED, REASON)),
    }
    more, optional = of_subject.get(str(entry.get("subject")), ((), ()))
    required = REQUIRED + more
    known = required + OPTIONAL + ("rates",) + optional
    missing = [key for key in required if not entry.get(key)]
    unknown = [key for key in entry if key not in known]
    if missing or unknown:
        raise DatasetError(f"{name}: missing {missing or 'nothing'}, unknown {unknown or 'nothing'}")
    if entry["kind"] not in KINDS or entry["certainty"] not in CERTAINTIES:
        raise DatasetError(f"{name}: kind {entry['kind']!r} or certainty {entry['certainty']!r} is not known")
    if is_reason or entry["subject"] in ("note", "sentence"):
        # They are asked of a line, whose day is a column like any other.
        dated = [key for key in ("effective_from", "effective_through", "rates") if key in entry]
        if dated:
            raise DatasetError(f"{name}: a {entry['subject']} has no {dated[0]}: ask rate_day in `when`")
    if is_reason:
        closed = (("outcome", REASON_OUTCOMES), ("confidence", REASON_CONFIDENCES))
        for key, allowed in closed:
            if entry.get(key) not in allowed:
                raise DatasetError(f"{name}: {key} one of {sorted(filter(None, allowed))}, found {entry.get(key)!r}")
    if is_check:
        for key, allowed in (("grain", GRAINS), ("outcome", OUTCOMES), ("severity", SEVERITIES)):
            if entry[key] not in allowed:
                raise DatasetError(f"{name}: {key} one of {sorted(allowed)}, found {entry[key]!r}")
    known_effects: dict[str, set[str] | set[str | None]] = {
        "modifier": MODIFIER_EFFECTS,
        "ncci_modifier": NCCI_EFFECTS,
        "status": STATUS_EFFECTS,
        "anesthesia_code": ANESTHESIA_EFFECTS,
        "pos": SETTINGS,
        "provider": PROVIDER_EFFECTS,
        "check": CHECK_EFFECTS,
    }
    effects = known_effects.get(entry["subject"])
    if effects is not None and entry.get("effect") not in effects:
        raise DatasetError(f"{name}: effect one of {sorted(filter(None, effects))}, found {entry.get('effect')!r}")
    for key in ("effective_from", "effective_through"):
        if not isinstance(entry.get(key), dt.date | None):
            raise DatasetError(f"{name}: {key} must be a date")
    if not CARC.fullmatch(entry.get("carc", "CO-4")):
        raise DatasetError(f"{name}: carc such as CO-97, found {entry['carc']!r}")
    row = {key: entry.get(key) for key in REQUIRED + OPTIONAL + CHECK}
    row |= {"condition": entry.get("when"), "file": file, "decides": entry.get("rule")}
    row |= {key: entry.get(key) for key in ("code_of", "confidence", "effects", "each", "part")}
    row["about"] = entry.get("about", "price")
    # A rate is written as text in the TOML so that it never passes through a float.
    row["factor"] = Decimal(entry["factor"]) if "factor" in entry else None
    row["rates"] = _rates(name, entry)
    if row["rates"]:
        # What is said of the rule where no day is asked: its newest factor, and the time of all.
        row["factor"], row["effective_from"] = row["rates"][-1]["factor"], row["rates"][0]["effective_from"]
        row["effective_through"] = row["rates"][-1]["effective_through"]
    return row


def _rates(name: str, entry: dict[str, Any]) -> list[dict[str, Any]]:
    """`rates = [{ from = 2018-01-01, through = 2022-12-31, factor = "0.93" }, ...]`, the oldest first."""
    dated = entry.get("effective_from") or entry.get("effective_through")
    if dated and "factor" in entry and entry["subject"] in BY_DAY:
        raise DatasetError(f"{name}: a factor with dates is written as rates")
    if "rates" in entry and (dated or "factor" in entry):
        raise DatasetError(f"{name}: rates stand in place of factor and dates")
    found: list[dict[str, Any]] = []
    for rate in entry.get("rates", []):
        first, last = rate.get("from"), rate.get("through")
        if not isinstance(first, dt.date) or not isinstance(last, dt.date | None) or not rate.get("factor"):
            raise DatasetError(f"{name}: a rate has from, factor and perhaps through, found {rate}")
        before = found[-1]["effective_through"] if found else dt.date.min
        if before is None or first <= before or (last is not None and last < first):
            raise DatasetError(f"{name}: the rate from {first} begins before another ends, or ends before it begins")
        found.append({"effective_from": first, "effective_through": last, "factor": Decimal(rate["factor"])})
    return found
