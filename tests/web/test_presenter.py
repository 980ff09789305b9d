"""The presenter without a browser: who may, what every kind of wall then shows, and that it ends by itself."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from riskmap.domain.people import Grant, Person, Scope
from riskmap.domain.presenting import EVERY, USUAL, Scene, Show
from riskmap.domain.roles import Role
from riskmap.domain.tokens import Token
from riskmap.ledger.tokens import Tokens, actor_id
from riskmap.web import data, identity, presenting
from support.doors import KEEPER
from support.small import OFFICE, TODAY, ids, shown

Make = Callable[..., Any]
Open = Callable[..., Any]
Be = Callable[[identity.Reader], None]
KIOSK = {"lang": "zh_CN", "kiosk": "1"}


@pytest.fixture
def be(monkeypatch: pytest.MonkeyPatch) -> Be:
    return lambda reader: monkeypatch.setattr(identity, "reader", lambda: reader)


def reader(role: Role, **scope: tuple[str, ...]) -> identity.Reader:
    return identity.Reader(Person("1", "x", "某人", ()), (Grant(role, Scope(**scope)),))


def device(name: str, **scope: tuple[str, ...]) -> tuple[str, identity.Reader]:
    """The id of a new screen's token, and the screen as a reader."""
    grant = Grant(Role.DEVICE, Scope(**scope), last=TODAY + timedelta(days=300))
    made, _ = Tokens(data.engine(), data.county()).add(Token("", name, grant), TODAY, KEEPER)
    return made.id, identity.Reader(Person(actor_id(made), "", name, (grant,)), (grant,))


def press(app: Any, key: str) -> Any:
    return app.button(key=key).click().run()


def test_the_office_shows_a_page_with_a_focus_and_the_wall_follows(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    before = shown(open_at("big_screen", **KIOSK))
    assert "wa-presented" not in before
    app = open_at("presenter", lang="zh_CN")
    app.selectbox(key="present_township").set_value("141034103").run()
    app.selectbox(key="present_focus").set_value(f"hazard {ids()['通风系统不可靠']}").run()
    press(app, "present_go")
    assert not app.exception
    assert "大屏即将切换" in shown(app)
    assert "和平镇" in shown(app)
    told = shown(open_at("big_screen", **KIOSK))
    assert "安委办正在展示" in told
    assert 'data-focus="hazard FX-2026-' in told
    assert "township%3D141034103" in told or "township=141034103" in told
    line = told.split('data-focus-line="')[1].split('"')[0]
    assert "县级" in line or "县" in line
    assert not [name for name in ("张某", "王某", "李某", "矿长") if name in told]
    press(app, "present_back")
    assert shown(open_at("big_screen", **KIOSK)).replace("\n", "").count("wa-presented") == 0


def focus() -> str:
    """The hazard that all walls have in focus."""
    told = presenting.walls().told(EVERY)
    return told.scene.hazard if told else ""


def test_one_press_puts_the_next_major_in_focus_and_shows_it(ledger_of: Make, open_at: Open) -> None:
    ledger_of("majors")
    app = open_at("presenter", lang="zh_CN")
    assert "正在展示：全部大屏" in shown(app)
    some = [one for one in app.selectbox(key="present_focus").options if one[0].isdigit()]
    assert len(some) > 1
    press(app, "present_next")
    first = focus()
    press(app, "present_next")
    assert focus() not in {"", first}
    press(app, "present_prev")
    assert focus() == first
    now = shown(app).split('class="w-now"')[1]
    assert "聚焦：1 " in now


def test_a_row_of_the_list_is_chosen_and_nothing_is_shown_yet(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    one = ids()["通风系统不可靠"]
    app = open_at("presenter", lang="zh_CN", mark=data.hazard(one).hazard_no)
    assert app.session_state["present_focus"] == f"hazard {one}"
    assert "mark" not in app.query_params  # so that the same row can be chosen again
    assert 'class="w-item on"' in shown(app)
    assert focus() == ""
    press(app, "present_go")
    assert focus() == one


def test_the_list_holds_what_lies_in_the_part_that_is_chosen(ledger_of: Make, open_at: Open) -> None:
    ledger_of("majors")
    app = open_at("presenter", lang="zh_CN")
    whole = shown(app).count('class="w-item')
    app.selectbox(key="present_township").set_value("141034103").run()
    part = shown(app).count('class="w-item')
    assert 0 < part < whole


def test_a_desk_is_not_driven(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    presenting.walls().present(EVERY, Scene(Show.RATES), USUAL, OFFICE)
    assert "wa-presented" not in shown(open_at("big_screen", lang="zh_CN"))


def test_a_page_shown_joins_the_own_pages_and_none_is_lost(ledger_of: Make, open_at: Open) -> None:
    ledger_of("several")
    presenting.walls().present(EVERY, Scene(Show.RATES), USUAL, OFFICE)
    told = shown(open_at("big_screen", **KIOSK, rotate="main,listed"))
    assert 'data-pages="rates"' in told
    for page in ("main", "listed", "rates"):
        assert f'class="wa-page" data-page="{page}"' in told
    presenting.walls().present(EVERY, Scene(Show.HOLD), USUAL, OFFICE)
    told = shown(open_at("big_screen", **KIOSK, rotate="main,listed"))
    assert 'data-pages="main,listed"' in told
    assert 'data-present="hold"' in told
    presenting.walls().present(EVERY, Scene(Show.BLANK), USUAL, OFFICE)
    assert "wa-blank" in shown(open_at("big_screen", **KIOSK))


def test_a_wall_goes_back_by_itself(ledger_of: Make, open_at: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger_of("several")
    presenting.walls().present(EVERY, Scene(Show.RATES), 5, OFFICE)
    real = data.now()
    monkeypatch.setattr(data, "now", lambda: real + timedelta(minutes=4))
    assert "wa-presented" in shown(open_at("big_screen", **KIOSK))
    monkeypatch.setattr(data, "now", lambda: real + timedelta(minutes=6))
    assert "wa-presented" not in shown(open_at("big_screen", **KIOSK))
    assert "按本屏设置轮播" in shown(open_at("presenter", lang="zh_CN"))


def test_a_screen_follows_its_own_word_and_another_does_not(ledger_of: Make, open_at: Open, be: Be) -> None:
    ledger_of("several")
    (hall, wall), (_, room) = device("大厅"), device("会议室")
    presenting.walls().present(hall, Scene(Show.LISTED), USUAL, OFFICE)
    be(room)
    assert "wa-presented" not in shown(open_at("big_screen", lang="zh_CN"))
    be(wall)
    told = shown(open_at("big_screen", lang="zh_CN"))
    assert 'data-pages="listed"' in told
    assert "wall-map" in told  # mounted, for whenever the main page is shown


def test_what_a_part_of_the_county_does_not_know_is_left_out_on_its_screen(
    ledger_of: Make, open_at: Open, be: Be
) -> None:
    ledger_of("several")
    _, wall = device("乡镇大屏", townships=("141034200",))
    hazard = ids()["通风系统不可靠"]
    presenting.walls().present(EVERY, Scene(hazard=hazard), USUAL, OFFICE)
    be(wall)
    told = shown(open_at("big_screen", lang="zh_CN"))
    assert "wa-presented" in told
    assert "data-focus" not in told
    assert "通风系统不可靠" not in told


@pytest.mark.parametrize("who", [
    reader(Role.LEADER), reader(Role.TOWNSHIP, townships=("141034100",)),
    reader(Role.DEPARTMENT, departments=("emergency",)), reader(Role.ANALYST),
])  # fmt: skip
def test_others_have_no_such_page_and_no_such_button(
    ledger_of: Make, open_at: Open, be: Be, who: identity.Reader
) -> None:
    ledger_of("several")
    be(who)
    app = open_at("presenter", lang="zh_CN")
    assert not [one for one in app.button if one.key and one.key.startswith("present_")]
    assert 'href="presenter' not in shown(open_at("overview", lang="zh_CN"))


def test_who_lost_the_right_while_the_page_was_open_changes_nothing(ledger_of: Make, open_at: Open, be: Be) -> None:
    ledger_of("several")
    app = open_at("presenter", lang="zh_CN")
    office = identity.reader()
    grant = Grant(Role.LEADER)
    be(replace(office, person=replace(office.person, grants=(grant,)), grants=(grant,)))
    for key in ("present_go", "present_next", "present_prev", "present_back"):
        if [one for one in app.button if one.key == key]:
            press(app, key)
    assert presenting.walls().told(EVERY) is None
