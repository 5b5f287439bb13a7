"""The known values most like a mistyped one, for error messages that teach."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(wrong: str, known: Iterable[str], count: int = 3) -> list[str]:
    """Up to `count` values of `known` that resemble `wrong`, the most alike first."""
    import difflib

    return difflib.get_close_matches(wrong.upper(), list(known), n=count, cutoff=0.6)


def did_you_mean(wrong: str, known: Iterable[str]) -> str:
    """`; did you mean A, B or C?`, or nothing when none is alike."""
    return _asked(nearest(wrong, known))


def codes_like(wrong: str, known: Iterable[str], count: int = 3) -> list[str]:
    """Up to `count` codes of `known` of the same kind as `wrong` that one slip makes of it, the nearest first.

    A kind is a shape and a letter: five digits, G and four digits, four digits and T. A slip is one other
    digit or two that changed places; O and I written for 0 and 1 count as the digits.
    """
    every = set(known)
    code = wrong.upper()
    if not any(_kind(code) == _kind(other) for other in every):
        code = code.translate(_LETTERS_FOR_DIGITS)
        if code in every:
            return [code]
    slips = [(_slip(code, other), other) for other in every if _kind(code) == _kind(other)]
    return [other for _, other in sorted((slip, other) for slip, other in slips if slip is not None)[:count]]


def did_you_mean_code(wrong: str, known: Iterable[str]) -> str:
    """`; did you mean 99202 or 99203?` with codes of the same kind, or nothing."""
    return _asked(codes_like(wrong, known))


_LETTERS_FOR_DIGITS = str.maketrans("OI", "01")


def _kind(code: str) -> tuple[str, ...]:
    return tuple("0" if character.isdigit() else character for character in code)


def _slip(code: str, other: str) -> tuple[int, int] | None:
    """How far one slip leads from `code` to `other`: two digits changed first, then the last digits; None: further."""
    differing = [i for i in range(len(code)) if code[i] != other[i]]
    if len(differing) == 1:
        place = differing[0]
        return len(code) - place, abs(ord(code[place]) - ord(other[place]))
    if len(differing) == 2:
        first, second = differing
        if second == first + 1 and code[first] == other[second] and code[second] == other[first]:
            return 0, 0
    return None


def _asked(alike: list[str]) -> str:
    if not alike:
        return ""
    words = alike[0] if len(alike) == 1 else f"{', '.join(alike[:-1])} or {alike[-1]}"
    return f"; did you mean {words}?"
