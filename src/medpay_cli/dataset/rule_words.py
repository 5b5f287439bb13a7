"""From the words a person uses for a rule to the rules meant: ids, values, subjects, titles, text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple, Protocol, TypeVar

# More rules than this at once answer no question: then they are listed.
MOST_MEANT = 12


class Rule(Protocol):
    """What the search reads of a rule."""

    @property
    def id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def value(self) -> str: ...
    @property
    def message(self) -> str: ...
    @property
    def explanation(self) -> str: ...
    @property
    def advice(self) -> str | None: ...
    @property
    def citation(self) -> str: ...


R = TypeVar("R", bound=Rule)


class Topic(NamedTuple):
    """A part of the catalogue: its name, what it is about, the subjects in it, and words that mean it."""

    name: str
    about: str
    subjects: tuple[str, ...]
    words: tuple[str, ...]


# In the order in which their rules are shown for a value that several have (59, 22, 1).
TOPICS = (
    Topic("terms", "the words that screens use, each explained", ("term", "global_days"), ("term", "global", "days")),
    Topic("modifiers", "what each modifier does to the amount", ("modifier",), ("modifier", "modifiers", "mod")),
    Topic(
        "ncci",
        "which modifiers bypass an edit, and which fit",
        ("ncci_modifier", "no_bypass", "either_line", "fitting_modifiers", "site"),
        ("modifier", "modifiers", "mod", "ncci", "bypass"),
    ),
    Topic("ptp", "edits of pairs of codes", ("ptp",), ("ptp", "pair", "edit", "edits", "ccmi")),
    Topic("mue", "edits of units", ("mue",), ("mue", "mai", "edit", "edits")),
    Topic("add-on", "codes paid only beside a primary code", ("add_on", "add_on_exception"), ("addon", "add", "on")),
    Topic("pctc", "professional and technical components", ("pctc", "pctc_bundled"), ("pctc", "pc", "tc", "component")),
    Topic("status", "whether the fee schedule pays a code", ("status",), ("status",)),
    Topic("supervision", "who must be there for a test", ("supervision",), ("supervision",)),
    Topic("pos", "places of service and their rate", ("pos",), ("pos", "place", "of", "service")),
    Topic(
        "claims",
        "several lines, both sides, several surgeons",
        (
            *("multiple_procedure", "multiple_rank", "bilateral", "bilateral_pair", "bilateral_units", "assistant"),
            *("co_surgeon", "team", "combination"),
        ),
        ("multiple", "mult", "bilateral", "bilat", "surgeon", "claim"),
    ),
    Topic("anesthesia", "base units, time and its own factor", ("anesthesia", "anesthesia_code"), ("anesthesia",)),
    Topic(
        "payment",
        "from relative values to what is paid, and by whom",
        ("payment", "conversion_factor", "provider", "patient_share", "share", "hospital_part", "technical"),
        ("payment", "price", "cf", "patient", "share"),
    ),
    Topic(
        "elsewhere",
        "what another schedule pays",
        ("other_schedule", "other_schedule_list", "elsewhere_status"),
        ("elsewhere", "schedule"),
    ),
    Topic(
        "lines",
        "why a line cannot be read, judged or paid",
        ("line", "reason", "claim_reason"),
        ("line", "lines", "reason", "reasons"),
    ),
    Topic("notes", "what is said beside an amount", ("note",), ("note", "notes")),
    Topic("checks", "what is checked on claims and codes", ("check",), ("check", "checks", "tip", "finding")),
    Topic("sets", "named sets of codes and places that checks ask for", ("code_set", "place_set"), ("set", "codes")),
)
# These narrow nothing: many subjects have an indicator, and any text may be about a rule.
_EMPTY = {"indicator", "code", "rule", "value", "the", "a", "what", "is"}


def topic_of(subject: str) -> Topic:
    """The topic of a subject; a subject that is in none is its own."""
    name = subject.replace("_", " ")
    own = Topic(name, f"rules of {name}", (subject,), tuple(name.split()))
    return next((topic for topic in TOPICS if subject in topic.subjects), own)


@cache
def words(text: str) -> tuple[str, ...]:
    """The words of `text` in lower case; PC/TC and add-on are one word each."""
    joined = re.sub(r"\bpc\s*/\s*tc\b", "pctc", text.lower())
    return tuple(re.findall(r"[a-z0-9]+", re.sub(r"\badd-on", "addon", joined)))


def meant(text: str, rules: Sequence[R]) -> list[R]:
    """The rules `text` names, the likeliest first: by id, as a term, by value, by title, by words."""
    asked = words(text)
    if not asked:
        return []
    named = [rule for rule in rules if words(rule.id) == asked]
    if named:
        return named
    terms = [rule for rule in rules if rule.subject == "term" and asked in (words(rule.value), words(rule.title))]
    if terms:
        return terms
    return (
        _by_value(asked, rules)
        or [rule for rule in rules if words(rule.title) == asked]
        or [rule for rule in rules if set(asked) <= set(words(rule.title))]
        # A rule that names a code as its example is not about the code.
        or ([] if is_code(text) else search(text, rules))
    )


def is_code(text: str) -> bool:
    """Whether `text` looks like a HCPCS code."""
    return re.fullmatch("[0-9][0-9]{3}[0-9A-Z]|[A-Z][0-9]{4}", text.strip().upper()) is not None


def search(text: str, rules: Iterable[R]) -> list[R]:
    """The rules that have every word of `text`, or a word that begins with it, the best place first."""
    asked = words(text)
    found = []
    for rule in rules:
        scores = [_place(word, rule) for word in asked]
        if None not in scores:
            found.append((sum(score or 0 for score in scores), rule.id, rule))
    return [rule for _, _, rule in sorted(found, key=lambda one: one[:2])]


def neighbours(text: str, rules: Sequence[Rule], count: int = 3) -> list[str]:
    """Ids of the rules one of whose words is most like one of `text`."""
    import difflib

    asked = words(text)

    def likeness(rule: Rule) -> float:
        own = words(f"{rule.id} {rule.title}")
        return max((difflib.SequenceMatcher(None, a, b).ratio() for a in asked for b in own), default=0)

    return [rule.id for rule in sorted(rules, key=lambda rule: (-likeness(rule), rule.id))[:count]]


def _by_value(asked: Sequence[str], rules: Sequence[R]) -> list[R]:
    """Rules of the value among the words, in the topics that all the other words name."""
    order = {subject: i for i, topic in enumerate(TOPICS) for subject in topic.subjects}
    for value in asked:
        others = set(asked) - {value} - _EMPTY
        found = [
            rule
            for rule in rules
            if _same_value(value, rule.value) and others <= {*topic_of(rule.subject).words, *words(rule.subject)}
        ]
        if found:
            return sorted(found, key=lambda rule: (order.get(rule.subject, len(order)), rule.id))
    return []


def _same_value(asked: str, value: str) -> bool:
    own = value.lower()
    return asked == own or (asked.isdigit() and len(own) == 2 and asked.zfill(2) == own)


def _place(word: str, rule: Rule) -> int | None:
    """Where the rule has the word: 0 it is its value, 1 value, id, title or topic, 2 what it says, 3 elsewhere."""
    topic = topic_of(rule.subject)
    texts = (
        f"{rule.value} {rule.id} {rule.title} {rule.subject} {topic.name} {' '.join(topic.words)}",
        rule.message,
        f"{rule.explanation} {rule.advice or ''} {rule.citation}",
    )
    if words(rule.value) == (word,):
        return 0
    for place, text in enumerate(texts, 1):
        # A short word or a number means itself: 59 is not 5900, and AS no assistant.
        if any(own == word or (len(word) > 3 and not word.isdigit() and own.startswith(word)) for own in words(text)):
            return place
    return None
