"""A part of the map as a word of the filter: a rectangle, a circle about a place, or a drawn outline.

`box:west,south,east,north`, `near:longitude,latitude,kilometres`, `lasso:longitude,latitude;…` (degrees, WGS 84).
Hazards without coordinates lie in no area.
"""

import math

import numpy as np
import numpy.typing as npt

Degrees = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
EARTH = 6371.0088  # km, mean radius
CORNERS = (3, 200)  # of an outline, at least and at most
FARTHEST = 500.0  # km


def check(text: str) -> None:
    """Raise ValueError unless the text is an area."""
    kind, numbers = _read(text)
    lons = [row[0] for row in numbers]
    lats = [row[1] for row in numbers]
    if not (all(abs(lon) <= 180 for lon in lons) and all(abs(lat) <= 90 for lat in lats)):
        raise ValueError(text)
    if kind == "box" and not (lons[0] <= lons[1] and lats[0] <= lats[1]):
        raise ValueError(text)


def inside(text: str, lon: Degrees, lat: Degrees) -> Bools:
    """Return which points (degrees) lie in an area, its edge included; missing points do not."""
    kind, numbers = _read(text)
    known = np.isfinite(lon) & np.isfinite(lat)
    x, y = np.where(known, lon, 0.0), np.where(known, lat, 0.0)
    if kind == "box":
        (west, south), (east, north) = numbers
        return known & (x >= west) & (x <= east) & (y >= south) & (y <= north)
    if kind == "near":
        (at_lon, at_lat), (reach, _) = numbers
        return known & (distance(at_lon, at_lat, x, y) <= reach)
    return known & _within(numbers, x, y)


def distance(lon: float, lat: float, to_lon: Degrees, to_lat: Degrees) -> Degrees:
    """Return kilometres along the sphere from one point to others."""
    a, b = np.radians(lat), np.radians(to_lat)
    half = np.sin((b - a) / 2) ** 2 + np.cos(a) * np.cos(b) * np.sin(np.radians(to_lon - lon) / 2) ** 2
    return np.asarray(2 * EARTH * np.arcsin(np.sqrt(np.clip(half, 0, 1))), dtype=np.float64)


def _read(text: str) -> tuple[str, list[tuple[float, float]]]:
    """Kind and pairs of numbers of an area: two corners; a place and (reach, 0); the corners of an outline."""
    kind, _, rest = text.partition(":")
    if kind == "lasso":
        pairs = [_numbers(part, 2) for part in rest.split(";")]
        if not CORNERS[0] <= len(pairs) <= CORNERS[1]:
            raise ValueError(text)
        return kind, [(lon, lat) for lon, lat in pairs]
    if kind == "box":
        west, south, east, north = _numbers(rest, 4)
        return kind, [(west, south), (east, north)]
    if kind == "near":
        lon, lat, reach = _numbers(rest, 3)
        if not 0 < reach <= FARTHEST:
            raise ValueError(text)
        return kind, [(lon, lat), (reach, 0.0)]
    raise ValueError(text)


def _numbers(text: str, count: int) -> list[float]:
    numbers = [float(part) for part in text.split(",")]
    if len(numbers) != count or not all(math.isfinite(number) for number in numbers):
        raise ValueError(text)
    return numbers


def _within(corners: list[tuple[float, float]], x: Degrees, y: Degrees) -> Bools:
    """Even-odd rule: how often a line from the point to the east crosses the outline."""
    odd = np.zeros(x.shape, dtype=np.bool_)
    for (x0, y0), (x1, y1) in zip(corners, corners[1:] + corners[:1], strict=True):
        if y0 == y1:
            continue
        crosses = (y0 > y) != (y1 > y)
        odd ^= crosses & (x < (x1 - x0) * (y - y0) / (y1 - y0) + x0)
    return odd
