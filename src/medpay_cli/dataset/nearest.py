"""The known values most like a mistyped one, for error messages that teach."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(wrong: str, known: Iterable[str], count: int = 3) -> list[str]:
    """Up to `count` values of `known` that resemble `wrong`, the most alike first."""
    import difflib

    return difflib.get_close_matches(wrong.upper(), list(known), n=count, cutoff=0.6)


def did_you_mean(wrong: str, known: Iterable[str]) -> str:
    """`; did you mean A, B or C?`, or nothing when none is alike."""
    alike = nearest(wrong, known)
    if not alike:
        return ""
    words = alike[0] if len(alike) == 1 else f"{', '.join(alike[:-1])} or {alike[-1]}"
    return f"; did you mean {words}?"
