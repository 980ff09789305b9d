"""Fixtures that all rooms share."""

import gc
import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadScopeScheduling

from support import databases, servers
from support.availability import ALL, STRICT

ROOT = Path(__file__).resolve().parent.parent
BROWSER = "tests/e2e/"

# Two busy cores: a slow example is no failure. CI repeats the same examples; a person's run looks for new ones.
settings.register_profile("ci", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ci" if os.environ.get("CI") else "here")


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    """Deal tests to workers by file; browser tests, which share a browser and servers, go to one worker."""
    return ByFile(config, log)


class ByFile(LoadScopeScheduling):
    """What a worker gets at a time."""

    def _split_scope(self, nodeid: str) -> str:
        return BROWSER if nodeid.startswith(BROWSER) else nodeid.split("::", maxsplit=1)[0]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Long tests wait for `--all`; every test in a browser is marked as one."""
    if not ALL:
        config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("long")])
        items[:] = [item for item in items if not item.get_closest_marker("long")]
    for item in items:
        if item.nodeid.startswith(BROWSER):
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """The collector need not look through five thousand tests at each of its rounds."""
    gc.collect()
    gc.freeze()


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


# Demo county ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def demo_data(shared_tmp: Path) -> Path:
    """A data folder with the demo county loaded, made once a run; copy it before you change it."""
    return servers.made_once(shared_tmp / "demo_data", servers.load_demo)
