"""An officer registers a hazard in the browser: what is missing is said, what is saved opens."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from support.pages import api, settle, text, visit
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
    settle(page)
    assert "配电箱无盖" in text(page)
    assert "示例新建加工点" in text(page)


def test_the_number_without_coordinates_opens_exactly_its_rows(open_page: Callable[..., Any], own_server: str) -> None:
    from support.pages import map_frame

    page = open_page(own_server)
    unplaced = api(own_server, "layers/hazards.json")["unplaced"]
    assert unplaced > 0
    visit(page, own_server, "battle_map", lang="zh_CN")
    map_frame(page).locator("button", has_text="缺坐标").click()
    page.wait_for_url("**/ledger?*located=0*")
    settle(page)
    assert page.locator(".w-bookhead .w-large").inner_text() == f"{unplaced:,}"
