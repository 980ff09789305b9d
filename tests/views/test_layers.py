"""Layers: what they hold, what they hide, and that words of the ledger stay words."""

import gzip
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskmap.geo import boundaries
from riskmap.i18n import Translator
from riskmap.metrics import drill, filters
from riskmap.metrics.index import Index
from riskmap.views import compact, layers, scene, searching, sheet
from riskmap.views.marks import ORDER
from support.hazard_frames import AS_OF, T, enterprises, facts, frame, random_rows
from support.ledgers import HOSTILE

DATA = Path(__file__).parents[2] / "data" / "geo"
COUNTY = boundaries.load(
    DATA / "fenxi_county.geojson", DATA / "fenxi_townships_schematic.geojson", code="141034", source="示例来源"
)
REAL = replace(COUNTY, real=True)


def layer(table, lang="zh_CN"):
    shown = scene.scene(table, T)
    made = compact.hazards(shown, Translator(lang), revision=7, from_="2026-01-01", as_of=AS_OF.isoformat())
    return shown, json.loads(made)


@pytest.mark.parametrize("seed", range(3))
def test_alarms_and_plates_of_the_legend_are_the_ledgers_with_or_without_a_position(seed):
    standing = {"listed": T - 9, "listed_level": "county"}
    rows = random_rows(seed, 80)
    rows += [facts(101, grade="major", control="", lon=float("nan"), lat=float("nan"), **standing)]
    rows += [facts(102, **standing)]  # a general one, listed by decision
    table = frame(*rows)
    index, where = Index(table), filters.default(AS_OF)
    _, document = layer(table)
    assert document["alarm"] == int(drill.rows(index, where, "alarm").sum())
    for level in ("province", "city", "county"):
        there = filters.changed(where, listed=(level,))
        assert document["listed"][level] == int(drill.rows(index, there, "stock_listed").sum())


def dots(document):
    """The dots of a compact layer as its script reads them: progress, number, longitude, latitude."""
    west, south, step = document["grid"]
    for group in document["dots"]:
        numbers = []
        for head, width, steps in group["no"]:
            value = 0
            for one in steps:
                value += one
                numbers.append(f"{head}{value:0{width}}" if width else head)
        for number, x, y in zip(numbers, group["x"], group["y"], strict=True):
            yield ORDER[group["p"]].value, number, west + x * step, south + y * step


@given(seed=st.integers(0, 40))
def test_the_compact_layer_holds_every_drawn_hazard_once_at_its_place(seed):
    table = frame(*random_rows(seed, 50))
    shown, document = layer(table)
    places = {row["hazard_no"]: row for row in table.to_dict("records")}
    progress_of = dict(zip(shown.frame["hazard_no"], shown.progress, strict=True))
    seen = list(dots(document))
    assert len(seen) == sum(len(rows) for rows in shown.dots.values())
    for progress, number, lon, lat in seen:
        row = places.pop(number)
        assert (lon, lat) == pytest.approx((row["lon"], row["lat"]), abs=0.6e-5)
        assert progress_of[number] == progress
    assert len(document["majors"]["no"]) == len(shown.majors)
    assert document["total"] == shown.total


def test_numbers_of_any_form_come_back_as_they_were():
    rows = [
        facts(n, hazard_no=number) for n, number in enumerate(["FX-2025-000009", "FX-2026-000010", "A", "B-", "0-7"], 1)
    ]
    _, document = layer(frame(*rows))
    assert {number for _, number, _, _ in dots(document)} == {row["hazard_no"] for row in rows}


def test_a_mark_says_number_unit_countdown_listing_and_control():
    row = facts(1, grade="major", due=T - 2, listed=T - 9, listed_level="county", control="suspended")
    assert layer(frame(row))[1]["majors"]["label"] == ["1号 · 示例煤业1号 · 超期 2 天 · 县级挂牌 · 已停产撤人"]
    assert layer(frame(row), "en")[1]["majors"]["label"] == [
        "No. 1 · 示例煤业1号 · 2 d overdue · Listed by the county · Stopped, people withdrawn"
    ]


def test_nothing_and_nowhere_make_a_valid_layer():
    assert layer(frame())[1]["total"] == 0
    _, document = layer(frame(facts(1, lon=float("nan"), lat=float("nan"))))
    assert (document["unplaced"], document["dots"], document["majors"]["no"]) == (1, [], [])


def test_packing_is_the_same_for_the_same_and_comes_back():
    assert compact.pack(b"abc") == compact.pack(b"abc")
    assert gzip.decompress(compact.pack(b"abc")) == b"abc"


@given(seed=st.integers(0, 20))
def test_geojson_holds_every_row_with_or_without_a_place(seed):
    table = frame(*[row for row in random_rows(seed, 40) if row["found"] <= T])
    document = json.loads(layers.hazards(table, T))
    assert [one["properties"]["hazard_no"] for one in document["features"]] == table["hazard_no"].tolist()
    placed = [one for one in document["features"] if one["geometry"]]
    assert len(placed) == table["lon"].notna().sum()
    assert document["unplaced"] == len(table) - len(placed)


def test_geojson_does_not_tell_what_happened_after_its_day():
    row = facts(1, found=T - 50, confirmed=T - 50, rectified=T - 5, passed=T + 1, closed=T + 2)
    facts_ = json.loads(layers.hazards(frame(row), T))["features"][0]["properties"]
    assert facts_["rectified"] == "2026-11-17"
    assert (facts_["passed"], facts_["closed"], facts_["progress"]) == (None, None, "waiting")


def test_sensitive_sites_leave_at_about_one_kilometre():
    table = frame(facts(1, enterprise_id="secret", lon=111.45678, lat=36.61234), facts(2, lon=111.45678, lat=36.61234))
    blurred, exact = json.loads(layers.hazards(table, T, sensitive=["secret"]))["features"]
    assert blurred["geometry"]["coordinates"] == [111.46, 36.61]
    assert exact["geometry"]["coordinates"] == [111.45678, 36.61234]
    firms = enterprises({"id": "secret", "name": "示例", "lon": 111.45678, "lat": 36.61234, "sensitive": True})
    one = json.loads(layers.enterprises(firms))["features"][0]
    assert (one["geometry"]["coordinates"], one["properties"]["blurred"]) == ([111.46, 36.61], True)


def test_townships_keep_figures_without_a_polygon_and_say_they_are_a_sketch():
    figures = {"141034100": {"stock": 3}, "": {"stock": 1}}
    document = json.loads(layers.townships(COUNTY, figures, {"141034100": "永安镇"}, as_of="2026-11-22"))
    assert (document["boundary_real"], document["boundary_source"]) == (False, "示例来源")
    named = {one["properties"]["code"]: one for one in document["features"]}
    assert len(named) == 8
    assert named["141034100"]["properties"]["stock"] == 3
    assert named[""]["geometry"] is None


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_the_sheet_has_every_word_shape_and_symbol(lang):
    document = json.loads(sheet.sheet(COUNTY, Translator(lang), lang=lang, unit="汾西县", names={}, source="示例来源"))
    assert len(document["townships"]) == 7
    assert set(document["symbols"]) == set(document["order"]) == set(document["progress"])
    assert set(document["words"]) == set(sheet.WORDS)
    assert set(document["themes"]) == {"light", "dark"}
    assert all(len(one["ramp"]) == len(one["inks"]) == len(document["classes"]) for one in document["themes"].values())


@pytest.mark.parametrize(("shapes", "schematic"), [(COUNTY, True), (boundaries.Boundaries(), False), (REAL, False)])
def test_only_schematic_outlines_are_called_schematic(shapes, schematic):
    document = json.loads(sheet.sheet(shapes, Translator("zh_CN"), lang="zh_CN", unit="县", names={}, source="来源"))
    assert document["real"] is not schematic
    assert document["source"] == ("来源" if document["bounds"] else "")


def test_hostile_words_travel_as_data_only():
    row = dict.fromkeys(("enterprise", "place", "description", "responsible_unit", "ledger_no"), HOSTILE)
    table = frame(facts(1, grade="major", due=T - 1, **row), facts(2, **row))
    shown, document = layer(table)
    assert HOSTILE in document["majors"]["label"][0]
    assert HOSTILE not in json.dumps(document["dots"])
    features = json.loads(layers.hazards(table, T))["features"]
    assert [one["properties"]["description"] for one in features] == [HOSTILE, HOSTILE]
    assert HOSTILE in compact.lines(shown, Translator("en"))[0]["label"]


def test_a_find_says_no_number_but_that_of_the_map():
    table = frame(*(facts(n, grade="major", due=T - 9 + n, control="none", enterprise=f"煤业{n}") for n in (1, 2, 3)))
    shown, document = layer(table)
    third = document["majors"]["no"].index(table["hazard_no"][2])
    assert (document["majors"]["n"][third], document["majors"]["label"][third][:2]) == (3, "3号")
    [found] = searching.hazards(table, T, Translator("zh_CN"), "煤业3")
    assert found["more"].startswith("煤业3 · 超期 6 天")
    assert "未采取措施" in found["more"]
    said = [line["label"] for line in compact.lines(shown, Translator("en"))]
    assert [text.split(" · ")[0] for text in said] == ["煤业1", "煤业2", "煤业3"]
