"""What browser tests know about the pages: addresses, titles, and when a page has come to rest."""

import json
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from babel.messages.pofile import read_po
from playwright.sync_api import FrameLocator, Page, expect

from support.servers import TODAY, get

ROOT = Path(__file__).resolve().parents[2]
# The address of each page and its English title.
PAGES = {
    "overview": ("/", "Overview"),
    "weekly_review": ("/weekly_review", "Weekly review"),
    "my_work": ("/my_work", "My work"),
    "battle_map": ("/battle_map", "Battle map"),
    "big_screen": ("/big_screen", "Big screen"),
    "closure_rates": ("/closure_rates", "Closure rates"),
    "analysis": ("/analysis", "Analysis"),
    "ledger": ("/ledger", "Ledger"),
    "hazard": ("/hazard", "Hazard"),
    "visit": ("/visit", "Visit"),
    "deputies": ("/deputies", "My deputy"),
    "forms": ("/forms", "Forms"),
    "register": ("/register", "Register"),
    "import": ("/import", "Import"),
    "reconcile": ("/reconcile", "Reconcile"),
    "rounds": ("/rounds", "Rounds"),
    "papers": ("/papers", "Papers"),
    "responsibility": ("/responsibility", "Duties"),
    "assessment": ("/assessment", "Assessment"),
    "tips": ("/tips", "Reports received"),
    "presenter": ("/presenter", "Presenter"),
    "audit": ("/audit", "Audit trail"),
}
QUIET = '[data-testid="stApp"][data-test-script-state="notRunning"]'


@cache
def catalogue() -> dict[str, str]:
    """English words of the program and their Chinese."""
    words = {}
    for file in (ROOT / "riskmap" / "i18n").rglob("*.po"):
        with file.open("rb") as opened:
            words.update({str(m.id): str(m.string) for m in read_po(opened, locale="zh_CN") if m.id and m.string})
    return words


def said(english: str, lang: str) -> str:
    """A word of the program in a language."""
    return english if lang == "en" else catalogue()[english]


def title(name: str, lang: str) -> str:
    """The title of a page in a language."""
    return said(PAGES[name][1], lang)


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


def assert_inert(page: Page) -> None:
    """Nothing ran and nothing became markup, in the page and in every frame."""
    page.wait_for_timeout(300)  # an image that fails to load needs a moment to run its handler
    for frame in page.frames:
        assert frame.evaluate("() => window.pwned === undefined")
        assert frame.locator('img[src="x"], a[href^="javascript"], script:text("pwned")').count() == 0


def map_frame(page: Page) -> FrameLocator:
    """The frame of the battle map, once its marks are drawn."""
    frame = page.frame_locator('iframe[title*="folium"]')
    frame.locator(".leaflet-container[data-paints]").wait_for(state="attached")
    return frame


def expected(base: str, **query: str) -> int:
    """How many marks a filter has on the map: those with a place, not void, not closed more than 90 days ago."""
    features = api(base, "layers/hazards.geojson", **query)["features"]
    shown = date.fromisoformat(query.get("as_of", TODAY)) - timedelta(90)
    return sum(
        one["geometry"] is not None
        and one["properties"]["progress"] != "void"
        and (one["properties"]["closed"] or "9999") >= shown.isoformat()
        for one in features
    )


def drawn(page: Page) -> tuple[int, int]:
    """How many numbered marks and how many dots the map has drawn."""
    box = map_frame(page).locator(".leaflet-container[data-paints]")
    return int(box.get_attribute("data-marks") or 0), int(box.get_attribute("data-dots") or 0)


def api(base: str, path: str, **query: Any) -> Any:
    """What the HTTP interface answers, as JSON."""
    status, _, body = get(f"{base}/api/v1/{path}" + (f"?{urlencode(query)}" if query else ""))
    assert status == 200, f"{path} {query}: {status} {body[:300]!r}"
    return json.loads(body)
