"""Villages and emergency resources over HTTP and on the card: whole for the county, a township's own for a township."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from riskmap.domain.people import Grant, Person, Scope
from riskmap.domain.roles import Role
from riskmap.i18n import Translator
from riskmap.views import places as words
from riskmap.web import identity, map_data, map_places
from riskmap.web.routes import basemaps, layers

Make = Callable[..., Path]
HERE, THERE = "141034103", "141034200"


@pytest.fixture
def folder(ledger_of: Make) -> Path:
    """The `layers/` of a county with a table in it: resources of two townships, one village without coordinates."""
    made = ledger_of("several") / "layers"
    made.mkdir()
    shapes = {one.code: one.geometry.representative_point() for one in map_data.county_shapes().townships}
    here, there = shapes[HERE], shapes[THERE]
    (made / "应急.csv").write_text(
        "名称,类别,乡镇,经度,纬度,责任单位,联系人\n"
        f"示例库,物资库,和平镇,{there.x},{there.y},示例单位,张某\n"  # its row says where it belongs
        f"示例站,消防站,,{there.x},{there.y},,李某\n"
        f"<b>某村,村庄,和平镇,,,,\n界外村,村庄,和平镇,{here.x + 5},{here.y},,\n",
        encoding="utf-8",
    )
    (made / "坏.xlsx").write_bytes(b"PK\x03\x04")
    return made


@pytest.fixture
def client(folder: Path) -> TestClient:
    assert folder.is_dir()
    return TestClient(Starlette(routes=[*basemaps.ROUTES, *layers.ROUTES]))


def asks(*grants: Grant) -> identity.Reader:
    return identity.Reader(Person("1", "x", "某人", grants), grants)


COUNTY, OF_HERE, OF_THERE = (
    asks(Grant(Role.COMMITTEE)),
    asks(Grant(Role.TOWNSHIP, Scope(townships=(HERE,)))),
    asks(Grant(Role.TOWNSHIP, Scope(townships=(THERE,)))),
)


def names(client: TestClient, who: identity.Reader, group: str) -> list[str]:
    with identity.told(who):
        answer = client.get(f"/api/v1/layers/own/place.{group}.geojson")
    assert answer.status_code == 200
    return [one["properties"]["name"] for one in answer.json()["features"]]


def test_layers_tell_what_is_drawn_what_is_not_and_which_file_is_bad(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with identity.told(COUNTY):
        own = client.get("/api/v1/layers/hazards.json", params={"lang": "zh_CN"}).json()["own"]
    villages, emergency, bad = own
    assert (villages["id"], villages["title"], villages["group"]) == ("place.villages", "村庄（社区）", "villages")
    assert [villages[key] for key in ("count", "missing", "wrong", "turned")] == [0, 1, 1, 0]
    assert (emergency["title"], emergency["count"]) == ("应急资源", 2)
    assert bad == {"title": "坏.xlsx", "refused": True}
    assert "坏.xlsx" in caplog.text
    assert "point_outside (rows 5)" in caplog.text
    assert "张某" not in caplog.text


def test_a_layer_has_facts_and_no_person(client: TestClient) -> None:
    with identity.told(COUNTY):
        text = client.get("/api/v1/layers/own/place.emergency.geojson").text
    assert '"name":"示例库","township":"141034103","unit":"示例单位"' in text
    assert "张某" not in text


def test_a_township_gets_the_places_that_name_it_or_lie_in_it(client: TestClient) -> None:
    assert names(client, COUNTY, "emergency") == ["示例库", "示例站"]
    assert names(client, OF_HERE, "emergency") == ["示例库"]
    assert names(client, OF_THERE, "emergency") == ["示例站"]
    with identity.told(OF_THERE):
        assert [one.get("group") for one in client.get("/api/v1/layers/hazards.json").json()["own"]] == ["emergency"]


def test_the_search_finds_places_also_those_without_a_position(client: TestClient) -> None:
    def found(who: identity.Reader, text: str) -> list[dict[str, Any]]:
        with identity.told(who):
            answer = client.get("/api/v1/layers/search.json", params={"text": text, "lang": "zh_CN"}).json()
        return [one for one in answer if one["kind"] == "place"]

    (village,) = found(COUNTY, "某村")
    assert (village["label"], village["more"], "lon" in village) == ("<b>某村", "村庄 · 和平镇", False)
    (station,) = found(COUNTY, "示例站")
    assert (station["group"], station["more"]) == ("emergency", "消防站")
    assert found(OF_HERE, "示例站") == []


def test_a_changed_file_is_read_again(client: TestClient, folder: Path) -> None:
    assert len(names(client, COUNTY, "emergency")) == 2
    (folder / "应急.csv").write_text("名称,类别,经度,纬度\n新站,消防站,111.5,36.5\n", encoding="utf-8")
    assert names(client, COUNTY, "emergency") == ["新站"]


def test_the_card_tells_the_nearest_of_what_its_reader_sees(folder: Path) -> None:
    from riskmap.geo.places import nearest

    assert folder.is_dir()
    shapes, t = map_data.county_shapes(), Translator("zh_CN")
    at = next(one.geometry.representative_point() for one in shapes.townships if one.code == THERE)
    with identity.told(COUNTY):
        told = words.near(nearest(map_places.seen(shapes), at.x, at.y), t)
    assert [(kind, name) for kind, name, _ in told] == [("应急物资库", "示例库"), ("消防站", "示例站")]
    with identity.told(OF_HERE):
        assert len(nearest(map_places.seen(shapes), at.x, at.y)) == 1
