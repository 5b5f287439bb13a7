"""Signals that end a run (Ctrl-C, kill, a closed terminal): what was made is taken away, the shell sees 128 + n."""

from __future__ import annotations

import signal
from types import FrameType

# Signal -> what the one line on stderr says.
WORDS = {"SIGINT": "interrupted", "SIGTERM": "terminated", "SIGHUP": "the terminal was closed"}
_received: list[int] = []


class Ended(BaseException):
    """Raised wherever the program is when a signal arrives; no handler of errors takes it for one."""


def listen() -> None:
    """End the run with Ended on each signal of WORDS that nobody ignores (`nohup`, `&` of a script)."""
    for name in WORDS:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _end)


def deafen() -> None:
    """From here on signals of WORDS do nothing: the run is at its end, and what it made is taken away."""
    for name in WORDS:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)


def received() -> tuple[str, int] | None:
    """Words and exit code of the signal that ended the run; None when there was none.

    DuckDB turns an exception of a signal's handler into an error of its own ("Query interrupted"): only this tells.
    """
    if not _received:
        return None
    number = signal.Signals(_received[0])
    return WORDS[number.name], 128 + number


def _end(number: int, _: FrameType | None) -> None:
    _received.append(number)
    raise Ended
