"""Layers over HTTP: one vocabulary, ETag by revision and question, compressed, counts equal to the ledger's."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.testclient import TestClient

from riskmap.metrics.filters import Vocabulary
from riskmap.metrics.index import Index
from riskmap.settings import load_settings
from riskmap.web import data
from riskmap.web.routes import layers, static
from support.hazard_frames import AS_OF, T, enterprises, facts, frame, random_rows

ROUTES = "/api/v1/layers"
STANDING = ("overdue", "due_soon", "in_progress", "waiting")
QUESTIONS = st.fixed_dictionaries(
    {},
    optional={
        "township": st.sampled_from(["141034100", "141034101,141034102", "unknown"]),
        "grade": st.sampled_from(["major", "general"]),
        "progress": st.sampled_from(["overdue", "closed,waiting", "pending"]),
        "listed": st.sampled_from(["any", "none"]),
        "overdue": st.just("1"),
        "batch": st.sampled_from(["b1", "b1,b2"]),
        "as_of": st.sampled_from(["2026-11-22", "2026-07-01"]),
    },
)


@pytest.fixture(scope="module")
def shown() -> Iterator[Any]:
    """A ledger of 150 made-up hazards behind the routes; gives (client, set revision)."""
    rows = random_rows(5, 150)
    for number, row in enumerate(rows):  # some stand apart in rank tables; on the map they lie in their township
        row["source"], row["supervision"] = ("self", "department")[number % 2], ("city", "county", "county")[number % 3]
    table = frame(*rows, facts(900, hazard_no="FX-2026-000900", enterprise_id="e900"))
    firms = enterprises(
        {"id": "e900", "name": "示例一矿", "township": "141034100", "lon": 111.5, "lat": 36.6, "risk": "major"},
        {"id": "e901", "name": "示例二矿", "township": "141034101", "risk": "low"},
    )
    data.configure(load_settings({"RISKMAP_TODAY": AS_OF.isoformat()}))
    index = Index(table)
    visits = pd.DataFrame({"enterprise_id": ["e900", "e900"], "on": [T - 9, T - 3]})
    vocabulary = Vocabulary.of(table, data.county().orders())

    def revise(revision: int) -> None:
        told = {"hazards": table, "spells": None, "enterprises": firms, "inspections": visits, "demo": False}
        snapshot = SimpleNamespace(revision=revision, **told)
        data.view = lambda: data.View(snapshot, index, vocabulary, (revision, 1))

    kept = data.view
    revise(7)
    yield TestClient(Starlette(routes=[*layers.ROUTES, *static.ROUTES])), revise
    data.view = kept
    data.configure(None)


@given(question=QUESTIONS)
def test_every_layer_counts_what_the_ledger_holds_for_any_filter(shown: Any, question: dict[str, str]) -> None:
    client, _ = shown
    compact = client.get(f"{ROUTES}/hazards.json", params=question).json()
    features = client.get(f"{ROUTES}/hazards.geojson", params=question).json()["features"]
    assert compact["total"] == len(features)
    drawn = len(compact["majors"]["no"]) + sum(len(dots["x"]) for dots in compact["dots"])
    assert drawn + compact["unplaced"] + compact["closed_earlier"] + compact["void"] == len(features)
    sums = [sum(one["n"][at] for one in compact["towns"]) for at in range(6)]
    assert sums == [compact["counts"][code][1] for code in compact["counts"]]  # far out: a township's sum is its dots
    towns = client.get(f"{ROUTES}/townships.geojson", params=question).json()["features"]
    standing = [
        one for one in features if one["properties"]["progress"] in ("overdue", "due_soon", "in_progress", "waiting")
    ]
    assert sum(one["properties"].get("stock", 0) for one in towns) == len(standing)
    printed = {one["code"]: one["rates"]["stock"][0] for one in compact["shades"] if one["rates"]["stock"][0]}
    assert printed == {one["id"]: one["properties"]["stock"] for one in towns if one["properties"].get("stock")}


def test_the_same_question_is_answered_304_until_the_ledger_changes(shown: Any) -> None:
    client, revise = shown
    first = client.get(f"{ROUTES}/hazards.json")
    again = {"If-None-Match": first.headers["etag"]}
    assert client.get(f"{ROUTES}/hazards.json", headers=again).status_code == 304
    assert client.get(f"{ROUTES}/hazards.json", params={"grade": "major"}, headers=again).status_code == 200
    assert client.get(f"{ROUTES}/hazards.geojson", headers=again).status_code == 200
    revise(8)
    changed = client.get(f"{ROUTES}/hazards.json", headers=again)
    assert (changed.status_code, changed.json()["revision"]) == (200, 8)
    assert changed.headers["etag"].startswith('"8-')
    revise(7)


def test_answers_are_compressed_for_those_who_take_it(shown: Any) -> None:
    client, _ = shown
    packed = client.get(f"{ROUTES}/hazards.json", headers={"Accept-Encoding": "gzip"})
    plain = client.get(f"{ROUTES}/hazards.json", headers={"Accept-Encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.json() == plain.json()
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"]) / 2


@pytest.mark.parametrize(
    "path", ["hazards.geojson", "enterprises.geojson", "townships.geojson", "hazards.json", "sheet.json", "brief.json"]
)
@pytest.mark.parametrize(("key", "value"), [("colour", "red"), ("grade", "huge"), ("as_of", "today")])
def test_a_word_outside_the_vocabulary_is_refused(shown: Any, path: str, key: str, value: str) -> None:
    answer = shown[0].get(f"{ROUTES}/{path}", params={key: value})
    assert answer.status_code == 400
    assert (answer.json()["error"]["key"], answer.json()["error"]["value"]) == (key, value)


def test_enterprises_follow_the_filter_and_the_hazards_it_asks_for(shown: Any) -> None:
    def names(**question: str) -> list[str]:
        features = shown[0].get(f"{ROUTES}/enterprises.geojson", params=question).json()["features"]
        return [one["properties"]["name"] for one in features]

    assert names() == ["示例一矿", "示例二矿"]
    assert names(township="141034101") == ["示例二矿"]
    assert names(grade="general", q="FX-2026-000900") == ["示例一矿"]


def test_a_township_is_told_with_its_density(shown: Any) -> None:
    shades = shown[0].get(f"{ROUTES}/hazards.json").json()["shades"]
    told = {one["code"]: one["rates"]["density"] for one in shades}
    assert told["141034100"][1] == 1
    assert told["141034101"][1:] == [0, "/", -1]


def test_a_brief_says_what_the_marks_asked_for_say_in_their_order(shown: Any) -> None:
    client, _ = shown
    told = client.get(f"{ROUTES}/brief.json", params={"no": "FX-2026-000900,FX-2026-000001,none", "lang": "en"}).json()
    assert [line["no"] for line in told] == ["FX-2026-000900", "FX-2026-000001"]
    assert told[0]["label"].startswith("示例煤业900号 · 30 d left")
    assert T


def test_scripts_are_scripts_and_nothing_else_is_served(shown: Any) -> None:
    client, _ = shown
    for path, kind in (
        ("leaflet/leaflet.js", "javascript"),
        ("leaflet/leaflet.css", "css"),
        ("riskmap/riskmap-layer.js", "javascript"),
        ("riskmap/riskmap.css", "css"),
    ):
        answer = client.get(f"/assets/{path}?v=1")
        assert answer.status_code == 200
        assert kind in answer.headers["content-type"]
        assert "immutable" in answer.headers["cache-control"]
    assert client.get("/assets/riskmap/../map_data.py").status_code == 404
    assert client.get("/assets/riskmap/none.js").status_code == 404
