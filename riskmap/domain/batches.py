"""Work in long runs."""

import gc
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the collector of cycles: it would look again and again through 10^5 rows that have none."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def ahead(pieces: Iterator[T]) -> Iterator[T]:
    """The same pieces, each next one made by a thread while the caller works on this one."""
    with ThreadPoolExecutor(1) as maker:
        coming = maker.submit(next, pieces, None)
        while (piece := coming.result()) is not None:
            coming = maker.submit(next, pieces, None)
            yield piece


def interpreter(module: str, *arguments: str) -> tuple[list[str], dict[str, str]]:
    """Command and environment of a process that runs `main` of one of our modules."""
    root = str(Path(__file__).resolve().parents[2])
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    quiet = {"PYTHONDONTWRITEBYTECODE": "1", "RUST_BACKTRACE": "0"}
    environ = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), **quiet}
    return [sys.executable, "-c", f"from {module} import main; main()", *arguments], environ
