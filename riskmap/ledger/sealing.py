"""The words of whistle-blowers under lock: encrypted with a key that lies in a file of its own, never in the database.

The file holds one key a line: the first one seals, every one opens, so that a new key is put before the old ones.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from riskmap.domain.codec import from_json, to_json
from riskmap.domain.tips import Tip, Words
from riskmap.ledger.errors import Refused
from riskmap.store.shapes import dumps, loads

MISSING: Final = "tip:key_missing"
WRONG: Final = "tip:key_wrong"
CHANGED: Final = "tip:changed"  # the row was changed behind the door


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys of an installation. Raises Refused (tip:key_missing, tip:key_wrong); `file` need not be there yet."""

    file: Path

    def box(self) -> MultiFernet:
        """What seals and opens."""
        try:
            return MultiFernet([Fernet(line) for line in self._lines()])
        except ValueError as wrong:
            raise Refused((WRONG,)) from wrong

    def sealer(self) -> MultiFernet:
        """The key alone that seals."""
        try:
            return MultiFernet([Fernet(line) for line in self._lines()[:1]])
        except ValueError as wrong:
            raise Refused((WRONG,)) from wrong

    def _lines(self) -> list[bytes]:
        try:
            return self.file.read_bytes().split()
        except OSError as gone:
            raise Refused((MISSING,)) from gone

    def make(self) -> None:
        """Make the file with a first key, readable by its owner alone; one that is there stays as it is."""
        part = self.file.with_name(f".{self.file.name}.{os.getpid()}")
        try:
            if self.file.exists():
                return
            self.file.parent.mkdir(parents=True, exist_ok=True)
            part.unlink(missing_ok=True)
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
                out.write(Fernet.generate_key() + b"\n")
                out.flush()
                os.fsync(out.fileno())
            part.replace(self.file)
        except OSError as error:
            raise Refused((MISSING,)) from error


def seal(box: MultiFernet, county: str, tip: Tip, words: Words) -> str:
    """The words of a report as ciphertext, bound to its number and its named receiver."""
    told = {"county": county, "number": tip.number, "receiver": tip.receiver, "words": to_json(words)}
    return box.encrypt(dumps(told).encode()).decode("ascii")


def unseal(box: MultiFernet, county: str, tip: Tip, sealed: str) -> Words:
    """The words of a ciphertext. Raises Refused: tip:key_wrong, tip:changed where it belongs to another report."""
    try:
        told = loads(box.decrypt(sealed).decode())
    except (InvalidToken, ValueError) as wrong:
        raise Refused((WRONG,)) from wrong
    if (told["county"], told["number"], told["receiver"]) != (county, tip.number, tip.receiver):
        raise Refused((CHANGED,))
    return from_json(Words, told["words"])


def opens(box: MultiFernet, sealed: str) -> bool:
    """Whether the keys are those of a ciphertext."""
    try:
        box.decrypt(sealed)
    except InvalidToken:
        return False
    return True
