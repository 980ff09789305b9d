"""An officer registers a hazard in the browser: what is missing is said, what is saved opens."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from riskmap.web.once import MOMENT
from support.hands import DEFECTS, Hands, head, problem
from support.pages import api, said, settle, text, visit
from support.servers import copy_folder, server


@pytest.fixture(scope="module")
def own_server(demo_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A running demo county that these tests may write to."""
    with server(copy_folder(demo_data, tmp_path_factory.mktemp("own") / "var")) as base:
        yield base


def choose(page: Any, name: str, words: str) -> None:
    """Type into a list of choices and take the first one offered."""
    box = page.locator(f".st-key-register_{name} input")
    box.click()
    box.fill(words)
    page.locator('[role="option"]').first.click()
    settle(page)


def write(page: Any, name: str, words: str) -> None:
    box = page.locator(f".st-key-register_{name}").locator("input, textarea").first
    box.fill(words)
    box.blur()
    settle(page)


def save(page: Any) -> None:
    page.locator(".st-key-save_hazard button").click()
    settle(page)


def test_a_hazard_of_a_new_enterprise_is_registered_and_opened(open_page: Callable[..., Any], own_server: str) -> None:
    page = open_page(own_server)
    before = api(own_server, "hazards")["total"]
    visit(page, own_server, "register", form="one", lang="zh_CN")
    save(page)
    page.locator(".w-wrong").first.wait_for()
    assert "还缺：等级" in text(page)
    choose(page, "enterprise", "示例新建加工点")
    choose(page, "township", "永安镇")
    choose(page, "grade", "一般")
    choose(page, "source", "乡镇检查")
    write(page, "place", "车间")
    write(page, "description", "配电箱无盖")
    found = page.locator(".st-key-register_found")
    for part, words in (("year", "2026"), ("month", "11"), ("day", "17")):
        found.locator(f'[data-type="{part}"]').click()
        page.keyboard.type(words)
    page.keyboard.press("Tab")
    settle(page)
    save(page)
    page.locator(".w-saved").wait_for()
    assert api(own_server, "hazards")["total"] == before + 1
    page.locator(".w-saved a").click()
    page.wait_for_url("**/hazard?*")
    page.get_by_text("配电箱无盖").first.wait_for()
    assert "示例新建加工点" in text(page)


def test_the_number_without_coordinates_opens_exactly_its_rows(open_page: Callable[..., Any], own_server: str) -> None:
    from support.pages import map_frame

    page = open_page(own_server)
    unplaced = api(own_server, "layers/hazards.json")["unplaced"]
    assert unplaced > 0
    visit(page, own_server, "battle_map", lang="zh_CN")
    map_frame(page).locator("button", has_text="缺坐标").click()
    page.wait_for_url("**/ledger?*located=0*")
    expect(page.locator(".w-bookhead .w-large")).to_have_text(f"{unplaced:,}")


SAVED = '.w-saved a[href*="hazard?"]'  # what was saved, hazard by hazard


@pytest.mark.parametrize("lang", ["zh_CN", pytest.param("en", marks=pytest.mark.long)])
def test_a_visit_with_six_problems_takes_less_than_three_minutes_and_is_saved_once(
    open_page: Callable[..., Any], own_server: str, lang: str
) -> None:
    page = open_page(own_server)
    before = api(own_server, "hazards")["total"]
    visit(page, own_server, "register", lang=lang)
    hands = Hands(page)
    head(hands, lang, "示例煤业十矿")
    hands.click(".st-key-visit_p1_way button", nth=1)
    for number, words in enumerate(DEFECTS, start=1):
        problem(hands, number, words)
        if number < len(DEFECTS):
            hands.click(".st-key-add_problem button")
    hands.fill(".st-key-visit_paper input[type=text]", "责改〔2026〕7号")
    hands.day(".st-key-visit_due", "20261201")
    hands.clicks += 1
    page.locator(".st-key-save_visit button").dblclick()  # in a hurry
    page.locator(".w-saved").wait_for()
    settle(page)
    print(f"{lang}: six problems in {hands.seconds:.0f} s, {hands.clicks} clicks, {hands.keys} keys")  # noqa: T201
    assert hands.seconds <= 180
    assert api(own_server, "hazards")["total"] == before + len(DEFECTS)
    links = page.locator(SAVED).all()
    assert len(links) == len(DEFECTS)
    for number, link in enumerate(links):  # nothing was lost while the page was at work
        (one,) = api(own_server, "hazards", q=link.inner_text())["rows"]
        assert (one["place"], one["description"]) == (f"{number + 1}号车间", DEFECTS[number])


@pytest.mark.parametrize("lang", ["en", pytest.param("zh_CN", marks=pytest.mark.long)])
def test_one_hazard_is_registered_on_a_phone_within_a_minute(
    open_page: Callable[..., Any], own_server: str, lang: str
) -> None:
    page = open_page(own_server, viewport={"width": 390, "height": 844})
    before = api(own_server, "hazards")["total"]
    visit(page, own_server, "register", lang=lang)
    hands = Hands(page)
    head(hands, lang, "示例煤业十矿")
    problem(hands, 1, "安全出口锁闭")
    hands.click(".st-key-save_visit button")
    page.locator(".w-saved").wait_for()
    print(f"{lang}: one hazard on a phone in {hands.seconds:.0f} s")  # noqa: T201
    assert hands.seconds <= 60
    assert api(own_server, "hazards")["total"] == before + 1
    assert page.evaluate("() => document.scrollingElement.scrollWidth") <= 390


@pytest.mark.long
def test_what_was_typed_before_a_reload_is_there_after_it(open_page: Callable[..., Any], own_server: str) -> None:
    page = open_page(own_server)
    visit(page, own_server, "register", lang="zh_CN")
    hands = Hands(page)
    head(hands, "zh_CN", "示例煤业十矿")
    problem(hands, 1, "风门未关")
    page.reload()
    settle(page)
    page.locator(".w-kept").wait_for()
    assert page.locator(".st-key-visit_p1_description textarea").input_value() == "风门未关"
    assert page.locator(".st-key-visit_p1 .w-shot img").count() == 1
    page.locator(".st-key-discard_visit button").click()
    page.wait_for_function("() => !document.querySelector('.w-kept')")


@pytest.mark.long
@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_a_general_hazard_costs_its_department_at_most_four_clicks_from_order_to_close(
    open_page: Callable[..., Any], own_server: str, lang: str
) -> None:
    page = open_page(own_server)
    visit(page, own_server, "register", lang=lang)
    hands = Hands(page)
    head(hands, lang, "示例煤业十矿")
    problem(hands, 1, "支护不足")
    hands.click(".st-key-save_visit button")
    page.locator(SAVED).first.wait_for()
    page.goto(f"{own_server}/{page.locator(SAVED).first.get_attribute('href')}")
    settle(page)
    hands = Hands(page)  # of the department: on the page of the hazard, with the keyboard from field to field
    hands.day(".st-key-step_field_due", "20261201")
    hands.tab()  # past the button of the calendar
    hands.write("王某")
    hands.press("Enter")
    page.locator('.st-key-steps [data-testid="stAlert"]').wait_for()
    assert said("Rectification ordered", lang) in text(page)
    waits = api(own_server, "hazards", status="awaiting_review", grade="general", source="department")["rows"]
    visit(page, own_server, "hazard", lang=lang, id=waits[0 if lang == "en" else -1]["id"])
    hands.fill(".st-key-step_field_reviewers input", "张某、李某")
    hands.press("Tab")
    hands.write("已整改")
    hands.press("Tab")
    hands.press("Tab")
    hands.write("复3号")
    hands.press("Enter")
    page.locator('.st-key-steps [data-testid="stAlertContentSuccess"]').wait_for()
    page.wait_for_timeout(2 * MOMENT / timedelta(milliseconds=1))  # a click sooner is the end of a double click
    hands.click(".st-key-record_step button")
    page.wait_for_function(f"() => document.body.innerText.includes({said('Closed', lang)!r})")
    print(f"{lang}: from order to close {hands.clicks} clicks, {hands.seconds:.0f} s")  # noqa: T201
    assert hands.clicks <= 4
