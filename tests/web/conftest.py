"""Fixtures of the page tests (riskmap pages without a browser)."""

import functools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner

from riskmap.domain.people import Grant, Person, Scope
from riskmap.domain.roles import Role
from riskmap.web import cache, identity
from support.commands import holding, riskmap
from support.cut_off import HAZARDS, county_ending
from support.doors import sign
from support.forging import attempts
from support.small import fill, ledger_of, ledger_template, open_at, use

__all__ = ["attempts", "holding", "ledger_of", "ledger_template", "open_at", "riskmap", "sign", "use"]


@pytest.fixture(scope="session", autouse=True)
def _spared() -> Iterator[None]:
    """Each page under test would look through all installed packages for Streamlit components; they do not change.

    Nor is the garbage of a server collected: that of five thousand tests would be.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cache, "settle", lambda: None)
        scan = functools.cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", scan)
        yield


@pytest.fixture
def be(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """be(role, …scope): from now on the reader of every run is this one; be(None): nobody."""

    def become(role: Role | None, **scope: tuple[str, ...]) -> None:
        asks = None if role is None else identity.Reader(Person("1", "x", "某人", ()), (Grant(role, Scope(**scope)),))

        def reader() -> identity.Reader:
            if asks is None:
                raise identity.SignedOut
            return asks

        monkeypatch.setattr(identity, "reader", reader)

    return become


@pytest.fixture
def thursday(tmp_path: Path, use: Callable[..., None]) -> Path:
    """The process serves a ledger of a county whose review week ends on Thursday."""
    fill(tmp_path / "var", HAZARDS)
    file = county_ending(tmp_path / "county", "thursday")
    use(tmp_path / "var", RISKMAP_COUNTY=str(file))
    return file
