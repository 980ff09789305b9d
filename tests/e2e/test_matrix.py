"""Each page × language × data × theme at every size of the window: some of them, or with `--all` every combination."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from support.availability import ALL
from support.cases import full, name
from support.desks import CUT
from support.pages import PAGES, api, assert_inert, catalogue, map_frame, said, text, title, visit
from support.widget_words import english

SIZES = {"wall": (1920, 1080), "desk": (1440, 900), "small": (1024, 700), "phone": (390, 844)}
AXES = {
    "page": list(PAGES),
    "lang": ["zh_CN", "en"],
    "data": ["demo", "few", "empty"],
    "theme": ["light", "dark"],
}
BARE = {"overview", "battle_map"}  # looked at without a row; the page tests do it for all
# looked at in both languages; the other pages in one of them by turns, and in both without a browser
BOTH = {*BARE, "weekly_review", "my_work", "big_screen", "closure_rates", "analysis", "ledger", "hazard"}
LOOKS = (("zh_CN", "demo", "light"), ("en", "few", "dark"), ("en", "demo", "light"), ("zh_CN", "few", "dark"))
FILLED = [
    {"page": page, "lang": lang, "data": data, "theme": theme}
    for place, page in enumerate(PAGES)
    for lang, data, theme in (LOOKS[place % 2 * 2 :][:2] if page in BOTH else LOOKS[place % 4 :][:1])
]
EMPTY = [{"page": page, "lang": "zh_CN", "data": "empty", "theme": "light"} for page in sorted(BARE)]
CASES = full(AXES) if ALL else [*FILLED, *EMPTY]
MARKED = {"overview", "battle_map", "closure_rates", "analysis", "ledger", "import"}  # pages that say 演示数据
LABELS = (Path(__file__).parents[1] / "support" / "labels.js").read_text(encoding="utf-8")
WIDER = "() => document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"


SERVERS = {"demo": "demo_server", "few": "hostile_server", "empty": "empty_server"}


def foreign(shown: str, lang: str) -> list[str]:
    """Lines of a page that are words of the program in the other language."""
    words = {english: chinese for english, chinese in catalogue().items() if english != chinese}
    other = set(words) - set(words.values()) if lang == "zh_CN" else set(words.values()) - set(words)
    own_names = {"English", "中文", "简体中文"}  # the names of the languages stand in their own language
    return sorted({line.strip() for line in shown.splitlines()} & other - own_names)


def overflow(page: Any, size: str) -> int:
    """By how many pixels a page is wider than a window of this size."""
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_function(f"() => innerWidth === {width}")
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    wide: int = page.evaluate(WIDER)
    return wide


def assert_labels_clear(page: Any) -> None:
    """No name of a township lies on a major mark once the map has come to rest at this size."""
    frame = next(one for one in page.frames if one.name.startswith("component") or "folium" in one.url)
    try:
        frame.wait_for_function(f"() => ({LABELS})().length === 0", timeout=5000)
    except PlaywrightTimeout:
        assert frame.evaluate(LABELS) == []


@pytest.mark.parametrize("case", CASES, ids=name)
def test_a_page_opens_cold_in_one_language_without_overflow(
    open_page: Callable[..., Any], request: pytest.FixtureRequest, hostile_folder: Path, case: dict[str, str]
) -> None:
    base = request.getfixturevalue(SERVERS[case["data"]])
    lang, browser = case["lang"], {"zh_CN": "en-US", "en": "zh-CN"}  # the link decides, not the browser
    page = open_page(base, color_scheme=case["theme"], locale=browser[lang])
    found = api(base, "hazards")["rows"]
    first = min(found, key=lambda one: one["hazard_no"]) if found else {}
    query = {"id": first["id"]} if case["page"] == "hazard" and found else {}
    visit(page, base, case["page"], lang=lang, **query)
    assert page.title() == title(case["page"], lang)
    shown = text(page)
    if query:
        assert first["hazard_no"] in shown
    assert case["data"] != "demo" or case["page"] not in MARKED or said("Demo data", lang) in shown
    assert case["data"] == "demo" or said("Demo data", lang) not in shown
    if case["page"] == "battle_map":
        shown += "\n" + map_frame(page).locator("body").inner_text()
    assert not foreign(shown, lang)
    if lang == "zh_CN" and case["page"] != "import":  # its table of headers is English by its nature
        assert not english(page)
    assert not re.search(r"\b(nan|NaN|None|NaT|undefined)\b", shown)
    if case["data"] == "few":
        assert_inert(page)
        assert "Traceback" not in (hostile_folder / "server.log").read_text(encoding="utf-8", errors="replace")
        assert "{% raise %}" in page.content() or case["page"] not in {"hazard", "battle_map"}
    for size in SIZES:
        assert overflow(page, size) <= 1, size
        if case["page"] == "battle_map":
            assert_labels_clear(page)
    assert page.evaluate(CUT) == []  # on a phone, the last of the sizes
