"""New hazards made ready for their insertion, piece by piece; a long file's in a process beside the one that writes.

Nothing here asks the database, which is busy with the piece before.
"""

import gc
import os
import pickle
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

from riskmap.domain.batches import ahead, interpreter
from riskmap.domain.hazard import Hazard
from riskmap.ledger.batch import Actor, Telling
from riskmap.ledger.journal import Numbers, draft, new_id
from riskmap.store import events
from riskmap.store import hazards as hazard_store
from riskmap.store.hazards import Entry, Given, Layout

T = TypeVar("T")
CHUNK: Final = 1_000
MANY: Final = 20_000  # hazards that are worth a process


@dataclass(frozen=True, slots=True)
class Order:
    """The hazards of a batch, and what the ledger gives them."""

    creates: Sequence[Hazard]
    fingerprints: Sequence[str]
    county: str
    numbers: Numbers
    batch_id: str
    demo: bool
    actor: Actor
    entered: str
    at: str


class Piece(NamedTuple):
    """Some hazards: their events without a place in the chain, their rows without the event's number."""

    drafts: list[events.Draft]
    layout: Layout
    years: Counter[int]  # in which they were found, as their numbers count


def told(objects: Sequence[T], tell: Callable[[T], Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """The facts of each of some objects."""
    return objects.facts() if isinstance(objects, Telling) else map(tell, objects)


def pieces(order: Order) -> Iterator[Piece]:
    """The hazards of an order, each event with every fact."""
    hazards, prints = told(order.creates, hazard_store.told), iter(order.fingerprints)
    while chunk := list(islice(hazards, CHUNK)):
        drafts, entries = [], []
        for facts, fingerprint in zip(chunk, islice(prints, len(chunk)), strict=True):
            day = facts["found"]
            given = Given(new_id(), order.numbers.next(day), order.batch_id, order.demo, touched=False)
            named = hazard_store.named(facts, given)
            payload = {"facts": hazard_store.jsonable(named)}
            drafts.append(draft("register", events.HAZARD, given.id, day, payload, order.actor))
            entries.append(Entry(named, fingerprint, order.entered, order.at))
        yield Piece(drafts, hazard_store.lay_out(order.county, entries), Counter(f["found"].year for f in chunk))


@contextmanager
def made(order: Order) -> Iterator[Iterator[Piece]]:
    """The pieces of an order, made while the caller writes: by a process of its own where that is worth it."""
    if len(order.creates) < MANY or not isinstance(order.creates, Telling) or (os.cpu_count() or 1) < 2:
        yield ahead(pieces(order))
        return
    with tempfile.TemporaryDirectory(prefix="riskmap-pieces-") as folder:
        with (Path(folder) / "order").open("wb") as out:
            pickle.dump(order, out, protocol=5)
        command, environ = interpreter(__name__, folder)
        with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own module
            try:
                yield _come(process, Path(folder))
            finally:
                process.kill()


def _come(process: "subprocess.Popen[str]", folder: Path) -> Iterator[Piece]:
    """Each piece as soon as its name is said; the process does not wait for us, what is ready waits on disk."""
    assert process.stdout is not None
    for name in process.stdout:
        ready = folder / name.strip()
        with ready.open("rb") as file:
            piece: Piece = pickle.load(file)  # noqa: S301 - written by our own child process
        ready.unlink()
        yield piece
    if process.wait():
        raise RuntimeError(f"the preparing process ended with {process.returncode}")


def main() -> None:
    """Entry point of the process: an order in the folder that is named, its pieces beside it."""
    gc.disable()
    folder = Path(sys.argv[1])
    with (folder / "order").open("rb") as file:
        order: Order = pickle.load(file)  # noqa: S301 - written by our own parent process
    for number, piece in enumerate(pieces(order)):
        with (folder / str(number)).open("wb") as out:
            pickle.dump(piece, out, protocol=5)
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
