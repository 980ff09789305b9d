"""A laptop drives a wall: the wall follows at its next look and mounts nothing anew; others cannot drive it."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from support import walls
from support.pages import api, settle
from support.servers import copy_folder, server

SHOTS = os.environ.get("RISKMAP_TEST_SHOTS", "")  # a folder for the pictures, for a person to look at
MOUNTED = "['#wall-map', '#wall-map .leaflet-map-pane', '.st-key-wall']"
KEPT = f"() => [window, ...{MOUNTED}.map((one) => document.querySelector(one))].every((one) => one.stays)"
MARKS = """async () => {
  const answer = await fetch(document.getElementById('wall-state').dataset.hazards);
  return (await answer.json()).majors.no.length;
}"""
COVERED = """() => {
  const box = document.querySelector('.wa-focus').getBoundingClientRect();
  const beside = (one) => box.left >= one.right || one.left >= box.right;
  const apart = (one) => beside(one) || box.top >= one.bottom || one.top >= box.bottom;
  return ['.wa-legend', '.wa-maker', '.leaflet-control-scale', '.wa-over > header', '.wa-news', '.wa-north']
    .filter((one) => document.querySelector(one) && !apart(document.querySelector(one).getBoundingClientRect()));
}"""
LEGIBLE = (Path(__file__).parents[1] / "support" / "legible.js").read_text(encoding="utf-8")
SIZES = {"fhd": (1920, 1080), "uhd": (3840, 2160)}


@pytest.fixture(scope="module")
def base(demo_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = copy_folder(demo_data, tmp_path_factory.mktemp("presenter") / "var")
    with server(folder, RISKMAP_DEMO="0", RISKMAP_WALL_SECONDS="1") as address:
        yield address


@pytest.fixture
def wall(open_page: Callable[..., Any], base: str, laptop: Any) -> Any:
    """A wall whose own pages change by themselves, marked so that nothing can be mounted anew unnoticed."""
    page = open_page(base, viewport={"width": 1920, "height": 1080})
    page.goto(f"{base}/big_screen?kiosk=1&lang=zh_CN&rotate=main,listed&dwell=3600", wait_until="domcontentloaded")
    walls.settle(page)
    page.evaluate(f"() => {{ for (const one of {MOUNTED}) document.querySelector(one).stays = 1; window.stays = 1; }}")
    return page


@pytest.fixture
def laptop(open_page: Callable[..., Any], base: str) -> Iterator[Any]:
    page = open_page(base, viewport={"width": 1440, "height": 900})
    page.goto(f"{base}/presenter?lang=zh_CN")
    settle(page)
    yield page
    go(page, "present_back")  # whatever became of the test: the walls of the next one are on their own


def choose(page: Any, key: str, word: str) -> None:
    """Choose by typing, as one does with a long list."""
    for last in (False, False, True):
        page.locator(f".st-key-{key} input").fill(word)
        page.wait_for_timeout(300)  # the list is drawn anew while it narrows
        try:
            page.locator('[role="option"]', has_text=word).first.click(timeout=30_000 if last else 3_000)
        except PlaywrightTimeout:
            if last:
                raise
            continue
        settle(page)
        return


def tile(page: Any, word: str) -> None:
    """Choose what is shown next."""
    page.locator(".st-key-present_show button", has_text=word).click()
    settle(page)


def go(page: Any, key: str = "present_go") -> None:
    page.locator(f".st-key-{key} button").click()
    settle(page)


def shot(page: Any, name: str) -> None:
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"presenter-{name}.png"))


def assert_whole(page: Any, name: str) -> None:
    for size, (width, height) in SIZES.items():
        walls.resize(page, width, height)
        shot(page, f"{name}-{size}")
        found = walls.look(page)
        found["outside"] = [one for one in found["outside"] if not one.endswith("beyond the map")]  # it is close in
        over = page.evaluate(COVERED)
        assert not over, (size, over)
        assert not {key: found[key] for key in ("scroll", "outside", "small", "pale") if found[key]}
    walls.resize(page, 1920, 1080)


@pytest.mark.long
def test_a_laptop_drives_a_wall_and_nothing_is_mounted_anew(wall: Any, laptop: Any, base: str) -> None:
    shot(laptop, "laptop")
    tile(laptop, "到期整改率")
    go(laptop)
    wall.wait_for_selector('html[data-wall="rates"]', state="attached", timeout=8000)
    assert wall.locator(".wa-matrix").is_visible()
    assert wall.locator(".wa-presented").inner_text() == "安委办正在展示"
    tile(laptop, "综合")
    choose(laptop, "present_township", "和平镇")
    choose(laptop, "present_focus", "和平镇")
    go(laptop)
    wall.wait_for_selector('html[data-wall="main"]', state="attached", timeout=8000)
    wall.wait_for_selector(".wa-focus", timeout=8000)
    assert wall.locator(".wa-focus b").inner_text() == "和平镇"
    assert "和平镇" in wall.locator(".wa-scope").inner_text()
    stock = api(base, "metrics", township="141034103")["total"]["stock"]
    assert wall.locator(".wa-stock .wa-big").first.inner_text() == str(stock)
    marks = wall.evaluate(MARKS)
    assert 0 < marks < len(api(base, "layers/hazards.json")["majors"]["no"])
    wall.wait_for_selector(f'#wall-map[data-marks="{marks}"]', timeout=8000)  # its map follows the filter
    assert wall.locator(".wa-focus span").inner_text().startswith(f"现存 {stock} · ")
    assert_whole(wall, "township")
    assert wall.evaluate(KEPT)
    go(laptop, "present_back")
    wall.wait_for_selector(".wa-presented", state="detached", timeout=8000)
    assert wall.locator(".wa-focus").count() == 0
    wall.keyboard.press("ArrowRight")  # its own rotation goes on
    wall.wait_for_selector('html[data-wall="listed"]', state="attached")
    assert wall.evaluate(KEPT)


@pytest.mark.long
def test_a_hazard_in_focus_a_rest_and_a_hold(wall: Any, laptop: Any) -> None:
    laptop.reload()
    settle(laptop)
    choose(laptop, "present_focus", "1 ")
    go(laptop)
    wall.wait_for_selector(".wa-focus", timeout=8000)
    assert wall.locator(".wa-focus b").inner_text().startswith("1 ")
    assert wall.locator(".wa-major.wa-at").count() == 1
    assert "·" in wall.locator(".wa-focus span").inner_text()
    zoom = "() => Number(getComputedStyle(document.querySelector('.wa-mark:not([style*=\"opacity: 0.45\"])')).opacity)"
    assert wall.evaluate(zoom) == 1
    assert_whole(wall, "hazard")
    tile(laptop, "定住")
    go(laptop)
    wall.wait_for_function("() => document.getElementById('wall-state').dataset.present === 'hold'", timeout=8000)
    assert wall.locator(".wa-presented").inner_text() == "安委办已定住画面"
    tile(laptop, "暂停展示")
    go(laptop)
    wall.wait_for_selector("html.wa-is-blank", state="attached", timeout=8000)
    assert wall.locator(".wa-blank").is_visible()
    shot(wall, "blank")
    shot(laptop, "laptop-after")
    go(laptop, "present_back")
    wall.wait_for_selector("html:not(.wa-is-blank)", state="attached", timeout=8000)
    assert wall.locator(".wa-focus").count() == 0
    assert wall.evaluate(KEPT)


def test_a_wall_without_a_main_page_is_given_its_map_when_it_is_shown_one(
    open_page: Callable[..., Any], laptop: Any, base: str
) -> None:
    page = open_page(base, viewport={"width": 1920, "height": 1080})
    page.goto(f"{base}/big_screen?kiosk=1&lang=zh_CN&wall=listed", wait_until="domcontentloaded")
    page.wait_for_selector('html[data-wall="listed"]', state="attached")
    assert page.locator("#wall-map[data-paints]").count() == 0
    page.evaluate("() => { window.stays = 1; }")
    go(laptop)
    page.wait_for_selector("#wall-map[data-paints]", timeout=8000)
    page.wait_for_selector('html[data-wall="main"]', state="attached")
    assert page.locator(".wa-kpis").is_visible()
    go(laptop, "present_back")
    page.wait_for_selector('html[data-wall="listed"]', state="attached", timeout=8000)
    assert page.evaluate("() => window.stays")


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_the_page_is_legible_at_every_size(open_page: Callable[..., Any], base: str, lang: str) -> None:
    page = open_page(base, viewport={"width": 1440, "height": 900})
    page.goto(f"{base}/presenter?lang={lang}")
    settle(page)
    for width, height in ((1920, 1080), (1440, 900), (1024, 700), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(200)
        shot(page, f"page-{lang}-{width}")
        found = page.evaluate(LEGIBLE)
        assert found.pop("texts") > 20
        assert found == {"small": [], "cut": [], "pale": []}, (width, found)


@pytest.mark.parametrize("who", ["leader", "township"])
def test_neither_a_leader_nor_a_township_drives(open_page: Callable[..., Any], base: str, who: str) -> None:
    page = open_page(base, viewport={"width": 1440, "height": 900})
    page.goto(f"{base}/demo/{who}?next=/presenter%3Flang=zh_CN")
    settle(page)
    assert "/presenter" in page.url
    assert page.locator("[class*='st-key-present_']").count() == 0
    assert page.locator('nav a[href^="presenter"]').count() == 0
