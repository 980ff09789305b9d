"""What the printed map counts is what the ledger counts, wherever hazards are said to lie."""

import math
import re

import pytest
from test_wall_map import crowd, major, marked, said

from riskmap.geo.boundaries import Boundaries
from riskmap.metrics import drill, filters
from riskmap.metrics.index import Index
from riskmap.reports import wall_map
from riskmap.reports.wall_map_content import counts, hidden, parts, within
from riskmap.reports.wall_map_drawing import view_of
from riskmap.reports.wall_map_ground import PAD, bounds_of, reached
from support.hazard_frames import AS_OF, T, facts, frame, random_rows
from support.papers import SHAPES, pages, sheets
from support.papers import parts as made

MISTYPED = {"lon": 120.0, "lat": 30.0}
PAPER = (8.0, 25.0, 260.0, 240.0)


def view(rows, code=None):
    """What of the world the map of some rows, or of one of their townships, shows."""
    shown, *_ = made(rows)
    drawn = within(shown.scene, SHAPES)
    part = next((one for one in parts(drawn, ()) if one.code == code), wall_map.Part(None, drawn))
    return view_of(part, SHAPES, PAPER)


def test_a_mistyped_position_makes_neither_the_county_nor_its_township_smaller():
    near = [major(1), facts(2)]
    for code in (None, "141034100"):
        assert view([*near, major(3, **MISTYPED), facts(4, **MISTYPED)], code) == view(near, code)


def test_forty_majors_stay_on_one_sheet_when_the_position_of_one_is_wrong():
    found = sheets([*crowd(40), major(41, **MISTYPED)])
    assert len(marked(found[0])) == 40


@pytest.mark.parametrize("by_township", [False, True])
def test_what_lies_off_the_map_is_named_and_counted_as_such(by_township):
    rows = [major(1), facts(2), major(3, **MISTYPED), facts(4, **MISTYPED), facts(5, lon=math.nan, lat=math.nan)]
    text = pages(rows, by_township=by_township)
    assert "筛选 5 项 = 在图 2 + 坐标在图幅外 2 + 缺坐标 1 + 早前销号 0 + 作废 0" in said(text)
    assert "坐标在图幅外的一般隐患：1 项" in said(text)
    assert "缺坐标的一般隐患：1 项" in said(text)
    assert "坐标在图幅外" in said(text).split("示例煤业3号", 1)[1].split("示例煤业", 1)[0]
    english = " ".join(pages(rows, "en", by_township=by_township)).replace("\n", " ")
    assert "5 in this selection = 2 on the map + 2 with a position off it + 1 without coordinates" in english


def test_a_sensitive_site_off_the_map_stays_off_it():
    shown, *_ = made([major(1, **MISTYPED), facts(2)])
    drawn = hidden(within(shown.scene, SHAPES), frozenset({"e1", "e2"}))
    (town,) = parts(drawn, ())
    assert math.isnan(town.scene.lon[0])
    assert (town.scene.lon[1], town.scene.lat[1]) == pytest.approx((111.45, 36.63))
    assert (counts(town.scene).drawn, counts(town.scene).off) == (1, 1)


def test_a_point_just_beyond_the_border_is_drawn_in_the_margin():
    west, south, east, north = SHAPES.bounds()
    wide, high = PAD * (east - west), PAD * (north - south)
    beside = [(west - 0.9 * wide, south), (east, north + 0.9 * high)]
    beyond = [(west - 1.1 * wide, south), (east, north + 1.1 * high), (east, south - 1.1 * high), (50.0, north)]
    lon, lat = (
        frame(*(facts(n, lon=x, lat=y) for n, (x, y) in enumerate([*beside, *beyond])))[name].to_numpy()
        for name in ("lon", "lat")
    )
    assert reached(SHAPES, lon, lat).tolist() == [True] * 2 + [False] * 4
    assert bounds_of(SHAPES, "", lon[:2], lat[:2]) == SHAPES.bounds()
    shown = view([facts(n, lon=x, lat=y) for n, (x, y) in enumerate(beside)])
    for x, y in beside:
        across, down = shown.at(x, y)
        assert PAPER[0] < across < PAPER[2]
        assert PAPER[1] < down < PAPER[3]


def test_without_outlines_the_map_shows_every_position():
    shown, *_ = made([major(1), major(2, **MISTYPED)])
    assert within(shown.scene, Boundaries()) is shown.scene
    assert bounds_of(Boundaries(), "", shown.scene.lon, shown.scene.lat) == (111.45, 30.0, 120.0, 36.63)


@pytest.mark.parametrize("seed", range(3))
def test_the_majors_of_a_sheet_are_those_that_stand(seed):
    rows = random_rows(seed, 80)
    table = frame(*rows)
    index, where = Index(table), filters.default(AS_OF)
    standing, late = (int(drill.rows(index, where, name).sum()) for name in ("stock_major", "stock_overdue"))
    shown, *_ = made(rows)
    others = len(shown.scene.listed) - standing
    more = f"（另列近 90 天销号和待核实 {others} 项）" if others else ""
    text = said(pages(rows))
    assert f"重大隐患现存 {standing} 项{more}；全部隐患中超期未整改 {late} 项" in text
    assert sum(counts(one.scene).majors for one in parts(shown.scene, ())) == standing


def test_the_table_of_an_overview_adds_up_with_what_is_off_the_map():
    rows = [major(1, closed=T, passed=T, rectified=T), major(2), major(3, **MISTYPED), facts(4, township="141034101")]
    (overview, *_) = pages(rows, by_township=True)
    assert re.search(r"合计\s*4\s*3\s*1\s*0\s*2\s*0", overview)
