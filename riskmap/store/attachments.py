"""Pictures of evidence as files beside the database, each once, under the SHA-256 of its content."""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

NAME: Final = re.compile(r"[0-9a-f]{64}")
INTENDED: Final = "intended"


@dataclass(frozen=True, slots=True)
class Attachments:
    """The folder of the files: `ab/abcd…`, a file's first two letters, then its whole hash."""

    folder: Path

    def path(self, name: str) -> Path | None:
        """The file of a hash; None for a word that is no hash, and where there is no such file."""
        if not NAME.fullmatch(name):
            return None
        file = self._place(name)
        return file if file.is_file() else None

    def intend(self, names: Iterable[str]) -> None:
        """Write down which files a transaction is about to add: what a power cut leaves of them is known for that."""
        self.folder.mkdir(parents=True, exist_ok=True)
        _write(self.folder / INTENDED, "\n".join(names).encode())

    def intended(self) -> set[str]:
        """The files of a transaction that has not ended, or was cut off."""
        try:
            told = (self.folder / INTENDED).read_text(encoding="ascii").split()
        except FileNotFoundError:
            return set()
        return {name for name in told if NAME.fullmatch(name)}

    def settled(self) -> None:
        """The transaction has ended."""
        (self.folder / INTENDED).unlink(missing_ok=True)

    def keep(self, name: str, raw: bytes) -> bool:
        """Keep a file under its hash, whole or not at all; False if it was there. Raises ValueError for another."""
        if sha256(raw).hexdigest() != name:
            raise ValueError("the content is not what its hash says")
        file = self._place(name)
        if file.is_file():
            return False
        file.parent.mkdir(parents=True, exist_ok=True)
        _write(file, raw)
        return True

    def forget(self, names: Iterable[str]) -> None:
        """Take files away again: what they were kept for did not come about."""
        for name in names:
            self._place(name).unlink(missing_ok=True)

    def names(self) -> Iterator[str]:
        """The hash of every file, in order."""
        if self.folder.is_dir():
            for folder in sorted(one for one in self.folder.iterdir() if one.is_dir()):
                yield from sorted(one.name for one in folder.iterdir() if NAME.fullmatch(one.name))

    def sound(self, name: str) -> bool:
        """Whether the content of a file is still what its hash says."""
        return sha256(self._place(name).read_bytes()).hexdigest() == name

    def _place(self, name: str) -> Path:
        return self.folder / name[:2] / name


def _write(file: Path, raw: bytes) -> None:
    """A file whole or not at all, on the disk when this returns."""
    part = file.with_name(f"{file.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as out:
            out.write(raw)
            out.flush()
            os.fsync(out.fileno())
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
