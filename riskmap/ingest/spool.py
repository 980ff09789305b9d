"""Facts of rows on disk: written by the reading process, read back in chunks, so that no file fills the memory."""

import pickle
import shutil
import tempfile
import weakref
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, overload

from riskmap.domain.batches import uncollected
from riskmap.domain.hazard import Hazard
from riskmap.ingest import identity
from riskmap.ingest.fact import Fact

CHUNK = 2_000


@dataclass(slots=True)
class Keys:
    """What matching needs of one chunk without its facts; the lists run parallel to the facts."""

    sheet: str
    sender: str
    file: str
    offset: int
    rows: list[int]
    fingerprints: list[str]
    hazard_nos: list[str]
    ledger_nos: list[str]
    visits: "array[int]"
    substances: list[bytes]  # identity.substance
    found: list[int]  # ordinals of days


class Writer:
    """Writes facts in chunks and remembers the keys of each."""

    def __init__(self, folder: Path, name: str = "facts.pickle") -> None:
        self._folder, self._name = folder, name
        self._out: BinaryIO = (folder / name).open("wb")
        self.chunks: list[Keys] = []

    def beside(self) -> "Writer":
        """A writer for rows of the same table behind those that are still to come here; it may go to a copy of us."""
        self._out.flush()
        return Writer(self._folder, f"facts-{len(self.chunks)}.pickle")

    def merge(self, chunks: list[Keys], visits: Sequence[int]) -> None:
        """Take over the chunks of another writer, whose visit i is visit `visits[i]` here."""
        for keys in chunks:
            keys.visits = array("i", [at if at < 0 else visits[at] for at in keys.visits])
        self.chunks += chunks

    def write(self, sheet: str, sender: str, facts: Iterator[Fact]) -> None:
        """Write the facts of one table."""
        chunk: list[Fact] = []
        for fact in facts:
            chunk.append(fact)
            if len(chunk) == CHUNK:
                self._dump(sheet, sender, chunk)
                chunk = []
        if chunk:
            self._dump(sheet, sender, chunk)

    def _dump(self, sheet: str, sender: str, chunk: list[Fact]) -> None:
        keys = Keys(
            sheet,
            sender,
            self._name,
            self._out.tell(),
            [fact.row for fact in chunk],
            [fact.fingerprint for fact in chunk],
            [fact.facts.get("hazard_no", "") for fact in chunk],
            [fact.facts.get("ledger_no", "") for fact in chunk],
            array("i", [fact.visit for fact in chunk]),
            [_substance(fact.facts) for fact in chunk],
            [fact.facts["found"].toordinal() for fact in chunk],
        )
        pickle.dump([(fact.facts, fact.uscc, fact.assumed, fact.unsaid) for fact in chunk], self._out, protocol=5)
        self.chunks.append(keys)

    def close(self) -> None:
        """Finish the facts."""
        self._out.close()

    def write_keys(self) -> None:
        """Write the keys beside the facts."""
        with (self._folder / "keys.pickle").open("wb") as out:
            pickle.dump(self.chunks, out, protocol=5)


def _substance(facts: dict[str, Any]) -> bytes:
    return identity.substance(facts.get("enterprise_name", ""), facts.get("place", ""), facts.get("description", ""))


class Spool:
    """The facts of a file on disk; the folder goes when the last user lets go of the spool."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="riskmap-import-"))
        self._end = weakref.finalize(self, shutil.rmtree, str(self.folder), ignore_errors=True)
        self.chunks: list[Keys] = []

    def __getstate__(self) -> dict[str, Any]:
        """For another process, which reads what the folder holds; the folder stays ours."""
        return {"folder": self.folder, "chunks": self.chunks}

    def open(self) -> None:
        """Read the keys that the writer left."""
        with (self.folder / "keys.pickle").open("rb") as file:
            self.chunks = pickle.load(file)  # noqa: S301 - written by our own child process

    def facts(self, chunk: int) -> list[Fact]:
        """The facts of one chunk."""
        keys = self.chunks[chunk]
        with (self.folder / keys.file).open("rb") as file, uncollected():
            file.seek(keys.offset)
            told = pickle.load(file)  # noqa: S301 - as above
            own = zip(keys.rows, keys.fingerprints, keys.visits, told, strict=True)
            return [
                Fact(row, facts, mark, uscc, assumed, visit, unsaid)
                for row, mark, visit, (facts, uscc, assumed, unsaid) in own
            ]

    def files(self, folder: str) -> tuple[Path, ...]:
        """The files that the reader left in a folder of the spool."""
        place = self.folder / folder
        return tuple(sorted(place.iterdir())) if place.is_dir() else ()

    def close(self) -> None:
        """Remove the folder now."""
        self._end()


class Creates(Sequence[Hazard]):
    """The hazards to create, built from the spool one chunk at a time as they are asked for."""

    def __init__(
        self, spool: Spool, picked: Sequence[Sequence[int]], finish: Callable[[int, Fact], dict[str, Any]]
    ) -> None:
        self._spool = spool
        self._picked = picked
        self._finish = finish
        self._starts = [0]
        for positions in picked:
            self._starts.append(self._starts[-1] + len(positions))

    def __len__(self) -> int:
        return self._starts[-1]

    def __iter__(self) -> Iterator[Hazard]:
        return (Hazard(**{"id": "", **facts, "hazard_no": ""}) for facts in self.facts())

    def facts(self) -> Iterator[dict[str, Any]]:
        """The facts of the hazards in their order, without making objects of them."""
        for chunk, positions in enumerate(self._picked):
            if positions:
                found = self._spool.facts(chunk)
                for at in positions:
                    yield self._finish(chunk, found[at])

    @overload
    def __getitem__(self, index: int) -> Hazard: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Hazard]: ...
    def __getitem__(self, index: int | slice) -> Hazard | Sequence[Hazard]:
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        at = index + len(self) if index < 0 else index
        if not 0 <= at < len(self):
            raise IndexError(index)
        chunk = next(i for i, start in enumerate(self._starts[1:]) if at < start)
        return self._hazard(chunk, self._spool.facts(chunk)[self._picked[chunk][at - self._starts[chunk]]])

    def _hazard(self, chunk: int, fact: Fact) -> Hazard:
        return Hazard(**{"id": "", **self._finish(chunk, fact), "hazard_no": ""})
