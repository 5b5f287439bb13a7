"""What the user hands over (zips, folders, files), unpacked in memory into single CMS files."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from medpay_cli.errors import RequestError, SourceError

# The largest file CMS publishes in these families is under 150 MB; anything far beyond is not one.
MAX_MEMBER_BYTES = 1 << 29


@dataclass(frozen=True, slots=True)
class Artefact:
    """One file as CMS made it: `origin` is where it lay (a zip's name, or '' for a plain file)."""

    name: str
    origin: str
    content: bytes

    @property
    def label(self) -> str:
        """`rvu25a.zip/PPRRVU25_JAN.csv`: how messages name the file."""
        return f"{self.origin}/{self.name}" if self.origin else self.name

    @property
    def sha256(self) -> str:
        """Hex digest of the file itself: the zips may be repacked, the files inside are CMS's."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def text(self) -> str:
        """The content as text with `\\n` line ends: UTF-8 with or without BOM, else cp1252.

        CMS mixes LF, CRLF and bare CR (PPRRVU2025_Jul.csv), and leaves a DOS end-of-file mark
        (Ctrl-Z) in some files.
        """
        try:
            text = self.content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = self.content.decode("cp1252", errors="replace")
        return text.replace("\r\n", "\n").replace("\r", "\n")


def open_sources(paths: list[Path]) -> Iterator[Artefact]:
    """Every file in the given zips, folders (all levels) and files, in a fixed order.

    Raises RequestError for a path that does not exist, SourceError for a zip that cannot be read.
    """
    for path in paths:
        if path.is_dir():
            for inner in sorted(p for p in path.rglob("*") if p.is_file()):
                yield from _open_file(inner)
        elif path.is_file():
            yield from _open_file(path)
        else:
            raise RequestError(f"no such file or folder: {path}")


def _open_file(path: Path) -> Iterator[Artefact]:
    if path.suffix.lower() == ".zip":
        yield from _open_zip(path)
    else:
        yield Artefact(path.name, "", path.read_bytes())


def _open_zip(path: Path) -> Iterator[Artefact]:
    try:
        with zipfile.ZipFile(path) as archive:
            for info in sorted(archive.infolist(), key=lambda i: i.filename):
                if info.is_dir():
                    continue
                if info.file_size > MAX_MEMBER_BYTES:
                    raise SourceError(
                        f"{path.name}/{info.filename}",
                        None,
                        f"a file of at most {MAX_MEMBER_BYTES >> 20} MiB",
                        f"{info.file_size >> 20} MiB",
                    )
                # Nothing is written to disk, so a hostile member name has nowhere to escape to.
                yield Artefact(PurePosixPath(info.filename).name, path.name, archive.read(info))
    except (zipfile.BadZipFile, EOFError, OSError, RuntimeError, NotImplementedError) as error:
        raise SourceError(path.name, None, "a complete zip archive", str(error)) from error
