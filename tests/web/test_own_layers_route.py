"""The county's own layers over HTTP: whole for who reads the county, cut to the townships of who reads those alone."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from riskmap.domain.people import Grant, Person, Scope
from riskmap.domain.roles import Role
from riskmap.web import identity, map_data
from riskmap.web.routes import basemaps, layers

Make = Callable[..., Path]
HERE, THERE = "141034103", "141034200"


@pytest.fixture
def client(ledger_of: Make) -> TestClient:
    """Over a county with one layer of a point in each of two townships."""
    folder = ledger_of("several") / "layers"
    folder.mkdir()
    shapes = {one.code: one.geometry.representative_point() for one in map_data.county_shapes().townships}
    features = [
        {"type": "Feature", "properties": {"name": code}, "geometry": {"type": "Point", "coordinates": [at.x, at.y]}}
        for code, at in ((HERE, shapes[HERE]), (THERE, shapes[THERE]))
    ]
    document = {"type": "FeatureCollection", "features": features}
    (folder / "camps.geojson").write_text(json.dumps(document), encoding="utf-8")
    return TestClient(Starlette(routes=[*basemaps.ROUTES, *layers.ROUTES]))


def asks(*grants: Grant) -> identity.Reader:
    return identity.Reader(Person("1", "x", "某人", grants), grants)


def seen(client: TestClient, who: identity.Reader) -> tuple[list[str], list[Any]]:
    """Names of the features that are sent, and what the map is told of the layers."""
    with identity.told(who):
        answer = client.get("/api/v1/layers/own/camps.geojson")
        told = client.get("/api/v1/layers/hazards.json").json()["own"]
    names = [one["properties"]["name"] for one in answer.json()["features"]] if answer.status_code == 200 else []
    return names, [one["count"] for one in told]


def test_a_township_gets_its_own_part_and_the_county_everything(client: TestClient) -> None:
    here, there = (asks(Grant(Role.TOWNSHIP, Scope(townships=(code,)))) for code in (HERE, THERE))
    assert seen(client, asks(Grant(Role.COMMITTEE))) == ([HERE, THERE], [2])
    assert seen(client, here) == ([HERE], [1])
    assert seen(client, there) == ([THERE], [1])
    assert seen(client, asks(Grant(Role.DEPARTMENT, Scope(departments=("emergency",))))) == ([HERE, THERE], [2])
    both = asks(Grant(Role.TOWNSHIP, Scope(townships=(HERE,))), Grant(Role.TOWNSHIP, Scope(townships=(THERE,))))
    assert seen(client, both) == ([HERE, THERE], [2])


def test_a_township_without_an_outline_and_who_reads_nothing_get_nothing(client: TestClient) -> None:
    assert seen(client, asks(Grant(Role.TOWNSHIP, Scope(townships=("141034999",))))) == ([], [])
    assert seen(client, asks(Grant(Role.ADMIN))) == ([], [])
