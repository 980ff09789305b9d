"""What browser tests know about the pages: addresses, titles, and when a page has come to rest."""

import json
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import FrameLocator, Page, expect

from support.servers import get

# The address and title of each page, in both languages.
PAGES = {
    "overview": ("/", "总览", "Overview"),
    "battle_map": ("/battle_map", "挂图作战", "Battle map"),
    "closure_rates": ("/closure_rates", "整改销号率", "Closure rates"),
    "ledger": ("/ledger", "隐患台账", "Ledger"),
    "hazard": ("/hazard", "隐患", "Hazard"),
    "import": ("/import", "导入", "Import"),
}
QUIET = '[data-testid="stApp"][data-test-script-state="notRunning"]'


def address(base: str, page: str, **query: str) -> str:
    """The address of a page with a filter."""
    path = PAGES[page][0]
    return f"{base}{path}" + (f"?{urlencode(query)}" if query else "")


def visit(page: Page, base: str, name: str, **query: str) -> None:
    """Open a page cold and wait until its script has run."""
    page.goto(address(base, name, **query), wait_until="domcontentloaded")
    settle(page)


def settle(page: Page) -> None:
    """Wait until the page's script has run and nothing of it is still on its way."""
    page.wait_for_selector(QUIET)
    page.wait_for_function("() => !document.querySelector('[data-testid=\"stSkeleton\"]')")
    expect(page.locator('[data-testid="stException"]')).to_have_count(0)


def text(page: Page) -> str:
    """The words a person sees, without those of embedded frames."""
    return page.locator('[data-testid="stApp"]').inner_text()


def map_frame(page: Page) -> FrameLocator:
    """The frame of the battle map, once its marks are drawn."""
    frame = page.frame_locator('iframe[title*="folium"]')
    frame.locator(".leaflet-container[data-paints]").wait_for(state="attached")
    return frame


def drawn(page: Page) -> tuple[int, int]:
    """How many numbered marks and how many dots the map has drawn."""
    box = map_frame(page).locator(".leaflet-container[data-paints]")
    return int(box.get_attribute("data-marks") or 0), int(box.get_attribute("data-dots") or 0)


def api(base: str, path: str, **query: Any) -> Any:
    """What the HTTP interface answers, as JSON."""
    status, _, body = get(f"{base}/api/v1/{path}" + (f"?{urlencode(query)}" if query else ""))
    assert status == 200, f"{path} {query}: {status} {body[:300]!r}"
    return json.loads(body)
