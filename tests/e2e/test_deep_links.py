"""A link that somebody sent opens cold: with its filter, its language, and without anything going wrong.

That each page opens cold in either language is seen by the matrix of pages.
"""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from support.pages import api, settle, text, title, visit


def test_the_first_visit_speaks_the_language_of_the_browser(open_page: Callable[..., Any], demo_server: str) -> None:
    for locale, lang in (("zh-CN", "zh_CN"), ("en-GB", "en")):
        page = open_page(demo_server, locale=locale)
        visit(page, demo_server, "overview")
        expect(page).to_have_title(title("overview", lang))


def test_a_filter_in_the_address_filters_the_page(page: Any, demo_server: str) -> None:
    visit(page, demo_server, "ledger", grade="major")
    total = api(demo_server, "hazards", grade="major")["total"]
    assert 0 < total < api(demo_server, "hazards")["total"]
    assert str(total) in text(page).replace(",", "")


def test_filter_and_language_survive_a_change_of_page(page: Any, demo_server: str) -> None:
    visit(page, demo_server, "overview", grade="major", lang="en")
    page.get_by_role("navigation").get_by_text("Ledger", exact=True).click()
    page.wait_for_url("**/ledger?*")
    settle(page)
    assert "grade=major" in page.url
    assert "lang=en" in page.url
    total = api(demo_server, "hazards", grade="major")["total"]
    expect(page.locator(".w-large").first).to_contain_text(str(total))  # the page draws itself after its address


def test_a_list_of_the_filter_bar_opens_chooses_and_filters_the_page(page: Any, demo_server: str) -> None:
    visit(page, demo_server, "ledger", lang="en")
    page.locator(".st-key-open_township button").first.click()
    box = page.locator(".st-key-filter_township input")
    box.wait_for()
    box.fill("Heping")
    page.locator('[role="option"]').first.click()
    page.wait_for_url("**township=141034103*")
    settle(page)
    total = api(demo_server, "hazards", township="141034103")["total"]
    assert 0 < total < api(demo_server, "hazards")["total"]
    expect(page.locator(".w-large").first).to_contain_text(str(total))


@pytest.mark.parametrize(
    "query",
    [
        {"grade": "huge"},
        *(pytest.param(one, marks=pytest.mark.long) for one in ({"listed": "moon"}, {"as_of": "yesterday"})),
    ],
)
def test_a_wrong_filter_is_said_and_breaks_nothing(page: Any, demo_server: str, query: dict[str, str]) -> None:
    visit(page, demo_server, "ledger", **query)
    expect(page.locator('[data-testid="stAlert"]').first).to_be_visible()
