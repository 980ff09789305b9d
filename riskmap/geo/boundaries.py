"""County and township outlines: what they say of a point, where they come from, and how far they may be trusted.

While `real` is false the township polygons are a sketch: they suggest a township and never assign one (DOMAIN.md §7.2).
"""

import json
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

Mask = npt.NDArray[np.bool_]
Names = npt.NDArray[np.str_]
_DEGREES = "EPSG:4326"
_EQUAL_AREA = "+proj=cea +lon_0={lon} +lat_ts={lat} +units=m"


class BoundaryError(ValueError):
    """A boundary file that cannot be used; `code` says why, `path` which file."""

    def __init__(self, code: str, path: Path) -> None:
        super().__init__(f"{path.name}: {code}")
        self.code, self.path = code, path


class Placement(StrEnum):
    """What the outlines say of one stated position."""

    MISSING = "missing"
    INSIDE = "inside"
    SWAPPED = "swapped"  # longitude and latitude written in each other's column
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Shape:
    """One outline: code, name, area geometry in WGS 84 and the point for its label."""

    code: str
    name: str
    geometry: BaseGeometry
    label: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Boundaries:
    """The outlines of one county. Without files every question is answered "not known" (all inside, no township)."""

    county: Shape | None = None
    townships: tuple[Shape, ...] = ()
    real: bool = False
    source: str = ""

    @property
    def assigns(self) -> bool:
        """Whether a polygon may assign a township; else `township_at` is a suggestion for a person to accept."""
        return self.real

    def bounds(self) -> tuple[float, float, float, float] | None:
        """West, south, east, north in degrees of everything known, or None."""
        shapes = [shape.geometry for shape in self.townships] + ([self.county.geometry] if self.county else [])
        if not shapes:
            return None
        west, south, east, north = shapely.total_bounds(shapes)
        return float(west), float(south), float(east), float(north)

    def inside(self, lon: npt.ArrayLike, lat: npt.ArrayLike) -> Mask:
        """Whether each point lies in the county, borders included; missing points are outside, no outline: inside."""
        x, y = _points(lon, lat)
        known = np.isfinite(x) & np.isfinite(y)
        if self.county is None:
            return np.asarray(known)
        return np.asarray(known & shapely.intersects_xy(self.county.geometry, np.nan_to_num(x), np.nan_to_num(y)))

    def swapped(self, lon: npt.ArrayLike, lat: npt.ArrayLike) -> Mask:
        """Whether each point lies outside the county but inside once longitude and latitude are exchanged."""
        x, y = _points(lon, lat)
        if self.county is None:  # without an outline only the impossible is certain
            return np.asarray((np.abs(y) > 90) & (np.abs(x) <= 90))
        return np.asarray(~self.inside(x, y) & self.inside(y, x))

    def placement(self, lon: npt.ArrayLike, lat: npt.ArrayLike) -> Names:
        """`Placement` value of each point, as an array of text."""
        x, y = _points(lon, lat)
        result = np.full(x.shape, Placement.OUTSIDE.value, dtype="U8")
        result[self.inside(x, y)] = Placement.INSIDE.value
        result[self.swapped(x, y)] = Placement.SWAPPED.value
        result[~(np.isfinite(x) & np.isfinite(y))] = Placement.MISSING.value
        return result

    def township_at(self, lon: npt.ArrayLike, lat: npt.ArrayLike) -> Names:
        """Code of the township polygon over each point, "" for none; only a suggestion unless `assigns`.

        A point on a shared border belongs to the first of its townships, so the answer never depends on chance.
        """
        x, y = _points(lon, lat)
        known = np.isfinite(x) & np.isfinite(y)
        result = np.full(x.shape, "", dtype="U16")
        for shape in reversed(self.townships):
            hit = known & shapely.intersects_xy(shape.geometry, np.nan_to_num(x), np.nan_to_num(y))
            result[hit] = shape.code
        return result

    def township_of(self, lon: float | None, lat: float | None) -> str | None:
        """Code of the township polygon over one point, or None; only a suggestion unless `assigns`."""
        if lon is None or lat is None:
            return None
        return str(self.township_at([lon], [lat])[0]) or None


def load(
    boundary: Path | None, townships: Path | None, *, code: str = "", real: bool = False, source: str = ""
) -> Boundaries:
    """Outlines of the county `code` from its GeoJSON files (WGS 84 or CGCS2000, property `code`); either may be None.

    Raises BoundaryError when a file is missing, is not GeoJSON, is not in degrees or holds no area of this county.
    """
    county = None
    if boundary is not None:
        shapes = _read(boundary)
        county = next((shape for shape in shapes if shape.code == code or not code), None)
        if county is None:
            raise BoundaryError("county_not_found", boundary)
    parts = tuple(_read(townships)) if townships is not None else ()
    return Boundaries(county, parts, real, source)


def area_km2(shape: Shape) -> float:
    """Area on the ground in square kilometres (cylindrical equal-area projection about the label point)."""
    lon, lat = shape.label
    series = gpd.GeoSeries([shape.geometry], crs=_DEGREES).to_crs(_EQUAL_AREA.format(lon=lon, lat=lat))
    return float(series.area.iloc[0]) / 1e6


def _points(lon: npt.ArrayLike, lat: npt.ArrayLike) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    x, y = np.broadcast_arrays(np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64))
    return x, y


def _read(path: Path) -> list[Shape]:
    try:
        document = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise BoundaryError("not_readable", path) from error
    except ValueError as error:
        raise BoundaryError("not_geojson", path) from error
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or not features:
        raise BoundaryError("no_features", path)
    try:
        frame = gpd.GeoDataFrame.from_features(features, crs=_DEGREES)
    except (AttributeError, KeyError, TypeError, ValueError, shapely.errors.ShapelyError) as error:
        raise BoundaryError("not_geojson", path) from error
    return [_shape(feature, geometry, path) for feature, geometry in zip(features, frame.geometry, strict=True)]


def _shape(feature: dict[str, Any], geometry: BaseGeometry | None, path: Path) -> Shape:
    facts = feature.get("properties") or {}
    code = str(facts.get("code") or facts.get("adcode") or "")
    if not code:
        raise BoundaryError("no_code", path)
    area = shapely.make_valid(geometry) if geometry is not None else None
    if area is None or area.is_empty or area.area == 0:
        raise BoundaryError("no_area", path)
    west, south, east, north = area.bounds
    if west < -180 or east > 180 or south < -90 or north > 90:
        raise BoundaryError("not_degrees", path)
    return Shape(code, str(facts.get("name") or ""), area, _label(facts, area))


def inner_borders(shapes: tuple[Shape, ...]) -> BaseGeometry:
    """The lines that two townships share, each once (drawn dashed; the county outline is drawn from its own file)."""
    lines = [
        shapely.intersection(shapely.boundary(one.geometry), shapely.boundary(two.geometry))
        for number, one in enumerate(shapes)
        for two in shapes[number + 1 :]
    ]
    merged = shapely.union_all([line for line in lines if not line.is_empty])
    return shapely.line_merge(shapely.MultiLineString([part for part in shapely.get_parts(merged) if part.length > 0]))


def _label(facts: dict[str, Any], area: BaseGeometry) -> tuple[float, float]:
    """The stated label point if it lies in the area, else a point that surely does."""
    try:
        point = shapely.Point(float(facts["label_lon"]), float(facts["label_lat"]))
    except (KeyError, TypeError, ValueError):
        point = area.representative_point()
    if not area.intersects(point):
        point = area.representative_point()
    return float(point.x), float(point.y)
