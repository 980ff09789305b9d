"""The battle map draws what the ledger holds, no more, no less, and a mark leads to its hazard."""

from typing import Any

import pytest

from support.pages import api, drawn, expected, map_frame, settle, text, visit

FILTERS: list[dict[str, str]] = [
    {},
    {"grade": "major"},
    {"progress": "overdue"},
    {"sector": "coal", "grade": "major"},
    {"as_of": "2026-06-30"},
]


@pytest.mark.parametrize("query", FILTERS, ids=lambda query: "-".join(query.values()) or "all")
def test_as_many_marks_are_drawn_as_the_interface_counts(page: Any, demo_server: str, query: dict[str, str]) -> None:
    visit(page, demo_server, "battle_map", **query)
    marks, dots = drawn(page)
    assert marks + dots == expected(demo_server, **query) > 0


def test_a_click_on_a_mark_opens_the_hazard(page: Any, demo_server: str) -> None:
    visit(page, demo_server, "battle_map", grade="major")
    mark = map_frame(page).locator(".rm-mark[data-no]").last  # the first one is chosen from the start
    number = str(mark.get_attribute("data-no"))
    mark.click()
    page.wait_for_url(f"**mark={number}*")
    found = api(demo_server, "hazards", q=number)["rows"][0]
    link = page.locator(f'a[href*="hazard?"][href*="{found["id"]}"]').first
    if link.get_attribute("target") == "_blank":
        with page.context.expect_page() as opened:
            link.click()
        page = opened.value
    else:
        link.click()
    page.wait_for_url("**/hazard?*")
    settle(page)
    page.get_by_text(number).first.wait_for()


def test_a_filter_change_keeps_the_map(page: Any, demo_server: str) -> None:
    visit(page, demo_server, "battle_map")
    frame = map_frame(page)
    before = drawn(page)
    frame.locator("body").evaluate("() => { window.stillHere = true; }")
    page.evaluate("() => { window.stillHere = true; }")
    page.locator('.st-key-filter_grade [role="radio"], .st-key-filter_grade button').last.click()
    frame.locator(f'.leaflet-container:not([data-dots="{before[1]}"])').wait_for(state="attached")
    assert frame.locator("body").evaluate("() => window.stillHere") is True


def test_hazards_without_coordinates_are_counted_and_listed(page: Any, demo_server: str) -> None:
    unplaced = api(demo_server, "layers/hazards.json", grade="major")["unplaced"]
    visit(page, demo_server, "battle_map", grade="major")
    assert unplaced is None or str(unplaced) in map_frame(page).locator("body").inner_text() + text(page)
