"""One browser and a few running programs for all browser tests."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from support import servers
from support.browsing import Contexts, chromium
from support.ledgers import HOSTILE_LEDGER, load


@pytest.fixture(scope="package")
def demo_server(demo_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running program that shows the demo county. Tests only read it."""
    folder = servers.copy_folder(demo_data, tmp_path_factory.mktemp("demo") / "var")
    with servers.server(folder, RISKMAP_WALL_SECONDS="3") as base:
        yield base


@pytest.fixture(scope="package")
def empty_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running program whose ledger is empty. Tests only read it."""
    with servers.server(tmp_path_factory.mktemp("empty") / "var", RISKMAP_DEMO="0", RISKMAP_WALL_SECONDS="3") as base:
        yield base


@pytest.fixture(scope="package")
def hostile_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder whose ledger is hostile in every field of words."""
    folder = tmp_path_factory.mktemp("hostile") / "var"
    load(folder, HOSTILE_LEDGER)
    return folder


@pytest.fixture(scope="package")
def hostile_server(hostile_folder: Path) -> Iterator[str]:
    """The address of a running program that shows it. Tests only read it."""
    with servers.server(hostile_folder, RISKMAP_DEMO="0") as base:
        yield base


@pytest.fixture(scope="package")
def browser() -> Iterator[Any]:
    """A headless Chromium. Not for the whole session: while Playwright lives, its event loop occupies the thread."""
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="package")
def contexts(browser: Any) -> Contexts:
    """Browser contexts by server and options: pages need not load the same scripts again."""
    return Contexts(browser)


@pytest.fixture
def open_page(contexts: Contexts) -> Iterator[Callable[..., Any]]:
    """open_page(base, **options) gives a new page; the test fails on outside requests or console errors."""
    with contexts.watched() as opener:
        yield opener


@pytest.fixture
def page(open_page: Callable[..., Any], demo_server: str) -> Any:
    """A watched page for the demo county's server."""
    return open_page(demo_server)
