"""Coordinate systems against an independent implementation and against themselves."""

import math

import numpy as np
import prcoords
import pytest
from hypothesis import given
from hypothesis import strategies as st

from riskmap.geo import coords

COUNTY_LON = st.floats(111.2, 111.8)
COUNTY_LAT = st.floats(36.4, 36.9)
CHINA_LON = st.floats(75.0, 134.0)
CHINA_LAT = st.floats(18.5, 53.0)
PAIRS = [
    (coords.wgs84_to_gcj02, coords.gcj02_to_wgs84),
    (coords.gcj02_to_bd09, coords.bd09_to_gcj02),
    (coords.wgs84_to_bd09, coords.bd09_to_wgs84),
]


def metres(lon_a: float, lat_a: float, lon_b: float, lat_b: float) -> float:
    """Distance of two near points in metres (sphere of 6371 km)."""
    east = math.radians(lon_b - lon_a) * math.cos(math.radians(lat_a)) * 6371000
    return math.hypot(east, math.radians(lat_b - lat_a) * 6371000)


@pytest.mark.parametrize(("there", "back"), PAIRS)
@given(lon=CHINA_LON, lat=CHINA_LAT)
def test_a_round_trip_stays_within_one_centimetre(there, back, lon, lat):
    assert metres(lon, lat, *map(float, back(*there(lon, lat)))) <= 0.01


@given(lon=COUNTY_LON, lat=COUNTY_LAT)
def test_gcj02_agrees_with_an_independent_implementation(lon, lat):
    theirs = prcoords.wgs_gcj((lat, lon))
    assert metres(theirs[1], theirs[0], *map(float, coords.wgs84_to_gcj02(lon, lat))) <= 0.01
    back = prcoords.gcj_wgs_bored((lat, lon))
    assert metres(back[1], back[0], *map(float, coords.gcj02_to_wgs84(lon, lat))) <= 0.02


@given(lon=COUNTY_LON, lat=COUNTY_LAT)
def test_bd09_agrees_with_an_independent_implementation(lon, lat):
    theirs = prcoords.wgs_bd((lat, lon))
    assert metres(theirs[1], theirs[0], *map(float, coords.wgs84_to_bd09(lon, lat))) <= 0.5


@given(lon=COUNTY_LON, lat=COUNTY_LAT)
def test_gcj02_moves_a_point_of_the_county_by_half_a_kilometre(lon, lat):
    assert 500 < metres(lon, lat, *map(float, coords.wgs84_to_gcj02(lon, lat))) < 620


def test_arrays_keep_their_shape_and_missing_stays_missing():
    lon, lat = np.array([[111.5, np.nan], [111.6, 111.4]]), np.array([[36.6, 36.6], [np.nan, 36.7]])
    for there, back in PAIRS:
        for function in (there, back):
            x, y = function(lon, lat)
            assert x.shape == y.shape == (2, 2)
            assert np.isnan(x[0, 1]) and np.isnan(y[1, 0])
            assert np.isfinite(x[0, 0]) and np.isfinite(y[1, 1])
    assert coords.gcj02_to_wgs84([], [])[0].shape == (0,)


def test_points_outside_the_frame_of_the_offset_do_not_move():
    assert tuple(map(float, coords.wgs84_to_gcj02(2.35, 48.85))) == (2.35, 48.85)


def test_a_stated_system_is_converted_and_an_unknown_one_refused():
    lon, lat = coords.wgs84_to_bd09(111.5, 36.6)
    assert metres(111.5, 36.6, *map(float, coords.to_wgs84(lon, lat, "bd09"))) <= 0.01
    assert tuple(map(float, coords.to_wgs84(111.5, 36.6, "cgcs2000"))) == (111.5, 36.6)
    with pytest.raises(ValueError):
        coords.to_wgs84(111.5, 36.6, "mercator")
