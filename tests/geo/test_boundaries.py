"""Outlines: what they say of a point, and what they refuse."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskmap.geo import boundaries
from riskmap.geo.boundaries import BoundaryError, Placement


def feature(code, west, south, east, north, **facts):
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Feature", "properties": {"code": code, **facts}, "geometry": polygon(ring)}


def polygon(ring):
    return {"type": "Polygon", "coordinates": [ring]}


def save(path, *features):
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}), "utf-8")
    return path


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    folder = tmp_path_factory.mktemp("geo")
    outline = save(folder / "county.geojson", feature("141034", 111.2, 36.4, 111.6, 36.8, name="示例县"))
    parts = save(
        folder / "parts.geojson",
        feature("141034100", 111.2, 36.4, 111.4, 36.8, name="西镇"),
        feature("141034101", 111.4, 36.4, 111.6, 36.8, name="东镇", label_lon=111.5, label_lat=36.7),
    )
    return boundaries.load(outline, parts, code="141034", source="示例来源")


def test_a_point_is_placed_and_a_township_suggested(county):
    lon, lat = [111.3, 111.5, 36.5, 112.0, np.nan], [36.5, 36.5, 111.3, 36.5, 36.5]
    assert county.placement(lon, lat).tolist() == ["inside", "inside", "swapped", "outside", "missing"]
    assert county.township_at(lon, lat).tolist() == ["141034100", "141034101", "", "", ""]
    assert county.township_of(111.3, 36.5) == "141034100"
    assert county.township_of(None, 36.5) is None
    assert county.township_of(112.0, 36.5) is None


def test_a_sketch_never_assigns_and_a_real_outline_may(county):
    assert not county.assigns
    assert boundaries.Boundaries(county.county, county.townships, real=True).assigns


def test_a_border_point_is_inside_and_belongs_to_the_first_township(county):
    assert county.inside(111.2, 36.5)
    assert county.township_of(111.4, 36.5) == "141034100"


@given(lon=st.floats(111.2, 111.6), lat=st.floats(36.4, 36.8))
def test_every_point_of_the_county_has_one_township_and_swapping_it_is_noticed(county, lon, lat):
    assert county.township_of(lon, lat) in {"141034100", "141034101"}
    assert county.placement([lon], [lat])[0] == Placement.INSIDE
    assert county.placement([lat], [lon])[0] == Placement.SWAPPED


def test_the_label_is_the_stated_point_if_it_lies_in_the_area(county):
    assert county.townships[1].label == (111.5, 36.7)
    assert county.inside(*county.townships[0].label)
    assert county.bounds() == (111.2, 36.4, 111.6, 36.8)
    assert county.source == "示例来源"


def test_areas_are_measured_on_the_ground(county):
    assert boundaries.area_km2(county.county) == pytest.approx(35.74 * 44.37, rel=0.01)


def test_a_county_without_files_flags_only_what_is_impossible():
    nothing = boundaries.load(None, None)
    assert nothing.bounds() is None
    assert nothing.placement([111.5, 36.5], [36.5, 111.5]).tolist() == ["inside", "swapped"]
    assert nothing.township_of(111.5, 36.5) is None


def test_townships_share_one_line_and_it_is_drawn_once(county):
    line = boundaries.inner_borders(county.townships)
    assert line.length == pytest.approx(0.4)
    assert set(line.bounds[::2]) == {111.4}
    assert boundaries.inner_borders(()).is_empty


POINT = {"type": "Feature", "properties": {"code": "141034"}, "geometry": {"type": "Point", "coordinates": [1, 1]}}
ODD = {"type": "Feature", "properties": {"code": "1"}, "geometry": {"type": "Nothing"}}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("not json", "not_geojson"),
        ("[]", "no_features"),
        ('{"features": []}', "no_features"),
        (json.dumps({"features": [ODD]}), "not_geojson"),
        (json.dumps({"features": [feature("", 0, 0, 1, 1)]}), "no_code"),
        (json.dumps({"features": [feature("141034", 500000, 4000000, 500010, 4000010)]}), "not_degrees"),
        (json.dumps({"features": [feature("140000", 0, 0, 1, 1)]}), "county_not_found"),
        (json.dumps({"features": [POINT]}), "no_area"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_its_reason(tmp_path, text, code):
    path = tmp_path / "county.geojson"
    path.write_text(text, "utf-8")
    with pytest.raises(BoundaryError) as refusal:
        boundaries.load(path, None, code="141034")
    assert refusal.value.code == code


def test_a_missing_file_is_refused_with_its_reason(tmp_path):
    with pytest.raises(BoundaryError, match="not_readable"):
        boundaries.load(tmp_path / "none.geojson", None)
