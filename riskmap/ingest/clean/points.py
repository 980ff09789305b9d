"""Coordinates: degrees in any notation, in any of the three systems → WGS 84."""

import math
import re
from collections.abc import Sequence

from riskmap.ingest.clean.text import flat
from riskmap.ingest.sheet import Cell

DMS = re.compile(
    r"^[NE东北经纬度:]*(?P<d>\d{1,3})[°度](?P<m>\d{1,2}(?:\.\d+)?)['′’分]"
    r"(?:(?P<s>\d{1,2}(?:\.\d+)?)(?:[\"″”秒]|''|′′)?)?[NE]?$",
    re.IGNORECASE,
)
PAIR = re.compile(r"^\D{0,4}(\d{1,3}\.\d+)[^\d.-]+(\d{1,3}\.\d+)\D{0,2}$")


def degrees(cell: Cell) -> float | None:
    """Degrees of one coordinate written as a number or as 111°33′36″; None if unreadable."""
    if cell is None or isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        return float(cell) if math.isfinite(cell) and 0 < abs(cell) <= 180 else None
    text = flat(str(cell))
    found = DMS.match(text)
    if found:
        return int(found["d"]) + float(found["m"]) / 60 + float(found["s"] or 0) / 3600
    text = re.sub(r"^[A-Za-z东北经纬度:]+|[°度ENen]+$", "", text)
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and 0 < abs(value) <= 180 else None


def pair(cell: Cell) -> tuple[float, float] | None:
    """Two coordinates in one cell, longitude first as in China (the larger of the two)."""
    found = PAIR.match(flat(str(cell or "")))
    if not found:
        return None
    one, two = float(found.group(1)), float(found.group(2))
    return (one, two) if one >= two else (two, one)


def placed(lon: float | None, lat: float | None) -> tuple[float | None, float | None, str]:
    """A point with a finding: half a point is none, swapped columns are put right, points outside China are dropped."""
    if lon is None or lat is None:
        return None, None, "" if lon is None and lat is None else "half_a_point"
    finding = ""
    if 18 <= lon <= 54 and 73 <= lat <= 136:
        lon, lat, finding = lat, lon, "swapped_coordinates"
    if not (73 <= lon <= 136 and 3 <= lat <= 54):
        return None, None, "point_outside"
    return lon, lat, finding


def to_wgs84(lons: Sequence[float], lats: Sequence[float], system: str) -> list[tuple[float, float]]:
    """Points of `system` (wgs84, gcj02, bd09; CGCS2000 counts as wgs84) in WGS 84, 7 decimals."""
    x, y = list(lons), list(lats)
    if system in {"gcj02", "bd09"}:
        from riskmap.geo import coords  # numpy, which few files need

        convert = coords.gcj02_to_wgs84 if system == "gcj02" else coords.bd09_to_wgs84
        x, y = (list(v) for v in convert(lons, lats))
    return [(round(float(a), 7), round(float(b), 7)) for a, b in zip(x, y, strict=True)]
