"""Writes a text to what a path names: a regular file whole or not at all, a pipe or device by writing into it."""

from __future__ import annotations

import os
import re
import stat
import tempfile
from pathlib import Path

from medpay_cli.errors import RequestError

# Names of streams that are open already: writing goes on where the shell's redirection stands.
_OPEN = re.compile(r"/dev/(?P<name>stdout|stderr)|(?:/dev/fd|/proc/self/fd)/(?P<number>\d+)")


def save(text: str, out: Path) -> None:
    """Write `text` to `out`, through symbolic links. What is not a regular file is never replaced.

    A failure leaves a regular file as it was. Raises RequestError.
    """
    data = text.encode("utf-8", "replace")
    try:
        already = _OPEN.fullmatch(str(out))
        if already:
            number = int(already["number"] or {"stdout": 1, "stderr": 2}[already["name"]])
            _into(os.dup(number), data)
            return
        target = Path(os.path.realpath(out))
        if target.is_symlink():
            raise RequestError(f"cannot write {out}: its links lead in a circle")
        mode = target.stat().st_mode if target.exists() else None
        if mode is not None and not stat.S_ISREG(mode):
            _into(os.open(target, os.O_WRONLY), data)
        else:
            _replace(target, data, mode)
    except OSError as error:
        raise RequestError(f"cannot write {out}: {error.strerror or error}") from error
    except ValueError as error:
        # A NUL or half a character: no system has such a name.
        raise RequestError(f"cannot write {str(out)!r}: not the name of a file") from error


def _into(descriptor: int, data: bytes) -> None:
    """Write to an open pipe or device and close it; a reader that has left has all it wanted."""
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
    except BrokenPipeError:
        pass


def _replace(target: Path, data: bytes, mode: int | None) -> None:
    """Write beside `target` and rename; a file that was there keeps its mode, a new one gets the usual."""
    if mode is not None and not os.access(target, os.W_OK):
        raise PermissionError(13, "it is read-only")
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:100]}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask if mode is None else stat.S_IMODE(mode))
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
