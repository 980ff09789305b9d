"""The battle map's page without a browser: what the map tells it, and what it answers."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import numpy as np
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from riskmap.domain.people import Grant, Person, Scope
from riskmap.domain.roles import Role
from riskmap.i18n import Translator
from riskmap.ledger.batch import Actor
from riskmap.ledger.permission import able
from riskmap.metrics import drill, filters
from riskmap.metrics.selection import selection
from riskmap.views.html import map_charts
from riskmap.views.html.context import Context
from riskmap.web import battle_map, data, identity, map_told, officer
from riskmap.web.routes import layers
from riskmap.web.step_choice import CHOSEN
from support.behind import numbers, rows_behind
from support.small import OFFICE, TODAY, address, ids, shown

Make = Callable[..., Any]
Open = Callable[..., Any]


@pytest.fixture
def tells(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """tells(word): what the map says at the next run."""
    said: list[str] = []

    def component(*_: object, **__: object) -> dict[str, Any]:
        facts = {"id": said[-1], "click": len(said)} if said else {}
        return {"last_active_drawing": {"properties": facts}}

    monkeypatch.setattr(battle_map, "st_folium", component)
    return said.append


def test_a_selection_drives_the_lists_and_opens_its_rows(ledger_of: Make, open_at: Open, tells: Any) -> None:
    ledger_of("several")
    app = open_at("battle_map", lang="zh_CN")
    assert "地图选区" not in shown(app)
    tells("#area:box:100,30,120,40")
    app.run()
    assert address(app)["area"] == "box:100,30,120,40"
    assert "地图选区" in shown(app)
    told = shown(app).split('class="rm-selected"')[1].split("</p>")[0]
    assert "area=box" in told
    assert "closure_rates?" in told.split("选区全部整改率")[0]


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"area": "box:100,30,120,40"},
        {"area": "box:111.5,36.6,111.8,36.8", "grade": "major"},
        {"progress": "overdue,closed"},
        {"as_of": "2026-06-30", "township": "141034103"},
    ],
    ids=str,
)
def test_each_figure_of_the_charts_opens_its_rows_of_the_same_selection(ledger_of: Make, query: dict[str, str]) -> None:
    ledger_of("several")
    view, where = data.view(), filters.parse(query, data.view().vocabulary, TODAY)
    words = {**filters.to_query(where), "lang": "en"}
    found = selection(view.index, where)
    text = map_charts.charts(Context(Translator("en"), lambda _, code: code, where, words), found)
    said = numbers(text)
    assert len(said) > 10
    assert not [(words, n, there) for words, n in said if (there := rows_behind(dict(words))) != n]
    assert all(words.get("area", "") == query.get("area", "") for words, _ in said)
    assert found.shown == rows_behind({**query, "rows": "shown"})
    assert sum(found.late) == found.counts["stock_overdue"]


@pytest.mark.parametrize(("lang", "title"), [("zh_CN", "超期天数"), ("en", "Overdue, by days late")])
def test_the_tab_of_charts_stays_open_and_draws_each_selection(
    ledger_of: Make, open_at: Open, tells: Any, lang: str, title: str
) -> None:
    ledger_of("several")
    app = open_at("battle_map", lang=lang)
    assert 'class="rm-charts"' not in shown(app)  # only the open tab is made
    app.session_state["battle_map_list"] = app.tabs[3].label
    app.run()
    for area in ("box:111.59,36.65,111.61,36.67", "near:111.6,36.66,3", ""):  # with other counts in the titles
        tells(f"#area:{area}")
        app.run()
        drawn = shown(app).split('class="rm-charts"')[1]
        assert drawn.count('class="w-card') == 4
        assert title in drawn
        assert ("area=" in drawn) is bool(area)


@pytest.mark.parametrize("word", ["#area:<b>", "#township:nowhere", "#nothing:1", "#"])
def test_what_means_nothing_changes_nothing(ledger_of: Make, open_at: Open, tells: Any, word: str) -> None:
    ledger_of("several")
    app = open_at("battle_map")
    before = address(app)
    tells(word)
    app.run()
    assert not app.exception
    assert address(app) == before


def test_a_township_opens_and_closes(ledger_of: Make, open_at: Open, tells: Any) -> None:
    ledger_of("several")
    app = open_at("battle_map", layers="major", measure="stock")
    tells("#township:141034100")
    app.run()
    assert address(app) == {"township": "141034100", "layers": "major", "measure": "stock"}
    tells("#township:")
    app.run()
    assert "township" not in address(app)


def test_search_finds_only_what_the_reader_sees(ledger_of: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger_of("several")
    client = TestClient(Starlette(routes=layers.ROUTES))

    def found(text: str) -> list[str]:
        answer = client.get("/api/v1/layers/search.json", params={"text": text, "lang": "zh_CN"})
        return [one["kind"] for one in answer.json()]

    number = str(data.whole().snapshot.hazards["hazard_no"].iloc[0])
    assert found(number) == ["hazard"]
    assert found("永安") == ["township"] or "township" in found("永安")
    assert found("") == []
    reader = identity.Reader(Person("1", "x", "某人", ()), (Grant(Role.TOWNSHIP, Scope(townships=("141034999",))),))
    monkeypatch.setattr(identity, "reader", lambda: reader)
    assert found(number) == []


def test_the_day_of_the_slider_becomes_the_day_of_the_page(ledger_of: Make, open_at: Open, tells: Any) -> None:
    ledger_of("several")
    app = open_at("battle_map")
    tells("#as_of:2026-09-02")
    app.run()
    assert address(app) == {"as_of": "2026-09-02"}
    tells(f"#as_of:{data.today().isoformat()}")
    app.run()
    assert address(app) == {}


def test_a_hazard_is_placed_by_a_click_and_a_reason(ledger_of: Make, open_at: Open, tells: Any) -> None:
    ledger_of("several")
    frame = data.whole().snapshot.hazards
    number = str(frame["hazard_no"][frame["lon"].isna() & (frame["status"] != "void")].iloc[0])
    app = open_at("battle_map", lang="zh_CN", place=number)
    assert app.button(key="map_place_yes").disabled
    tells("#place:111.5,36.6")
    app.run()
    app.text_input(key="map_place_reason").set_value("现场核对").run()
    app.button(key="map_place_yes").click().run()
    assert not app.exception
    stored = data.whole().snapshot.hazards.set_index("hazard_no").loc[number]
    assert (stored["lon"], stored["lat"]) == (111.5, 36.6)
    assert "place" not in address(app)


def test_a_point_is_that_of_one_hazard_and_never_of_the_next_one(ledger_of: Make, open_at: Open, tells: Any) -> None:
    ledger_of("unplaced")
    first, second = (data.hazard(one).hazard_no for one in list(ids().values())[:2])
    app = open_at("battle_map", lang="zh_CN", place=first)
    tells("#place:111.5,36.6")
    app.run()
    app.text_input(key="map_place_reason").set_value("现场核对").run()
    assert not app.button(key="map_place_yes").disabled
    app.query_params["place"] = second
    app.run()
    assert app.button(key="map_place_yes").disabled
    assert "111.50000" not in "".join(one.value for one in app.caption)
    tells("#place:111.6,36.7")
    app.run()
    assert app.text_input(key="map_place_reason").value == ""


@pytest.mark.parametrize("drawn", ["2026-11-22", "2026-11-15", "2026-03-31"])
def test_a_number_of_the_map_opens_its_rows_whatever_is_selected_and_whichever_day_is_drawn(
    ledger_of: Make, open_at: Open, tells: Any, monkeypatch: pytest.MonkeyPatch, drawn: str
) -> None:
    ledger_of("several")
    opened: list[tuple[filters.Filter, str]] = []
    monkeypatch.setattr(map_told, "_open", lambda _, where, rows, ledger: opened.append((where, rows)))
    client = TestClient(Starlette(routes=[*layers.ROUTES]))
    asked = {"as_of": drawn}
    told = client.get("/api/v1/layers/hazards.json", params=asked).json()
    since = client.get("/api/v1/layers/changes.json", params={**asked, "since": "2026-02-10"}).json()["counts"]
    app = open_at("battle_map", lang="zh_CN", area="box:100,30,100.1,30.1")  # nothing lies there
    tells(f"#unplaced:{drawn}")
    app.run()
    for kind in since:
        tells(f"#rows:{kind},2026-02-10,{drawn}")
        app.run()
    assert not app.exception
    found = [int(np.count_nonzero(drill.rows(data.view().index, where, rows))) for where, rows in opened]
    assert found == [told["unplaced"], *since.values()]
    assert sum(found) > 0


def test_the_tray_opens_all_that_has_no_place_whatever_is_selected(ledger_of: Make, open_at: Open, tells: Any) -> None:
    ledger_of("unplaced")
    html = tray_of(open_at, area="box:100,30,120,40")
    way = html.split('class="rm-more"')[1].split('href="')[1].split('"')[0]
    assert "area=" not in way
    assert "located=0" in way


def test_who_places_what_somebody_changed_meanwhile_is_told_what_and_decides(
    ledger_of: Make, open_at: Open, tells: Any
) -> None:
    ledger_of("unplaced")
    one = ids()["配电箱未接地"]
    for leaves in (True, False):
        app = open_at("battle_map", lang="zh_CN", place=data.hazard(one).hazard_no)
        tells("#place:111.5,36.6")
        app.run()
        corrected = {"field": "place", "new": f"{leaves}号井", "reason": "核对"}
        bob = Actor("bob", "李某", "committee")
        data.ledger().act(one, "correct", corrected, bob, data.hazard(one).version, TODAY)
        app.text_input(key="map_place_reason").set_value("现场核对").run()
        told = shown(app)
        assert "李某" in told
        assert f"{leaves}号井" in told
        app.button(key="meanwhile_leave" if leaves else "meanwhile_record").click().run()
        assert (data.hazard(one).lon is None) is leaves
        assert data.hazard(one).place == f"{leaves}号井"


def test_who_may_not_place_is_told_so_and_places_nothing(
    ledger_of: Make, open_at: Open, tells: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger_of("several")
    number = str(data.whole().snapshot.hazards["hazard_no"].iloc[0])
    reader = identity.Reader(Person("1", "x", "某人", ()), (Grant(Role.LEADER, Scope()),))
    monkeypatch.setattr(identity, "reader", lambda: reader)
    app = open_at("battle_map", lang="zh_CN", place=number)
    assert not [one for one in app.button if one.key == "map_place_yes"]
    assert "不能标定" in app.warning[0].value
    before = data.whole().snapshot.revision
    tells("#place:111.5,36.6")
    app.run()
    assert data.whole().snapshot.revision == before


def test_a_point_outside_the_county_lies_in_the_tray_and_can_be_placed(
    ledger_of: Make, open_at: Open, tells: Any
) -> None:
    ledger_of("several")
    hazard = data.hazard(ids()["临期示例"])
    tray = tray_of(open_at)
    assert "缺</td>" in tray
    assert "在县域外" not in tray
    data.ledger().place(hazard.id, 120.0, 30.0, "误填", OFFICE, hazard.version, TODAY)
    tray = tray_of(open_at)
    assert "落在县域外 1 项" in tray
    assert "在县域外</td>" in tray
    assert f"place={hazard.hazard_no}" in tray
    assert "台账中缺坐标 1 项" in tray


def tray_of(open_at: Open, **words: str) -> str:
    """The words of the page with its last list open: only an open one is made."""
    app = open_at("battle_map", lang="zh_CN", **words)
    app.session_state["battle_map_list"] = app.tabs[-1].label
    return shown(app.run())


def test_the_card_offers_the_steps_of_its_reader_and_a_link_opens_the_form(
    ledger_of: Make, open_at: Open, be: Callable[..., None], tells: Any
) -> None:
    ledger_of("several")
    be(Role.COMMITTEE)
    app = open_at("battle_map", lang="zh_CN")
    card = shown(app).split("可办理的步骤")[1]
    link = unquote(card.split('href="')[-1].split('"')[0].replace("&amp;", "&"))  # of the last step offered
    query = dict(parse_qsl(urlsplit(link).query))
    assert link.startswith("hazard?")
    page = open_at("hazard", **query)
    assert page.pills(key=CHOSEN).value == query["action"]
    other = next(one for one in able(officer.actor(), data.hazard(query["id"])) if one != query["action"])
    page.pills(key=CHOSEN).set_value(other).run()  # the address opens it once, then the reader chooses
    assert page.pills(key=CHOSEN).value == other
    assert not page.exception


@pytest.mark.parametrize("role", [Role.LEADER, Role.ADMIN])
def test_who_may_take_no_step_is_offered_none(
    ledger_of: Make, open_at: Open, be: Callable[..., None], tells: Any, role: Role
) -> None:
    ledger_of("several")
    be(role)
    assert "可办理的步骤" not in shown(open_at("battle_map", lang="zh_CN"))


def test_a_past_day_offers_no_steps(ledger_of: Make, open_at: Open, be: Callable[..., None], tells: Any) -> None:
    ledger_of("several")
    be(Role.COMMITTEE)
    app = open_at("battle_map", lang="zh_CN", as_of=(TODAY - timedelta(1)).isoformat())
    assert "责任链" in shown(app)
    assert "可办理的步骤" not in shown(app)
