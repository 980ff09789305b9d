"""The wall without a browser: routes of its own, the font, its document, the blocks of one state."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from time import sleep
from typing import Any
from unittest.mock import patch

import pytest
from sqlalchemy.exc import OperationalError
from starlette.applications import Starlette
from starlette.testclient import TestClient

from riskmap.domain.people import Grant, Person, Scope
from riskmap.domain.roles import Role
from riskmap.web import big_screen, data, document, identity, map_data
from riskmap.web.routes import layers, static, wall
from support.small import FIRM, ids, shown

Make = Callable[..., Any]


@pytest.fixture
def client() -> TestClient:
    return TestClient(Starlette(routes=[*wall.ROUTES, *layers.ROUTES, *static.ROUTES]))


def test_the_map_of_the_wall_counts_what_the_battle_map_counts(ledger_of: Make, client: TestClient) -> None:
    ledger_of("several")
    for question in ({}, {"grade": "major"}, {"township": "141034103"}):
        ours = client.get("/api/v1/wall/hazards.json", params=question)
        theirs = client.get("/api/v1/layers/hazards.json", params=question)
        assert ours.json() == theirs.json()
        assert ours.headers["cache-control"] == "no-store"


def test_a_sensitive_site_is_blurred_on_the_wall(ledger_of: Make, client: TestClient) -> None:
    ledger_of("several")
    question = {"grade": "major"}
    data.current().enterprises.loc[lambda frame: frame["id"] == FIRM.id, "sensitive"] = True
    blurred, exact = (client.get(f"/api/v1/{one}/hazards.json", params=question).json() for one in ("wall", "layers"))

    def place(told: dict[str, Any]) -> list[float]:
        west, south, step = told["grid"]
        return [west + told["majors"]["x"][0] * step, south + told["majors"]["y"][0] * step]

    assert place(blurred) == pytest.approx([111.60, 36.66], abs=0.006)
    assert all(abs(value * 100 - round(value * 100)) < 1e-3 for value in place(blurred))
    assert place(exact) == pytest.approx([111.60, 36.66])


def test_a_township_sees_its_own_part_on_its_wall(ledger_of: Make, client: TestClient) -> None:
    ledger_of("several")
    whole = client.get("/api/v1/wall/hazards.json").json()["total"]
    with identity.told(identity.demo_reader("township")):  # the first township; asked after the whole was kept
        part = client.get("/api/v1/wall/hazards.json").json()["total"]
        own = len(data.current().hazards)
    assert 0 < part <= own < whole
    assert client.get("/api/v1/wall/hazards.json").json()["total"] == whole


def test_the_map_is_of_the_townships_of_the_filter_or_of_the_reader(
    ledger_of: Make, open_at: Make, be: Callable[..., None]
) -> None:
    ledger_of("several")
    assert 'data-only=""' in shown(open_at("big_screen", lang="zh_CN"))
    assert 'data-only="141034103"' in shown(open_at("big_screen", lang="zh_CN", township="141034103"))
    be(Role.DEVICE, townships=("141034200",))
    assert 'data-only="141034200"' in shown(open_at("big_screen", lang="zh_CN"))


def test_a_word_outside_the_vocabulary_is_refused(ledger_of: Make, client: TestClient) -> None:
    ledger_of("one")
    assert client.get("/api/v1/wall/hazards.json", params={"grade": "huge"}).status_code == 400


def test_the_pulse_asks_no_database(client: TestClient) -> None:
    first, second = (client.get("/api/v1/wall/pulse.json") for _ in range(2))
    assert first.json() == second.json() == {"started": data.STARTED}
    assert first.headers["cache-control"] == "no-store"


def test_the_font_is_served_and_nothing_beside_it(client: TestClient) -> None:
    font = client.get("/assets/fonts/NotoSansSC-Regular.otf")
    assert font.content[:4] == b"OTTO"
    assert font.headers["content-type"] == "font/otf"
    assert "immutable" in font.headers["cache-control"]
    for other in ("NotoSerifSC-Regular.otf", "__init__.py", "../document.py"):
        assert client.get(f"/assets/fonts/{other}").status_code == 404


def test_only_the_wall_gets_the_walls_style_sheet() -> None:
    page = b"<html><head></head></html>"
    assert b"wall.css" in document.with_wall_head(page)
    assert b"wall.css" not in document.with_head(page)


def test_a_kiosk_shows_no_way_out_and_a_desk_does(ledger_of: Make, open_at: Make) -> None:
    ledger_of("several")
    assert "wa-ways" in shown(open_at("big_screen", lang="zh_CN"))
    kiosk = shown(open_at("big_screen", lang="zh_CN", kiosk="1"))
    assert "wa-ways" not in kiosk
    assert "href" not in kiosk


def test_the_same_state_gives_the_same_bytes(ledger_of: Make, open_at: Make) -> None:
    ledger_of("several")
    app = open_at("big_screen", lang="zh_CN", kiosk="1")
    before = [one.value for one in app.html if "wall-beat" not in one.value]
    app.run()
    assert [one.value for one in app.html if "wall-beat" not in one.value] == before


def test_a_word_of_the_address_that_cannot_be_read_shows_no_figure(ledger_of: Make, open_at: Make) -> None:
    ledger_of("several")
    told = shown(open_at("big_screen", lang="zh_CN", grade="huge"))
    assert "wa-trouble" in told
    assert "wa-big" not in told


def test_the_wall_names_no_person(ledger_of: Make, open_at: Make) -> None:
    ledger_of("several")
    told = shown(open_at("big_screen", lang="zh_CN", kiosk="1"))
    assert "通风系统不可靠" in told
    assert not [name for name in ("张某", "王某", "李某") if name in told]


TURNED = {"lang": "zh_CN", "kiosk": "1", "rotate": "main,rates,listed"}


def pages_of(app: Any) -> list[str]:
    return [one.value for one in app.html if "wall-beat" not in one.value]


def test_all_pages_in_turn_are_sent_together_and_made_once(ledger_of: Make, open_at: Make) -> None:
    ledger_of("several")
    app = open_at("big_screen", **TURNED)
    before = pages_of(app)
    for page in ("main", "rates", "listed"):
        assert f'class="wa-page" data-page="{page}"' in "".join(before)
    with (
        patch.object(data, "hazards", side_effect=AssertionError("a look at the same state reads no hazard")),
        patch.object(big_screen, "matrix", side_effect=AssertionError("nor counts anything")),
        patch.object(big_screen, "truth", side_effect=AssertionError("nor this")),
    ):
        app.run()
    assert pages_of(app) == before


def test_a_wall_that_cannot_be_drawn_keeps_its_last_picture_and_sends_no_new_beat(
    ledger_of: Make, open_at: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger_of("several")
    app = open_at("big_screen", **TURNED)
    before = [one.value for one in app.html]
    moment = data.now()
    monkeypatch.setattr(data, "now", lambda: moment + timedelta(minutes=3))
    with patch.object(big_screen.presenting, "now", side_effect=OperationalError("SELECT", None, Exception("gone"))):
        app.run()
        assert not app.exception
        assert [one.value for one in app.html] == before
        first = open_at("big_screen", **TURNED)  # a screen that comes in meanwhile
        assert not first.exception
        assert "暂时无法显示数据" in shown(first)
        assert "wall-beat" not in shown(first)
    first.run()
    assert "wa-kpis" in shown(first)
    assert "wall-beat" in shown(first)


def test_one_look_is_of_one_revision_whatever_is_recorded_meanwhile(
    ledger_of: Make, open_at: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger_of("several")
    asked: list[object] = []
    picture = map_data.picture
    monkeypatch.setattr(map_data, "picture", lambda where, view=None: asked.append(view) or picture(where, view))
    app = open_at("big_screen", **TURNED)
    run = app.session_state["_run"]
    assert asked
    assert all(view is run.view for view in asked)


def test_walls_that_differ_in_the_last_day_of_their_token_share_what_was_made(
    ledger_of: Make, open_at: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger_of("several")
    keys = []
    for last, townships in ((date(2027, 1, 1), ()), (date(2027, 2, 1), ()), (date(2027, 2, 1), ("141034103",))):
        grant = Grant(Role.DEVICE, Scope(townships=townships), last=last)
        screen = identity.Reader(Person("token:1", "", "屏", (grant,)), (grant,))
        monkeypatch.setattr(identity, "reader", lambda screen=screen: screen)
        keys.append(open_at("big_screen", **TURNED).session_state["_run"].key)
    assert keys[0] == keys[1] != keys[2]


def test_parts_that_come_at_the_same_moment_never_share_a_number() -> None:
    class Slow(data.Part):
        def __hash__(self) -> int:
            sleep(0.02)  # another thread has its turn
            return super().__hash__()

    parts = [Slow((Scope(townships=(f"x{n}",)),), names=True) for n in range(6)]
    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(data._number, parts))) == 6


def test_what_a_browser_keeps_is_asked_for_again_after_a_start_of_the_server(
    ledger_of: Make, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger_of("several")
    address = "/api/v1/layers/hazards.json"
    tag = {"If-None-Match": client.get(address).headers["etag"]}
    assert client.get(address, headers=tag).status_code == 304
    monkeypatch.setattr(layers, "STARTED", "another")  # its numbers of readers are others
    assert client.get(address, headers=tag).status_code == 200


def test_a_wall_without_its_main_page_mounts_no_map(ledger_of: Make, open_at: Make) -> None:
    ledger_of("several")
    told = shown(open_at("big_screen", lang="zh_CN", wall="listed"))
    assert "wall-map" not in told
    assert "督办" in told
    assert "挂牌 156 天" in told
    assert "wa-kpis" not in told


def of_township(code: str) -> identity.Reader:
    """A reader who answers for one township."""
    person = Person(code, "township", "示例", (Grant(Role.TOWNSHIP, Scope(townships=(code,))),))
    return identity.Reader(person, person.grants)


def test_a_township_reads_its_own_listed_hazard_and_its_neighbour_does_not(ledger_of: Make) -> None:
    ledger_of("several")
    listed = ids()["通风系统不可靠"]
    with identity.told(of_township("141034103")):
        assert [one.id for one in data.hazards([listed])] == [listed]
    with identity.told(of_township("141034200")), pytest.raises(data.Silent):
        data.hazards([listed])


def test_a_silent_database_leaves_cards_without_marks_and_the_next_look_fills_them(
    ledger_of: Make, open_at: Make
) -> None:
    ledger_of("several")
    with patch.object(data, "hazards", side_effect=data.Silent):
        app = open_at("big_screen", lang="zh_CN", kiosk="1", wall="listed")
        assert "<b>—</b>" in shown(app)
        assert "wa-listing" in shown(app)
    app.run()
    assert "✓" in shown(app)


@pytest.mark.parametrize("word", [{"wall": "x"}, {"rotate": "main,x"}, {"dwell": "soon"}, {"zoom": "9"}])
def test_a_word_of_the_wall_that_cannot_be_used_is_told_and_the_wall_stands(
    ledger_of: Make, open_at: Make, word: dict[str, str]
) -> None:
    ledger_of("several")
    told = shown(open_at("big_screen", lang="zh_CN", kiosk="1", **word))
    assert "wa-asked" in told
    assert "wa-kpis" in told


def test_the_listed_page_names_no_person(ledger_of: Make, open_at: Make) -> None:
    ledger_of("several")
    told = shown(open_at("big_screen", **TURNED))
    assert "通风系统不可靠" in told
    assert not [name for name in ("张某", "王某", "李某", "矿长") if name in told]
