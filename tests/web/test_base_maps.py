"""Base maps on the map of a county that has outlines, or none: shifted tiles never lie at their own positions."""

import json
import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from riskmap.domain.basemap import Basemap, Kind
from riskmap.geo.boundaries import Boundaries
from riskmap.web import data, map_base, map_data

Make = Callable[..., Path]


def base(name: str, system: str) -> Basemap:
    return Basemap(id=name, title=name, title_en=name, kind=Kind.TILES, urls=(f"https://{name}/{{z}}/{{x}}/{{y}}",),
                   system=system)  # fmt: skip


@pytest.fixture
def county(ledger_of: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """A county with one base map of our positions and one of shifted tiles."""
    ledger_of("several")
    told = replace(data.county(), basemaps=(base("plain", "wgs84"), base("shifted", "gcj02")))
    monkeypatch.setattr(data, "county", lambda: told)
    monkeypatch.setattr(map_base, "_told", set())


def sheet() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(map_data.sheet_of("en"))
    return found


@pytest.mark.usefixtures("county")
def test_shifted_tiles_come_with_the_table_that_moves_them() -> None:
    told = sheet()
    assert [(one["id"], one["shifted"]) for one in told["bases"]] == [("plain", False), ("shifted", True)]
    assert told["shift"]["columns"] > 1


@pytest.mark.usefixtures("county")
def test_without_outlines_shifted_tiles_are_left_out_and_the_log_says_so_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(map_data, "county_shapes", Boundaries)
    with caplog.at_level(logging.WARNING, "riskmap.map"):
        found = [sheet() for _ in range(2)]
    assert [one["id"] for one in found[1]["bases"]] == ["plain"]
    assert [one.getMessage() for one in caplog.records if "gcj02" in one.getMessage()] == [
        "base map shifted: its system gcj02 needs the county's outlines, which are missing"
    ]
