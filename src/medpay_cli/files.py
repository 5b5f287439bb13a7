"""Puts an answer where a path says: a regular file whole or not at all, a pipe or device by writing into it."""

from __future__ import annotations

import io
import os
import re
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from medpay_cli.errors import RequestError

# Names of streams that are open already: writing goes on where the shell's redirection stands.
_OPEN = re.compile(r"/dev/(?P<name>stdout|stderr)|(?:/dev/fd|/proc/self/fd)/(?P<number>\d+)")


def save(text: str, out: Path) -> None:
    """Write `text` to `out`, through symbolic links. What is not a regular file is never replaced.

    A failure leaves a regular file as it was. Raises RequestError.
    """
    data = text.encode("utf-8", "replace")
    target = _target(out)
    with _told(out):
        if target is None:
            _into(out, io.BytesIO(data))
        else:
            _replace(target, lambda beside: beside.write_bytes(data))


def put(write: Callable[[Path], object], out: Path, folder: Path) -> None:
    """Let `write` make a file, and put it at `out` when it is whole; what `save` says of links and devices holds.

    `folder` takes the file that goes on into a pipe or device. Raises RequestError, for any OSError of `write` too.
    """
    target = _target(out)
    with _told(out):
        if target is not None:
            _replace(target, write)
            return
        made = folder / "answer"
        write(made)
        with made.open("rb") as whole:
            _into(out, whole)
        made.unlink()


def check(out: Path) -> None:
    """Refuse a path that nothing can be put at, before any work is done. Raises RequestError."""
    target = _target(out)
    if target is None:
        return
    wrong = None
    if target.is_dir():
        wrong = "it is a directory; name a file in it"
    elif not target.parent.is_dir():
        wrong = f"no folder {out.parent}"
    elif target.exists() and not os.access(target, os.W_OK):
        wrong = "it is read-only"
    elif not os.access(target.parent, os.W_OK | os.X_OK):
        wrong = f"the folder {out.parent} is read-only"
    if wrong:
        raise RequestError(f"cannot write {out}: {wrong}")


def _target(out: Path) -> Path | None:
    """The regular file that `out` is, or is to be, behind its links; None for a pipe, a device, an open stream."""
    if _OPEN.fullmatch(str(out)):
        return None
    try:
        target = Path(os.path.realpath(out))
        if target.is_symlink():
            raise RequestError(f"cannot write {out}: its links lead in a circle")
        mode = target.stat().st_mode if target.exists() else None
    except OSError as error:
        raise RequestError(f"cannot write {out}: {error.strerror or error}") from error
    except ValueError as error:
        # A NUL or half a character: no system has such a name.
        raise RequestError(f"cannot write {str(out)!r}: not the name of a file") from error
    return target if mode is None or stat.S_ISREG(mode) or stat.S_ISDIR(mode) else None


@contextmanager
def _told(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise RequestError(f"cannot write {out}: {error.strerror or error}") from error
    except ValueError as error:
        if isinstance(error, UnicodeError) or "null" in str(error):
            raise RequestError(f"cannot write {str(out)!r}: not the name of a file") from error
        raise


def _into(out: Path, source: IO[bytes]) -> None:
    """Write to an open pipe or device and close it; a reader that has left has all it wanted."""
    already = _OPEN.fullmatch(str(out))
    if already:
        descriptor = os.dup(int(already["number"] or {"stdout": 1, "stderr": 2}[already["name"]]))
    else:
        descriptor = os.open(out, os.O_WRONLY)
    try:
        with os.fdopen(descriptor, "wb") as file:
            shutil.copyfileobj(source, file)
    except BrokenPipeError:
        pass


def _replace(target: Path, write: Callable[[Path], object]) -> None:
    """Let `write` fill a file beside `target` and rename it; one that was there keeps its mode, a new one is usual."""
    mode = target.stat().st_mode if target.exists() else None
    if mode is not None and stat.S_ISREG(mode) and not os.access(target, os.W_OK):
        raise PermissionError(13, "it is read-only")
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:100]}.")
    os.close(handle)
    try:
        write(Path(name))
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask if mode is None else stat.S_IMODE(mode))
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
