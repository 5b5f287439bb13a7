"""One line on stderr that says how far a long run is: on a terminal only, after two seconds, gone at the end."""

from __future__ import annotations

import shutil
import threading
import time
from types import TracebackType
from typing import TextIO

# Seconds until the line is shown first, and between its changes.
PATIENCE = 2.0
PAUSE = 1 / 2


class Progress:
    """Call it with what is being done; use it in a `with` block. Without a terminal it does nothing at all."""

    def __init__(self, stream: TextIO | None, patience: float = PATIENCE) -> None:
        self._stream = stream if stream is not None and not stream.closed and stream.isatty() else None
        self._patience = patience
        self._text = ""
        self._shown = 0
        self._done = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Progress:
        if self._stream is not None:
            self._thread = threading.Thread(target=self._tell, args=(self._stream, time.monotonic()), daemon=True)
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __call__(self, text: str) -> None:
        self._text = text

    def close(self) -> None:
        """Take the line away: other words follow. Again is no error."""
        self._done.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        if self._stream is not None and self._shown:
            self._write(self._stream, "")
            self._shown = 0

    def _tell(self, stream: TextIO, started: float) -> None:
        pause = self._patience
        while not self._done.wait(pause):
            self._write(stream, f"{self._text} ({time.monotonic() - started:.0f} s)")
            pause = PAUSE

    def _write(self, stream: TextIO, text: str) -> None:
        """The line in place of the one before; a terminal that is gone is no error."""
        text = text[: max(shutil.get_terminal_size().columns - 1, 0)]
        try:
            stream.write(f"\r{text.ljust(self._shown)}" if text else f"\r{' ' * self._shown}\r")
            stream.flush()
        except (OSError, ValueError):
            self._done.set()
        self._shown = len(text)
