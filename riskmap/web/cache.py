"""Blocks of pages by what they depend on: (revision, language, filter, …). Nothing is ever hashed from a frame."""

import gc
from collections.abc import Callable

from riskmap.metrics.index import Memory
from riskmap.views.html.bulk import Listed
from riskmap.web.session import Run

_blocks = Memory(256)


def settle() -> None:
    """Tell the collector to leave alone what stands now; for makers of what is large and kept.

    Streamlit collects after each run of a page, and looks through whatever was made since the last freeze: the hazards
    of one weekly paper cost every rerun of every page 14 ms. What was frozen before and is garbage now goes first.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def html(run: Run, name: str, make: Callable[[], str], *also: object) -> str:
    """The block `name` of a run, made once for everyone who asks the same question."""
    return _blocks.get((name, *run.key, *also), make)


def blocks(run: Run, name: str, make: Callable[[], tuple[str, ...]], *also: object) -> tuple[str, ...]:
    """Several blocks of a run, made together; kept as `html` keeps one."""
    return _blocks.get((name, *run.key, *also), make)


def listed(run: Run, name: str, make: Callable[[], Listed], *also: object) -> Listed:
    """The rows of a list of a run, made together; kept as `html` keeps one."""
    return _blocks.get((name, *run.key, *also), make)
