"""Pictures of evidence as files beside the database, each once, under the SHA-256 of its content."""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

NAME: Final = re.compile(r"[0-9a-f]{64}")


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

    def keep(self, name: str, raw: bytes) -> bool:
        """Keep a file under its hash, whole or not at all; False if it was there. Raises ValueError for another."""
        if sha256(raw).hexdigest() != name:
            raise ValueError("the content is not what its hash says")
        file = self._place(name)
        if file.is_file():
            return False
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(f".{os.getpid()}.part")
        try:
            with part.open("wb") as out:
                out.write(raw)
                out.flush()
                os.fsync(out.fileno())
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)
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
