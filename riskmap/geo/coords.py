"""Coordinate systems met in county files: WGS 84 (= CGCS2000 at this scale), GCJ-02 (AMap, Tencent) and BD-09 (Baidu).

All functions take longitude first, in degrees, as numbers or arrays of one shape, and return arrays (0-d for numbers).
Missing values (NaN) stay missing. The inverses iterate, because one-step inverses err by metres.
"""

from collections.abc import Callable
from enum import StrEnum

import numpy as np
import numpy.typing as npt

Degrees = npt.NDArray[np.float64]
Pair = tuple[Degrees, Degrees]

_AXIS = 6378245.0  # Krasovsky 1940, the ellipsoid of the GCJ-02 offset
_ECC = 0.00669342162296594323
_BD = np.pi * 3000.0 / 180.0
_ROUNDS = 12  # each round gains a factor of about 200; 1e-10 degrees is 0.01 mm


class System(StrEnum):
    """Coordinate systems a file may state; CGCS2000 is treated as WGS 84."""

    WGS84 = "wgs84"
    CGCS2000 = "cgcs2000"
    GCJ02 = "gcj02"
    BD09 = "bd09"


def wgs84_to_gcj02(lon: npt.ArrayLike, lat: npt.ArrayLike) -> Pair:
    """GCJ-02 position of WGS 84 points; points outside the frame of the offset (China) come back unchanged."""
    x, y = _arrays(lon, lat)
    moved_x, moved_y = _gcj_offset(x, y)
    return x + moved_x, y + moved_y


def gcj02_to_wgs84(lon: npt.ArrayLike, lat: npt.ArrayLike) -> Pair:
    """WGS 84 position of GCJ-02 points, by iteration: round trip better than 1 cm."""
    return _invert(wgs84_to_gcj02, *_arrays(lon, lat))


def gcj02_to_bd09(lon: npt.ArrayLike, lat: npt.ArrayLike) -> Pair:
    """BD-09 position of GCJ-02 points."""
    x, y = _arrays(lon, lat)
    z = np.hypot(x, y) + 0.00002 * np.sin(y * _BD)
    theta = np.arctan2(y, x) + 0.000003 * np.cos(x * _BD)
    return z * np.cos(theta) + 0.0065, z * np.sin(theta) + 0.006


def bd09_to_gcj02(lon: npt.ArrayLike, lat: npt.ArrayLike) -> Pair:
    """GCJ-02 position of BD-09 points, by iteration: round trip better than 1 cm."""
    return _invert(gcj02_to_bd09, *_arrays(lon, lat))


def wgs84_to_bd09(lon: npt.ArrayLike, lat: npt.ArrayLike) -> Pair:
    """BD-09 position of WGS 84 points."""
    return gcj02_to_bd09(*wgs84_to_gcj02(lon, lat))


def bd09_to_wgs84(lon: npt.ArrayLike, lat: npt.ArrayLike) -> Pair:
    """WGS 84 position of BD-09 points, by iteration: round trip better than 1 cm."""
    return gcj02_to_wgs84(*bd09_to_gcj02(lon, lat))


def to_wgs84(lon: npt.ArrayLike, lat: npt.ArrayLike, system: System | str) -> Pair:
    """WGS 84 position of points of any system a file may state; an unknown system is a ValueError."""
    match System(system):
        case System.GCJ02:
            return gcj02_to_wgs84(lon, lat)
        case System.BD09:
            return bd09_to_wgs84(lon, lat)
        case _:
            return _arrays(lon, lat)


def _arrays(lon: npt.ArrayLike, lat: npt.ArrayLike) -> Pair:
    x, y = np.broadcast_arrays(np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64))
    return x.copy(), y.copy()


def _gcj_offset(lon: Degrees, lat: Degrees) -> Pair:
    """Offset in degrees; zero where the published transformation does not apply."""
    x, y = lon - 105.0, lat - 35.0
    root = np.sqrt(np.abs(x))
    wave = (20.0 * np.sin(6.0 * x * np.pi) + 20.0 * np.sin(2.0 * x * np.pi)) * 2.0 / 3.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + wave
    north += (20.0 * np.sin(y * np.pi) + 40.0 * np.sin(y / 3.0 * np.pi)) * 2.0 / 3.0
    north += (160.0 * np.sin(y / 12.0 * np.pi) + 320.0 * np.sin(y * np.pi / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + wave
    east += (20.0 * np.sin(x * np.pi) + 40.0 * np.sin(x / 3.0 * np.pi)) * 2.0 / 3.0
    east += (150.0 * np.sin(x / 12.0 * np.pi) + 300.0 * np.sin(x / 30.0 * np.pi)) * 2.0 / 3.0
    radians = lat * np.pi / 180.0
    magic = 1.0 - _ECC * np.sin(radians) ** 2
    scale = 180.0 / np.pi
    d_lat = north * scale / ((_AXIS * (1.0 - _ECC)) / (magic * np.sqrt(magic)))
    d_lon = east * scale / (_AXIS / np.sqrt(magic) * np.cos(radians))
    inside = (lon >= 72.004) & (lon <= 137.8347) & (lat >= 0.8293) & (lat <= 55.8271)
    return np.where(inside, d_lon, 0.0), np.where(inside, d_lat, 0.0)


def _invert(forward: Callable[[Degrees, Degrees], Pair], lon: Degrees, lat: Degrees) -> Pair:
    """Point whose image under `forward` is (lon, lat): subtract the error of the last guess until it is gone."""
    x, y = lon.copy(), lat.copy()
    for _ in range(_ROUNDS):
        there_x, there_y = forward(x, y)
        error_x, error_y = there_x - lon, there_y - lat
        x, y = x - error_x, y - error_y
        if not np.nanmax(np.abs([error_x, error_y]), initial=0.0) > 1e-10:
            break
    return x, y
