"""The bars of every role: nothing of the head is cut at a desk, and on a phone it leaves the screen to the page."""

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import pytest
from playwright.sync_api import Browser

from riskmap.web import identity
from support.availability import ALL
from support.pages import api, settle, visit

ROLES = (
    "committee", "leader", "analyst", "department", "township", "enterprise", "inspector", "auditor", "admin",
)  # fmt: skip
WIDTHS = tuple((width, 900) for width in (1300, 1366, 1440, 1501, 1600, 1661, 1720, 1920))  # both sides of a break
HEAD = """() => { const main = document.querySelector("[data-testid=stMain]");
  const end = document.querySelector(".w-top .w-lang").getBoundingClientRect().right;
  return { wide: main.scrollWidth - main.clientWidth, end }; }"""
SMALL = """() => { const found = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) { const at = walk.currentNode.parentElement, said = walk.currentNode.textContent.trim();
    if (said && at && !["SCRIPT", "STYLE", "NOSCRIPT"].includes(at.tagName) && at.checkVisibility())
      if (parseFloat(getComputedStyle(at).fontSize) < 12) found.push(said); }
  return found; }"""
ARRIVED = """() => { const at = document.querySelector(".st-key-steps").getBoundingClientRect().top;
  return at > -60 && at < 400; }"""
SOME = [("department", "zh_CN"), ("enterprise", "en")]  # the widest; with `--all` every one in both languages
BOTTOM = "(name) => document.querySelector(name).getBoundingClientRect().bottom"


@pytest.fixture
def tried(browser: Browser, demo_server: str) -> Iterator[Callable[..., Any]]:
    """tried(role, **options): a page of the demo officer of a role."""
    opened = []

    def page(role: str, **options: Any) -> Any:
        context = browser.new_context(**options)
        context.add_cookies([{"name": identity.DEMO_COOKIE, "value": role, "url": demo_server}])
        opened.append(context)
        return context.new_page()

    yield page
    for context in opened:
        context.close()


@pytest.mark.parametrize(("role", "lang"), [*product(ROLES, ("zh_CN", "en"))] if ALL else SOME)
def test_the_head_of_a_role_fits_a_desk(tried: Callable[..., Any], demo_server: str, role: str, lang: str) -> None:
    page = tried(role, viewport={"width": 1440, "height": 900})
    visit(page, demo_server, "audit" if role in {"auditor", "admin"} else "my_work", lang=lang)
    for width, height in WIDTHS:
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function(f"() => innerWidth === {width}")
        head = page.evaluate(HEAD)
        assert head["wide"] <= 0
        assert head["end"] <= width - 15
    assert not page.evaluate(SMALL)


def test_a_filter_of_two_choices_leaves_the_bar_of_the_map_in_one_row(
    tried: Callable[..., Any], demo_server: str
) -> None:
    page = tried("committee", viewport={"width": 1440, "height": 900})
    visit(page, demo_server, "battle_map", lang="en", township="141034100", sector="coal")
    bar, way = (page.locator(one).bounding_box() for one in (".st-key-filters", ".st-key-wall_map .w-take"))
    assert bar["height"] < 48
    assert bar["y"] < way["y"] + way["height"] / 2 < bar["y"] + bar["height"]
    assert page.locator(".w-reset").bounding_box()["x"] < way["x"]


def test_on_a_phone_the_page_begins_in_the_upper_quarter_and_the_form_is_one_tap_away(
    tried: Callable[..., Any], demo_server: str
) -> None:
    page = tried("department", viewport={"width": 390, "height": 844})
    visit(page, demo_server, "my_work", lang="zh_CN")
    assert page.evaluate(BOTTOM, ".st-key-filters") <= 844 / 4
    assert not page.locator(".st-key-filter_q").first.is_visible()
    page.locator(".w-fold").click()
    page.locator(".st-key-open_township").first.wait_for()
    found = api(demo_server, "hazards", status="rectifying", department="emergency")["rows"]
    visit(page, demo_server, "hazard", id=found[0]["id"], lang="zh_CN")
    settle(page)
    page.locator("a.w-phone").click()
    page.wait_for_function(ARRIVED)


def test_work_waits_for_the_enterprise_that_is_tried_out(tried: Callable[..., Any], demo_server: str) -> None:
    page = tried("enterprise")
    visit(page, demo_server, "my_work", lang="zh_CN")
    assert page.locator(".w-card a[href*='hazard?']").count() > 0
