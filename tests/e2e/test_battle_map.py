"""The battle map draws what the ledger holds, no more, no less, and a mark leads to its hazard."""

import json
import shutil
from base64 import b64decode
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from math import hypot
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect
from xstatic.pkg import leaflet

from support.pages import address, api, drawn, expected, map_frame, said, settle, text, visit
from support.servers import ROOT, TODAY, copy_folder, get, riskmap, server

DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

LEAFLET = Path(leaflet.BASE_DIR)
ASSETS = ROOT / "riskmap" / "web" / "assets"
# Dots and marks of majors at px of a map of 800 × 600: how many dots each ring holds, and of each dot how far from its
# place it is drawn and what a hand finds there.
DRAW = """([spots, marks, radius, scale]) => {
    const map = L.map("map", {zoomControl: false, zoomAnimation: false}).setView([36, 111], 12);
    map.createPane("dots");
    const dots = new riskmapDots(map, map.getPane("dots"), radius), flat = (i) => spots.map((spot) => {
        return map.options.crs.latLngToPoint(map.containerPointToLatLng(spot), 0)[i];
    });
    dots.scale = scale;
    dots.over = marks.map(([x, y, r]) => ({x, y, r}));
    dots.set([{code: "late", fill: "#D6322B", stack: 1, x: flat("x"), y: flat("y")}], {});
    dots.draw();
    const found = spots.map((spot, i) => {
        const away = dots.shiftOf({code: "late", i}), hit = dots.at(L.point(spot).add(away));
        return [...away.map(Math.round), hit.ring ? dots.members(hit.ring).list.map((one) => one.i) : [hit.i]];
    });
    const told = {rings: dots.rings.map((ring) => ring.n), found, sums: dots.sums(), level: dots.level};
    map.remove();
    return told;
}"""

FILTERS: list[dict[str, str]] = [
    {},
    {"sector": "coal", "grade": "major"},
    {"progress": "overdue", "as_of": "2026-06-30"},
]


@pytest.fixture(scope="module")
def draw(browser: Any) -> Iterator[Callable[..., Any]]:
    """draw(spots, marks, radius, scale) draws dots without a server; radius and scale are those of a screen."""
    page = browser.new_page(viewport={"width": 800, "height": 600})
    page.set_content('<div id="map" style="position: absolute; inset: 0"></div>')
    page.add_style_tag(path=LEAFLET / "leaflet.css")
    for file in (LEAFLET / "leaflet.js", ASSETS / "riskmap-marks.js", ASSETS / "riskmap-dots.js"):
        page.add_script_tag(path=file)
    yield lambda *facts: page.evaluate(DRAW, list(facts))
    page.close()


SCREENS = pytest.mark.parametrize(("radius", "scale"), [(3.6, 1), (5.2, 1.5)], ids=["desk", "wall"])


@SCREENS
@pytest.mark.parametrize("others", [0, 90], ids=["few", "many"])
def test_dots_on_one_spot_are_one_ring_that_opens_them_all(draw: Any, radius: float, scale: float, others: int) -> None:
    apart = [[20 + 60 * (n % 12), 20 + 60 * (n // 12)] for n in range(others)]
    spots = [[770, 570]] * 6 + [[770.6, 300], [769.5, 301]] + [[770, 100]] + apart
    told = draw(spots, [], radius, scale)
    assert (told["level"], told["sums"]) == ("grid" if others else "points", len(spots))
    assert sorted(told["rings"]) == [2, 6]
    assert [one[2] for one in told["found"][:9]] == [[0, 1, 2, 3, 4, 5]] * 6 + [[6, 7]] * 2 + [[8]]


@SCREENS
def test_a_dot_that_a_ring_would_cover_is_part_of_it(draw: Any, radius: float, scale: float) -> None:
    size = round(30 * scale)  # dots are crowded in squares of this size: two of them meet at one of these places
    for x in range(300, 300 + size, 3):
        told = draw([[x - 2, 200]] * 40 + [[x + 2, 200]] * 45 + [[x, 202 + size]], [], radius, scale)
        assert told["sums"] == 86
        assert told["rings"] == [85]
        assert [len(one[2]) for one in told["found"]] == [85] * 85 + [1]


def test_what_lies_under_a_mark_stands_beside_it(draw: Any) -> None:
    marks = [[400, 300, 17], [400, 340, 17], [419, 290, 9]]  # a mark, one below it, a plate
    spots = [[400, 300], [200, 200], *[[404, 298]] * 3, [420, 290]]
    told = draw(spots, marks, 3.6, 1)
    assert told["found"][1] == [0, 0, [1]]
    assert told["sums"] == 6
    places = [(spot[0] + away[0], spot[1] + away[1]) for spot, away in zip(spots, told["found"], strict=True)]
    for place in places:
        assert all(hypot(place[0] - x, place[1] - y) >= r + 3 for x, y, r in marks)
    assert all(hypot(*away[:2]) <= 40 for away in told["found"])
    assert [len(one[2]) for one in told["found"]] == [1, 1, 3, 3, 3, 1]  # none lies on another now


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


@pytest.fixture(scope="module")
def bare_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A county without outlines: six general hazards on one spot, one under a major's mark, and two majors."""
    folder = tmp_path_factory.mktemp("bare")
    county, ledger = folder / "county.toml", folder / "ledger.csv"
    county.write_text('code = "999001"\nname = "测试县"\ntime_zone = "Asia/Shanghai"\n', encoding="utf-8")
    head, days = "企业名称,隐患描述,隐患等级,检查时间,整改期限,经度,纬度\n", "2026-11-01,2026-12-31"
    general = [f"甲厂,第{n}处,一般,{days},112.1,35.2" for n in range(6)] + [f"乙厂,护栏松动,一般,{days},112.3,35.3"]
    major = [f"丙厂,罐区泄漏,重大,{days},112.2,35.1", "乙厂,瓦斯超限,重大,2026-11-01,2026-11-10,112.3,35.3"]
    ledger.write_text(head + "\n".join([*general, *major]), encoding="utf-8")
    settings = {"RISKMAP_COUNTY": str(county), "RISKMAP_TODAY": "2026-11-18", "RISKMAP_DEMO": "0"}
    assert riskmap(folder / "var", "import", str(ledger), **settings).returncode == 0
    with server(folder / "var", **settings) as base:
        yield base


def test_a_county_without_outlines_still_draws_its_hazards(open_page: Callable[..., Any], bare_server: str) -> None:
    page = open_page(bare_server)
    visit(page, bare_server, "battle_map")
    assert drawn(page) == (2, 7)
    counted = map_frame(page).locator(".leaflet-container").get_attribute("data-counted")
    assert counted == "7"


def test_another_language_is_another_map(open_page: Callable[..., Any], bare_server: str) -> None:
    page = open_page(bare_server)
    visit(page, bare_server, "battle_map", lang="en")
    bar = map_frame(page).locator(".rm-bar")
    expect(bar).to_contain_text("Rectangle")
    page.get_by_text("中文", exact=True).click()
    page.wait_for_selector('html body .w-top[lang="zh"]')
    expect(page.locator('iframe[title*="folium"]')).to_have_count(1, timeout=20_000)
    expect(bar).to_contain_text(said("Rectangle", "zh_CN"))
    assert "Changes since" not in map_frame(page).locator(".rm-time").inner_text()


def test_hazards_on_one_spot_and_under_a_mark_open(open_page: Callable[..., Any], bare_server: str) -> None:
    page = open_page(bare_server)
    visit(page, bare_server, "battle_map", lang="zh_CN")
    frame = map_frame(page)
    late, other = (frame.locator(f'.rm-mark[aria-label*="{firm}"]').bounding_box() for firm in ("乙厂", "丙厂"))
    x, y = (late[side] + late[size] / 2 for side, size in (("x", "width"), ("y", "height")))
    page.mouse.click(x, y + 36)  # it lies in the middle of the mark, and stands below it
    page.wait_for_function("() => location.search.includes('mark=')")
    told = api(bare_server, "hazards", q="护栏松动")["rows"][0]["hazard_no"]
    assert f"mark={told}" in page.url
    # as far west of 丙厂 as 乙厂 is east of it, half as far south
    page.mouse.click(2 * (other["x"] + 17) - x, (other["y"] + 17 + y) / 2)
    expect(frame.locator(".rm-item")).to_have_count(6)
    frame.locator(".rm-item").last.click()
    page.wait_for_function(f"() => !location.search.includes('mark={told}')")
    settle(page)
    assert f"mark={frame.locator('body').evaluate('() => map.riskmap.selected')}" in page.url  # not the one before
    frame.locator(".rm-search input").fill("丙厂")
    expect(frame.locator('.rm-found [data-kind="hazard"]')).to_contain_text("2号 · 丙厂")


def test_a_link_opens_with_its_layers_measure_and_view(page: Any, demo_server: str) -> None:
    visit(page, demo_server, "battle_map", layers="major,general", measure="stock", view="36.65000,111.60000,9.5")
    frame = map_frame(page)
    box = frame.locator(".leaflet-container[data-aggregate]")
    assert box.get_attribute("data-aggregate") == "township"
    assert box.get_attribute("data-counted") == box.get_attribute("data-dots")
    frame.locator('input[name="rm-shade"]').check()
    page.wait_for_url(lambda address: "layers=" not in address and "measure=stock" in address)
    assert "view=36.65000,111.60000,9.5" in page.url
    levels = {"township"}
    for _ in range(9):
        frame.locator(".leaflet-control-zoom-in").click()
        page.wait_for_timeout(350)
        levels.add(str(box.get_attribute("data-aggregate")))
    assert levels == {"township", "grid", "points"}


def test_base_map_and_own_layers_come_from_this_server(
    open_page: Callable[..., Any], demo_data: Path, tmp_path: Path
) -> None:
    folder = copy_folder(demo_data, tmp_path / "var")
    shutil.copytree(ROOT / "data", tmp_path / "data")
    tile = tmp_path / "data" / "tiles" / "9" / "414" / "200.png"
    tile.parent.mkdir(parents=True)
    tile.write_bytes(b64decode(DOT))
    with (tmp_path / "data" / "county.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[basemap]]\nid = "own"\ntitle = "底图"\nkind = "folder"\nfolder = "tiles"\n')
        file.write('attribution = "示例测绘"\n')
    (folder / "layers").mkdir()
    point = {"type": "Feature", "geometry": {"type": "Point", "coordinates": [111.6, 36.65]}, "properties": {}}
    told = {"type": "FeatureCollection", "name": "<b>应急", "features": [point]}
    (folder / "layers" / "x.geojson").write_text(json.dumps(told), encoding="utf-8")
    resource = "名称,类别,经度,纬度,责任单位\n<b>示例库,物资库,111.52,36.68,<i>示例单位\n缺,医院,,,\n"
    (folder / "layers" / "应急.csv").write_text(resource, encoding="gb18030")
    with server(folder, RISKMAP_COUNTY=str(tmp_path / "data" / "county.toml")) as base:
        assert get(f"{base}/api/v1/tiles/own/9/414/200")[0] == 200
        assert get(f"{base}/api/v1/tiles/own/9/414/1")[0] == 404
        page = open_page(base)
        page.route("**/tiles/own/**", lambda route: route.fulfill(body=b64decode(DOT), content_type="image/png"))
        page.goto(address(base, "battle_map", layers="major,own.x") + "&base=own")
        settle(page)
        frame = map_frame(page)
        frame.locator("img.leaflet-tile").first.wait_for(state="attached")
        frame.locator(".leaflet-rm-own-pane canvas").wait_for(state="attached")
        assert "示例测绘" in frame.locator(".rm-credit").inner_text()
        assert "<b>应急 (1)" in frame.locator(".rm-layers").inner_text()
        assert "1 处缺坐标，未上图" in frame.locator(".rm-layers").inner_text()
        frame.locator(".rm-layers label", has_text="应急资源 (1)").click()
        expect(frame.locator(".rm-resource span")).to_have_text("物资")
        frame.locator(".rm-search input").fill("示例库")
        frame.locator('.rm-found [data-kind="place"]').click()
        expect(frame.locator(".rm-facts")).to_contain_text("<b>示例库")
        assert frame.locator(".rm-facts .rm-items p").all_inner_texts() == ["应急物资库 · <i>示例单位"]


def test_a_drawn_rectangle_and_a_search_work_without_a_new_map(page: Any, demo_server: str) -> None:
    visit(page, demo_server, "battle_map")
    frame = map_frame(page)
    frame.locator("body").evaluate("() => { window.stillHere = true; }")
    frame.locator('[data-tool="box"]').click()
    box = page.locator('iframe[title*="folium"]').bounding_box()
    page.mouse.move(box["x"] + 430, box["y"] + 150)
    page.mouse.down()
    page.mouse.move(box["x"] + 640, box["y"] + 380, steps=4)
    page.mouse.up()
    page.locator(".rm-selected").wait_for()
    area = page.evaluate("() => new URLSearchParams(location.search).get('area')")
    counts = [int(link.inner_text()) for link in page.locator(".rm-selected a").all()[:2]]
    assert sum(counts) == expected(demo_server, area=area) > 0
    frame.locator('[data-tool="clear"]').click()
    page.locator(".rm-selected").wait_for(state="detached")
    number = api(demo_server, "hazards", located="1", grade="general", progress="overdue")["rows"][0]["hazard_no"]
    frame.locator(".rm-search input").fill(number)
    frame.locator('.rm-found [data-kind="hazard"]').click()
    page.wait_for_function(f"() => location.search.includes('mark={number}') && location.search.includes('view=')")
    assert frame.locator("body").evaluate("() => window.stillHere") is True


def test_a_lasso_a_circle_and_the_view_drive_the_charts_without_a_new_map(page: Any, demo_server: str) -> None:
    visit(page, demo_server, "battle_map", lang="en")
    frame = map_frame(page)
    frame.locator("body").evaluate("() => { window.stillHere = true; }")
    page.get_by_role("tab", name="Charts").click()
    page.locator(".rm-charts").wait_for()
    box = page.locator('iframe[title*="folium"]').bounding_box()

    def assert_charts_hold_the_selection(kind: str) -> None:
        page.wait_for_function(f"() => location.search.includes('area={kind}')")
        area = page.evaluate("() => new URLSearchParams(location.search).get('area')")
        count = expected(demo_server, area=area)
        page.locator(f'.rm-charts a[href*="rows=shown"]:text-is("{count}")').first.wait_for()
        assert count > 0
        assert all("area=" in (link.get_attribute("href") or "") for link in page.locator(".rm-charts a").all())

    frame.locator('[data-tool="lasso"]').click()
    page.mouse.move(box["x"] + 430, box["y"] + 180)
    page.mouse.down()
    for x, y in ((640, 180), (660, 420), (420, 400)):
        page.mouse.move(box["x"] + x, box["y"] + y, steps=3)
    page.mouse.up()
    assert_charts_hold_the_selection("lasso")
    frame.locator('[data-tool="near"]').click()
    page.mouse.click(box["x"] + 560, box["y"] + 300)
    assert_charts_hold_the_selection("near")
    frame.locator('[data-tool="view"]').click()
    assert_charts_hold_the_selection("box")
    frame.locator('[data-tool="view"]').click()
    frame.locator('[data-tool="measure"]').click()
    for x, y, clicks in ((500, 200, 1), (600, 300, 2)):
        page.mouse.click(box["x"] + x, box["y"] + y, click_count=clicks)
    metres = int(frame.locator("[data-measured]").first.get_attribute("data-measured") or 0)
    assert frame.locator(".rm-measured").inner_text() == f"{metres / 1000:.2f} km"  # stays once it is measured
    assert frame.locator('[data-tool="measure"]').get_attribute("aria-pressed") == "false"
    page.keyboard.press("Escape")
    frame.locator(".rm-measured").wait_for(state="detached")
    assert frame.locator("body").evaluate("() => window.stillHere") is True


def test_past_days_are_drawn_without_a_new_map_and_changes_open_their_rows(page: Any, demo_server: str) -> None:
    visit(page, demo_server, "battle_map", as_of="2026-09-02", since="2026-08-19")
    frame = map_frame(page)
    frame.locator("body").evaluate("() => { window.stillHere = true; }")
    told = api(demo_server, "layers/changes.json", as_of="2026-09-02", since="2026-08-19")["counts"]
    frame.locator("button.rm-change-late").wait_for()
    assert str(told["late"]) in frame.locator("button.rm-change-late").inner_text()
    frame.locator(".rm-time input").evaluate("(e) => { e.value = 40; e.dispatchEvent(new Event('input')); }")
    day = (date.fromisoformat(TODAY) - timedelta(weeks=12)).isoformat()
    page.wait_for_function(f"() => location.search.includes('as_of={day}')")
    frame.locator(f'.leaflet-container[data-day="{day}"]').wait_for(state="attached")
    assert sum(drawn(page)) == expected(demo_server, as_of=day)
    assert frame.locator("body").evaluate("() => window.stillHere") is True
    frame.locator("button.rm-change-new").click()
    page.wait_for_url("**/ledger?*rows=new_in_period*")


def test_a_hazard_without_coordinates_is_placed_by_a_click(
    open_page: Callable[..., Any], demo_data: Path, tmp_path: Path
) -> None:
    with server(copy_folder(demo_data, tmp_path / "var")) as base:
        page = open_page(base)
        visit(page, base, "battle_map")
        frame = map_frame(page)
        before = api(base, "layers/hazards.json")["unplaced"]
        page.get_by_role("tab").last.click()
        page.locator(".rm-more + .rm-scroll tr.w-go").first.click()
        frame.locator(".rm-drawing").wait_for(state="attached")
        page.wait_for_function("() => location.search.includes('place=')")
        box = page.locator('iframe[title*="folium"]').bounding_box()
        page.mouse.click(box["x"] + 560, box["y"] + 300)
        page.locator(".st-key-map_place_reason input").fill("现场核对")
        page.locator(".st-key-map_place_reason input").press("Tab")
        page.locator(".st-key-map_place_yes button:enabled").click()
        page.wait_for_function("() => !location.search.includes('place=')")
        settle(page)
        assert api(base, "layers/hazards.json")["unplaced"] == before - 1
        frame.locator(".leaflet-container:not(.rm-drawing)").wait_for(state="attached")


@pytest.mark.parametrize(
    "on_the_map", [pytest.param(True, marks=pytest.mark.long), False], ids=["on the map", "beside it"]
)
def test_escape_ends_the_placing_of_a_hazard(open_page: Callable[..., Any], demo_server: str, on_the_map: bool) -> None:
    page = open_page(demo_server)
    visit(page, demo_server, "battle_map")
    frame = map_frame(page)
    page.get_by_role("tab").last.click()
    page.locator(".rm-more + .rm-scroll tr.w-go").first.click()
    frame.locator(".rm-drawing").wait_for(state="attached")
    page.wait_for_function("() => location.search.includes('place=')")
    page.locator(".st-key-map_place").wait_for()
    if on_the_map:
        frame.locator(".leaflet-container").focus()
    (frame.locator(".leaflet-container") if on_the_map else page.locator("body")).press("Escape")
    page.wait_for_function("() => !location.search.includes('place=')")
    frame.locator(".leaflet-container:not(.rm-drawing)").wait_for(state="attached")
    expect(page.locator(".st-key-map_place")).to_have_count(0)
