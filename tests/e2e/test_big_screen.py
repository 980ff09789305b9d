"""The wall at its four sizes, in both languages, with any data: read from six metres, never scrolled, never silent."""

import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from support import walls
from support.availability import ALL
from support.cases import full, name
from support.ledgers import MAJOR, ONE, load
from support.pages import api
from support.servers import riskmap, server

SIZES = {"fhd": (1920, 1080), "qhd": (2560, 1440), "uhd": (3840, 2160), "three": (5760, 1080)}
AXES = {"lang": ["zh_CN", "en"], "data": ["demo", "empty", "one", "many", "long"]}
# Whose every page is looked at, by kind of data; the other language of each with `--all`.
FIRST = {"demo": "en", "empty": "zh_CN", "one": "zh_CN", "many": "zh_CN", "long": "en"}
CASES = [case for case in full(AXES) if ALL or FIRST[case["data"]] == case["lang"]]
ZOOMED = full({**AXES, "zoom": ["0.75", "1.25", "1.5", "2"]}) if ALL else [{"lang": "en", "data": "long", "zoom": "2"}]
ROTATE = "main,rates,listed"
LISTED = {"listed": "县级", "list_date": "2026-09-01"}
TOWNS = ("永安镇", "对竹镇", "勍香镇", "和平镇", "僧念镇", "佃坪乡", "团柏乡")
LONG = "示例汾西县极其冗长名称煤炭资源综合开发利用有限责任公司第十七分公司洗选加工车间"
LABELS = (Path(__file__).parents[1] / "support" / "labels.js").read_text(encoding="utf-8")
PULSE = "**/wall/pulse.json"
HEAD = (Path(__file__).parents[1] / "support" / "wall_head.js").read_text(encoding="utf-8")
ZOOMS = ("0.75", "1", "1.25", "1.6", "2")
# What makes this page quick and certain for a test: looks ten times as often, no spreading, no first two minutes.
HASTE = """() => {
  const slow = setTimeout;
  window.setTimeout = (told, ms, ...rest) => slow(told, ms === 5000 || ms === 2000 ? ms / 10 : ms, ...rest);
  Math.random = () => 0;
  performance.now = () => 1e6;
  window.before = true;
}"""
SLOW_MAP = """() => {
  const ask = fetch;
  window.fetch = async (...what) => {
    if (String(what[0]).includes('hazards.json')) await new Promise((done) => setTimeout(done, 1500));
    return ask(...what);
  };
}"""
NAMED = "() => document.querySelectorAll('.wa-place-name:not(.rm-crowded)').length"
SHOTS = os.environ.get("RISKMAP_TEST_SHOTS", "")  # a folder for the pictures, for a person to look at


def many() -> list[dict[str, str]]:
    """500 major hazards over all townships, all of them listed for supervision."""
    return [
        {
            **MAJOR, **LISTED, "ledger_no": f"HB-{n}", "township": TOWNS[n % 7], "enterprise": f"示例煤业{n}矿",
            "description": f"示例重大隐患{n}", "place": f"{n}号", "due": f"2026-{10 + n % 3}-{1 + n % 28:02}",
            "lon": f"{111.3 + n % 25 * 0.015:.3f}", "lat": f"{36.5 + n // 25 * 0.014:.3f}",
        }
        for n in range(500)
    ]  # fmt: skip


def long() -> list[dict[str, str]]:
    """Names and descriptions that no column can hold."""
    return [
        {
            **MAJOR, **LISTED, "ledger_no": f"HB-{n}", "enterprise": f"{LONG}{n}", "description": LONG * 3,
            "township": TOWNS[n % 7], "control": "边整改边生产" if n else "",
        }
        for n in range(14)
    ]  # fmt: skip


ROWS = {"one": lambda: [ONE, MAJOR], "many": many, "long": long}
SHARED = {"demo": "demo_server", "empty": "empty_server"}


@pytest.fixture(scope="module")
def folders() -> dict[str, Path]:
    """Data folders of the servers that `bases` started, by data."""
    return {}


@pytest.fixture(scope="module")
def bases(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest, folders: dict[str, Path]
) -> Iterator[Callable[[str], str]]:
    """bases(data) starts a server on that data when it is first asked for."""
    running: dict[str, str] = {}
    with ExitStack() as stack:

        def base(data: str) -> str:
            if data in SHARED:
                return str(request.getfixturevalue(SHARED[data]))
            if data not in running:
                folder = folders[data] = tmp_path_factory.mktemp(data) / "var"
                load(folder, ROWS[data]())
                running[data] = stack.enter_context(server(folder, RISKMAP_DEMO="0", RISKMAP_WALL_SECONDS="3"))
            return running[data]

        yield base


def visit(page: Any, base: str, **query: str) -> None:
    page.goto(f"{base}/big_screen?{urlencode(query)}", wait_until="domcontentloaded")
    walls.settle(page)


def scope(case: dict[str, str]) -> dict[str, str]:
    """The filter of a wall with this data."""
    return {"township": "141034100"} if case["data"] == "one" else {}


def assert_legible(page: Any, case: dict[str, str]) -> None:
    """Every page of a wall that shows all three in turn, at every size: whole, large enough, of enough contrast.

    Sizes of 16:9 differ in scale alone: without `--all` one of them shows the further pages, in one language for each
    kind of data, and larger type.
    """
    for size, (width, height) in SIZES.items():
        if not ALL and "zoom" in case and size not in {"fhd", "three"}:
            continue
        every = ALL or (size == "fhd" and FIRST[case["data"]] == case["lang"])
        walls.resize(page, width, height)
        shown = ROTATE.split(",") if every else ["main"]
        for place, wall in enumerate(shown):
            if place:
                page.keyboard.press("ArrowRight")
            page.wait_for_selector(f'html[data-wall="{wall}"]', state="attached")
            if SHOTS:
                page.screenshot(path=str(Path(SHOTS) / f"{wall}-{size}-{name(case)}.png"))
            found = walls.look(page)
            assert found["texts"] > (60 if wall == "main" and "zoom" not in case else 10)
            assert found["rows"] or case["data"] in {"empty", "one"}
            wrong = {key: found[key] for key in ("scroll", "outside", "small", "pale") if found[key]}
            assert not wrong, (wall, size)
            if wall == "main":
                assert page.evaluate(LABELS) == [], size
                if "zoom" not in case:  # larger type may leave a name out
                    # of many majors some names stand beside the county; of one township the map is its own
                    named = {"many": len(TOWNS), "one": 1}.get(case["data"])
                    assert named is None or page.evaluate(NAMED) == named, size
        for _ in shown[1:]:
            page.keyboard.press("ArrowLeft")


@pytest.mark.long
@pytest.mark.parametrize("case", ZOOMED, ids=name)
def test_larger_type_shows_fewer_rows_and_cuts_none(
    open_page: Callable[..., Any], bases: Callable[[str], str], case: dict[str, str]
) -> None:
    base = bases(case["data"])
    page = open_page(base, viewport={"width": 1920, "height": 1080})
    visit(page, base, kiosk="1", lang=case["lang"], rotate=ROTATE, dwell="3600", zoom=case["zoom"], **scope(case))
    assert_legible(page, case)


@pytest.mark.parametrize("narrow", [{"sector": "coal"}, {"township": "141034100"}], ids=["sector", "township"])
def test_a_matrix_of_one_line_shares_its_page_with_what_is_open(
    open_page: Callable[..., Any], bases: Callable[[str], str], narrow: dict[str, str]
) -> None:
    base = bases("demo")
    page = open_page(base, viewport={"width": 1920, "height": 1080})
    visit(page, base, kiosk="1", lang="en", rotate="main,rates", dwell="3600", **narrow)
    page.keyboard.press("ArrowRight")
    page.wait_for_selector('html[data-wall="rates"]', state="attached")
    for width, height in (SIZES["fhd"], SIZES["three"]):
        walls.resize(page, width, height)
        found = walls.look(page)
        assert not {key: found[key] for key in ("scroll", "outside", "small", "pale") if found[key]}, width
        assert page.locator(".wa-also .wa-major:visible").count() > 1
        assert page.locator(".wa-also .wa-trend").is_visible()


def test_pages_change_in_turn_and_the_map_is_never_mounted_anew(
    open_page: Callable[..., Any], bases: Callable[[str], str]
) -> None:
    base = bases("demo")
    page = open_page(base, viewport={"width": 1920, "height": 1080})
    visit(page, base, kiosk="1", lang="zh_CN", rotate=ROTATE, dwell="3")
    mounted = "['#wall-map', '#wall-map .leaflet-map-pane', '.wa-kpis', '.wa-matrix', '.wa-cards']"
    page.evaluate(f"() => {{ for (const one of {mounted}) document.querySelector(one).stays = 1; window.stays = 1; }}")
    assert page.locator(".wa-kpis").is_visible()
    page.wait_for_selector('html[data-wall="rates"]', state="attached", timeout=8000)  # by itself
    assert page.locator(".wa-matrix").is_visible()
    assert not page.locator(".wa-kpis").is_visible()
    assert page.locator(".wa-on:visible").inner_text() == "到期整改率"
    for wall in ("listed", "main", "rates"):
        page.keyboard.press("ArrowRight")
        page.wait_for_selector(f'html[data-wall="{wall}"]', state="attached")
    assert page.locator(".wa-turn em:visible").inner_text() == "已暂停"
    page.wait_for_timeout(3300)  # longer than a page stands, and several looks at the ledger
    assert page.locator("html").get_attribute("data-wall") == "rates"
    kept = f"() => [window, ...{mounted}.map((one) => document.querySelector(one))].every((one) => one.stays)"
    assert page.evaluate(kept)
    assert page.locator("#wall-map").get_attribute("data-paints") == "1"
    page.keyboard.press("Space")
    page.wait_for_selector("html:not(.wa-is-paused)", state="attached")
    page.mouse.click(900, 600)
    page.wait_for_selector("html.wa-is-paused", state="attached")


def test_cards_that_do_not_fit_are_dealt_to_pages_and_the_count_tells_all(
    open_page: Callable[..., Any], bases: Callable[[str], str]
) -> None:
    base = bases("many")
    page = open_page(base, viewport={"width": 1920, "height": 1080})
    page.goto(f"{base}/big_screen?wall=listed&kiosk=1&lang=zh_CN")
    page.wait_for_function("() => document.querySelector('.wa-part') && document.querySelector('.wa-part').textContent")
    whole = int(page.locator(".wa-part").inner_text().split("/")[1])
    seen: list[str] = []
    for part in range(whole):
        assert page.locator(".wa-part").inner_text() == f"{part + 1}/{whole}"
        seen += page.locator(".wa-listing:visible").evaluate_all("(all) => all.map((one) => one.dataset.no)")
        assert part or not walls.look(page)["outside"]
        page.keyboard.press("ArrowRight")
    assert len(seen) == len(set(seen)) == page.locator(".wa-listing").count()
    assert str(api(base, "metrics")["total"]["stock_listed"]) in page.locator(".wa-hanging .wa-aside").inner_text()
    assert page.locator("#wall-map *").count() == 0  # a wall without the main page loads no map


def test_words_that_cannot_be_used_are_told_calmly_and_the_wall_stands(
    open_page: Callable[..., Any], bases: Callable[[str], str]
) -> None:
    base = bases("demo")
    page = open_page(base, viewport={"width": 1920, "height": 1080})
    visit(page, base, kiosk="1", lang="zh_CN", wall="x", rotate="main,huge", dwell="0", zoom="<b>9")
    told = page.locator(".wa-asked").inner_text()
    for word in ("wall 不能为“x”", "rotate 不能为“main,huge”", "dwell 不能为“0”", "zoom 不能为“<b>9”"):
        assert word in told
    found = walls.look(page)
    assert not {key: found[key] for key in ("scroll", "outside", "small", "pale") if found[key]}
    assert page.locator(".wa-kpis").is_visible()
    assert page.locator('[data-testid="stException"]').count() == 0


@pytest.mark.parametrize("case", CASES, ids=name)
def test_a_wall_is_whole_and_legible(
    open_page: Callable[..., Any], bases: Callable[[str], str], case: dict[str, str]
) -> None:
    base = bases(case["data"])
    page = open_page(base, viewport={"width": 1920, "height": 1080})
    visit(page, base, kiosk="1", lang=case["lang"], rotate=ROTATE, dwell="3600", **scope(case))
    assert_legible(page, case)
    stock = api(base, "metrics", **scope(case))["total"]["stock"]
    assert page.locator(".wa-stock .wa-big").first.inner_text().replace(",", "") == str(stock)
    assert page.locator(".rm-tight .wa-mark").count() == (500 if case["data"] == "many" else 0)  # in a heap: smaller


def test_a_refresh_moves_nothing_and_keeps_the_zoom(open_page: Callable[..., Any], bases: Callable[[str], str]) -> None:
    base = bases("demo")
    page = open_page(base, viewport={"width": 1920, "height": 1080})
    visit(page, base, kiosk="1")
    page.mouse.move(960, 600)
    page.mouse.wheel(0, -300)
    page.evaluate(
        "() => { for (const one of ['.wa-kpis', '#wall-map', '.wa-over']) document.querySelector(one).stays = 1; }"
    )
    beat = page.locator("#wall-beat").get_attribute("data-at")
    page.wait_for_function(f"() => document.getElementById('wall-beat').dataset.at > '{beat}'")
    page.wait_for_timeout(2500)
    kept = "() => ['.wa-kpis', '#wall-map', '.wa-over'].map((one) => document.querySelector(one).stays)"
    assert page.evaluate(kept) == [1, 1, 1]
    assert page.locator("#wall-map").get_attribute("data-paints") == "1"


def test_a_wall_says_that_its_server_is_gone_and_comes_back(
    open_page: Callable[..., Any], bases: Callable[[str], str]
) -> None:
    base = bases("demo")
    page = open_page(base, viewport={"width": 1920, "height": 1080})
    visit(page, base, kiosk="1", lang="zh_CN", rotate=ROTATE, dwell="3600")
    page.keyboard.press("ArrowRight")
    page.evaluate(HASTE)
    page.route(PULSE, lambda route: route.fulfill(status=200, body=""), times=1)
    for _ in range(2):  # one that is missed, one that is answered
        with page.expect_response(PULSE):
            pass
        page.wait_for_timeout(400)
        assert page.evaluate("() => window.before")
        assert page.locator("html.wa-is-lost").count() == 0
    page.route(PULSE, lambda route: route.fulfill(status=200, body=""))
    night = page.locator(".wa-time").inner_text()  # its hour comes just then: a server that is not there gives no page
    page.evaluate(f"() => {{ document.getElementById('wall-state').dataset.reload = '{night}'; }}")
    page.wait_for_selector(".wa-is-lost", state="attached")
    assert re.fullmatch(r"连接中断，画面停在 \d\d:\d\d", page.locator(".wa-lost").inner_text())
    page.evaluate("() => { const now = Date.now; Date.now = () => now() + 3 * 864e5; }")  # days later
    dated = r"/停在 \d\d-\d\d \d\d:\d\d$/"
    page.wait_for_function(f"() => {dated}.test(document.querySelector('.wa-lost').textContent)", timeout=5000)
    assert page.locator('.wa-page[data-page="main"] .wa-stock .wa-big').count() == 4  # the last good picture stays
    assert page.evaluate("() => window.before")
    page.unroute(PULSE)
    page.wait_for_function("() => !window.before && document.querySelector('#wall-map[data-paints]')", timeout=10_000)
    page.wait_for_selector(".wa-ghost", state="detached", timeout=5000)
    assert page.locator("html").get_attribute("data-wall") == "rates"  # where it was held
    assert page.locator(".wa-matrix").is_visible()


def test_warnings_have_room_in_the_head_however_many(
    open_page: Callable[..., Any], bases: Callable[[str], str]
) -> None:
    base = bases("demo")
    page = open_page(base, viewport={"width": 1920, "height": 1080})
    for zoom in ZOOMS if ALL else ("1", "2"):
        visit(page, base, kiosk="1", lang="en", zoom=zoom)
        found = page.evaluate(HEAD)
        assert len(found) == 11
        assert [one for one in found if one["beyond"] or one["cut"]] == [], zoom


def test_news_reach_the_map_though_the_lists_come_first_and_a_lost_filter_hides_it(
    open_page: Callable[..., Any], bases: Callable[[str], str], folders: dict[str, Path]
) -> None:
    base = bases("one")
    page = open_page(base, viewport={"width": 1920, "height": 1080})
    visit(page, base, kiosk="1", lang="zh_CN")
    page.evaluate(SLOW_MAP)
    before = page.locator("#wall-state").get_attribute("data-rev")
    load(folders["one"], [{**MAJOR, "ledger_no": "HB-009", "description": "瓦斯超限"}])
    batch = json.loads(riskmap(folders["one"], "batches", "list").stdout)["batches"][0]["id"]
    page.wait_for_function(f"() => document.getElementById('wall-state').dataset.rev !== '{before}'")
    page.evaluate("() => document.querySelector('.wa-stock').setAttribute('data-at', '')")  # one more block is new
    page.wait_for_selector('#wall-map[data-marks="2"]', timeout=8000)
    revision = page.locator("#wall-map").get_attribute("data-revision")
    assert page.locator(f'#wall-state[data-rev^="{revision} "]').count() == 1
    visit(page, base, kiosk="1", lang="zh_CN", batch=batch)
    assert riskmap(folders["one"], "batches", "undo", batch).returncode == 0  # its word is in no vocabulary any more
    page.wait_for_selector(".wa-trouble")
    page.wait_for_function("() => document.elementFromPoint(960, 600).closest('.wa-trouble')", timeout=4000)
    page.wait_for_timeout(500)
    assert page.locator("#wall-map").get_attribute("data-paints") == "1"  # and not the whole county beneath


def test_a_tour_goes_by_keys_and_rests_and_stays_at_its_stop(
    open_page: Callable[..., Any], bases: Callable[[str], str]
) -> None:
    base = bases("demo")
    page = open_page(base, viewport={"width": 1920, "height": 1080})
    page.route(PULSE, lambda route: route.fulfill(json={"started": "before"}), times=1)
    visit(page, base, kiosk="1", lang="zh_CN", tour="townships", dwell="600")
    page.evaluate("() => { Math.random = () => 0; window.before = true; }")
    page.keyboard.press("ArrowRight")
    first = page.locator(".wa-township .wa-at").get_attribute("data-code")
    page.keyboard.press("ArrowRight")
    page.wait_for_selector(f'.wa-township .wa-at:not([data-code="{first}"])')
    assert "已暂停" in page.locator(".wa-caption").inner_text()
    page.keyboard.press("ArrowLeft")
    page.wait_for_selector(f'.wa-township .wa-at[data-code="{first}"]')
    wide = "() => [...document.querySelectorAll('path.wa-area')].map((one) => Math.round(one.getBBox().width))"
    close = page.evaluate(wide)
    page.evaluate("() => { document.getElementById('wall-state').dataset.rev = 'news'; }")
    page.wait_for_selector('#wall-map[data-paints="2"]', state="attached")
    assert page.evaluate(wide) == close  # the new picture, of the same township
    page.wait_for_function("() => !window.before")  # another start of the server: the page anew
    page.wait_for_selector(".wa-ghost", state="detached", timeout=5000)
    assert page.locator(".wa-township .wa-at").get_attribute("data-code") == first
    assert page.evaluate(wide) == close


def test_a_filter_in_the_address_narrows_the_wall(open_page: Callable[..., Any], bases: Callable[[str], str]) -> None:
    base = bases("demo")
    page = open_page(base, viewport={"width": 1920, "height": 1080})
    visit(page, base, lang="zh_CN", township="141034103")
    assert "和平镇" in page.locator(".wa-scope").inner_text()
    number = api(base, "metrics", township="141034103")["total"]["stock_overdue"]
    assert page.locator(".wa-stock .wa-big").nth(1).inner_text() == str(number)
    page.goto(f"{base}/big_screen?grade=huge&lang=zh_CN")
    page.wait_for_selector(".wa-trouble")
    assert page.locator(".wa-big").count() == 0


def test_the_font_of_the_server_has_the_rare_sign(open_page: Callable[..., Any], bases: Callable[[str], str]) -> None:
    base = bases("demo")
    page = open_page(base)
    visit(page, base, kiosk="1")
    loaded = page.evaluate(
        "async () => (await document.fonts.load('20px \"Riskmap Han\"', '勍')).map((face) => face.status)"
    )
    assert loaded == ["loaded"]
