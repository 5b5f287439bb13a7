"""Control characters as signs: text from outside moves no cursor, changes no colour and hides nothing."""

from __future__ import annotations

# A spreadsheet would run a text cell that starts like a formula.
FORMULA = frozenset("=+-@\t\r")


def visible(text: str, keep: str = "") -> str:
    """`text` with control and formatting characters shown (ESC as U+241B, others as <U+202E>); `keep` pass."""
    if text.isprintable():
        return text
    return "".join(character if character in keep else _shown(character) for character in text)


def _shown(character: str) -> str:
    if character.isprintable():
        return character
    # Only odd input pays for the tables of Unicode.
    from unicodedata import category

    point = ord(character)
    if point < 0x20:
        return chr(0x2400 + point)
    if point == 0x7F:
        return "\u2421"
    # Cc: C1 controls; Cf: marks that reorder or hide text; Zl, Zp: line ends to some programs; Cs: half a character.
    if category(character) in ("Cc", "Cf", "Zl", "Zp", "Cs"):
        return f"<U+{point:04X}>"
    return character
