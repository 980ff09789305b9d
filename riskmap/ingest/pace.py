"""How far the reading process is: a small file beside its answer, written by it and read by whoever waits."""

import contextlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, TypeVar

T = TypeVar("T")
EVERY: Final = 500  # rows between two notes
NAME: Final = "progress"


def told(items: Iterable[T], of: int, folder: Path) -> Iterator[T]:
    """The items as they come; how many of them is written down now and then."""
    for done, item in enumerate(items):
        if done % EVERY == 0:
            (folder / NAME).write_text(f"{done} {of}", encoding="ascii")
        yield item


def read(folder: Path) -> tuple[int, int]:
    """(rows done, rows of the sheet) as last written; (0, 0) before the first row."""
    with contextlib.suppress(OSError, ValueError):
        done, of = (folder / NAME).read_text(encoding="ascii").split()
        return int(done), int(of)
    return 0, 0
