"""Fixtures that all rooms share."""

import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from support import databases, servers
from support.availability import ALL, STRICT

ROOT = Path(__file__).resolve().parent.parent

# Two busy cores: a slow example is no failure. CI repeats the same examples; a person's run looks for new ones.
settings.register_profile("ci", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ci" if os.environ.get("CI") else "here")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Long tests wait for `--all`; browser tests of one file share a browser and a server, and so a worker."""
    if not ALL:
        config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("long")])
        items[:] = [item for item in items if not item.get_closest_marker("long")]
    for item in items:
        if "e2e" in Path(item.path).parent.parts:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """In CI a browser or PostgreSQL test that is skipped, for whatever reason, has failed."""
    report = yield
    needed = item.get_closest_marker("browser") or item.get_closest_marker("postgres")
    if STRICT and needed and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped in CI, where its means must be there: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def shared_tmp(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this run share."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base


@pytest.fixture(scope="session")
def county() -> Any:
    """The demo county, Fenxi."""
    from riskmap.domain.county import load_county

    return load_county(ROOT / "data" / "county.toml")


@pytest.fixture(scope="session", autouse=True)
def _quick_hashes() -> Iterator[None]:
    """Passwords of tests are hashed with little work; servers that tests start hash as they always do."""
    from argon2 import PasswordHasher

    from riskmap.ledger import people

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(people, "PasswordHasher", partial(PasswordHasher, time_cost=1, memory_cost=64, parallelism=1))
        people.hasher.cache_clear()
        yield
    people.hasher.cache_clear()


# Databases ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def pg_url() -> Iterator[str]:
    """The address of an embedded PostgreSQL of this session (its maintenance database)."""
    with databases.postgres_server() as url:
        yield url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file, closed."""
    file = tmp_path_factory.mktemp("template") / "template.sqlite3"
    _migrate(f"sqlite:///{file.as_posix()}")
    return file


@pytest.fixture(scope="session")
def pg_template(pg_url: str) -> Iterator[str]:
    """The name of a migrated, empty PostgreSQL database without connections."""
    with databases.postgres_database(pg_url) as url:
        _migrate(url)
        yield databases.database_name(url)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table: once SQLite, once PostgreSQL."""
    if request.param == "sqlite":
        yield f"sqlite:///{(tmp_path / 'riskmap.sqlite3').as_posix()}"
        return
    with databases.postgres_database(request.getfixturevalue("pg_url")) as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a migrated, empty database: once SQLite, once PostgreSQL."""
    if request.param == "sqlite":
        yield databases.copy_sqlite(request.getfixturevalue("sqlite_template"), tmp_path)
        return
    template = request.getfixturevalue("pg_template")
    with databases.postgres_database(request.getfixturevalue("pg_url"), template) as url:
        yield url


@pytest.fixture
def engine(database_url: str) -> Iterator[Any]:
    """An engine on a migrated, empty database, once SQLite, once PostgreSQL; the address is `database_url`."""
    from riskmap.store.engine import open_engine

    opened = open_engine(database_url)
    yield opened
    opened.dispose()


def _migrate(url: str) -> None:
    from riskmap.store.engine import open_engine
    from riskmap.store.migrate import upgrade

    opened = open_engine(url)
    upgrade(opened)
    if opened.dialect.name == "sqlite":  # fold the write-ahead log into the file, which is copied alone
        with opened.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    opened.dispose()


# Servers and browser --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def demo_data(shared_tmp: Path) -> Path:
    """A data folder with the demo county loaded, made once a run; copy it before you change it."""
    return servers.made_once(shared_tmp / "demo_data", servers.load_demo)


@pytest.fixture(scope="session")
def demo_server(demo_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running program that shows the demo county. Tests only read it."""
    with servers.server(servers.copy_folder(demo_data, tmp_path_factory.mktemp("demo") / "var")) as base:
        yield base


@pytest.fixture(scope="session")
def empty_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running program whose ledger is empty."""
    with servers.server(tmp_path_factory.mktemp("empty") / "var", RISKMAP_DEMO="0") as base:
        yield base


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A headless Chromium. Module-wide: while Playwright lives, its event loop occupies the thread."""
    from support.browsing import chromium

    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def contexts(browser: Any) -> Any:
    """Browser contexts by server and options, kept for a module: their pages need not load the same scripts again."""
    from support.browsing import Contexts

    return Contexts(browser)


@pytest.fixture
def open_page(contexts: Any) -> Iterator[Callable[..., Any]]:
    """open_page(base, **options) gives a new page; the test fails on outside requests or console errors."""
    with contexts.watched() as opener:
        yield opener


@pytest.fixture
def page(open_page: Callable[..., Any], demo_server: str) -> Any:
    """A watched page for the demo county's server."""
    return open_page(demo_server)
