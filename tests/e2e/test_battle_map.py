"""The battle map draws what the ledger holds, no more, no less, and a mark leads to its hazard."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from support.pages import api, drawn, expected, map_frame, settle, text, visit
from support.servers import riskmap, server

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


def test_a_county_without_outlines_still_draws_its_hazards(open_page: Callable[..., Any], tmp_path: Path) -> None:
    county, ledger = tmp_path / "county.toml", tmp_path / "ledger.csv"
    county.write_text('code = "999001"\nname = "测试县"\ntime_zone = "Asia/Shanghai"\n', encoding="utf-8")
    told = "企业名称,隐患描述,隐患等级,检查时间,整改期限,经度,纬度\n甲厂,漏电,重大,2026-11-01,2026-12-31,112.1,35.2\n"
    ledger.write_text(told, encoding="utf-8")
    settings = {"RISKMAP_COUNTY": str(county), "RISKMAP_TODAY": "2026-11-18", "RISKMAP_DEMO": "0"}
    assert riskmap(tmp_path / "var", "import", str(ledger), **settings).returncode == 0
    with server(tmp_path / "var", **settings) as base:
        page = open_page(base)
        visit(page, base, "battle_map")
        assert drawn(page) == (1, 0)
