"""The ground of a printed map: which part of the world, at what scale, and the shaded townships under the marks."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from riskmap.geo.boundaries import Boundaries, inner_borders
from riskmap.reports.wall_map_marks import Box
from riskmap.reports.wall_map_paper import Area, Point, Sheet
from riskmap.views import theme
from riskmap.views.scene import Bools, Degrees
from riskmap.views.sheet import HATCH, PLAIN

Bounds = tuple[float, float, float, float]  # west, south, east, north in degrees
METRES = 111_320.0  # of one degree of latitude
ROOM = 0.06  # of the map's width and height stays free at each side
PAD = 0.03  # of the county's width and height: what lies so near beyond its outline is drawn in that room
LEAST = 0.02  # degrees: a single point still gets a map about 2 km wide
LINE, INNER = "#3A5166", "#22384A"  # county, townships: as on the screen


@dataclass(frozen=True, slots=True)
class View:
    """A part of the world on a box of the sheet; equal distances about its middle (error below 1 % in a county)."""

    box: Box
    lon: float
    lat: float
    degree: float  # millimetres of one degree of latitude

    @classmethod
    def of(cls, box: Box, bounds: Bounds) -> "View":
        """The view that shows west, south, east, north in the middle of a box."""
        west, south, east, north = bounds
        lat = (south + north) / 2
        wide, high = max(east - west, LEAST) * math.cos(math.radians(lat)), max(north - south, LEAST)
        room = 1 - 2 * ROOM
        degree = min((box[2] - box[0]) * room / wide, (box[3] - box[1]) * room / high)
        return cls(box, (west + east) / 2, lat, degree)

    @property
    def metres(self) -> float:
        """Metres on the ground of one millimetre of the sheet."""
        return METRES / self.degree

    def at(self, lon: float, lat: float) -> Point:
        """Where a position lies on the sheet."""
        flat = math.cos(math.radians(self.lat)) * self.degree
        x, y = (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2
        return x + (lon - self.lon) * flat, y - (lat - self.lat) * self.degree

    def shape(self, geometry: BaseGeometry) -> BaseGeometry:
        """A geometry on the sheet, cut to the box."""
        flat = math.cos(math.radians(self.lat)) * self.degree
        x, y = self.at(0.0, 0.0)
        moved = affinity.affine_transform(geometry, [flat, 0, 0, -self.degree, x, y])
        return shapely.intersection(moved, shapely.box(*self.box))


def reached(shapes: Boundaries, lon: Degrees, lat: Degrees) -> Bools:
    """Which positions the map of the county reaches; all of them where its outlines are not known."""
    known = shapes.bounds()
    if known is None:
        return np.ones(len(lon), dtype=np.bool_)
    west, south, east, north = known
    wide, high = PAD * (east - west), PAD * (north - south)
    across = (lon >= west - wide) & (lon <= east + wide)
    return np.asarray(across & (lat >= south - high) & (lat <= north + high), dtype=np.bool_)


def bounds_of(shapes: Boundaries, code: str, lon: Degrees, lat: Degrees) -> Bounds | None:
    """What a map has to show: the county, or one township and every position; None when nothing is known.

    Positions are those that `reached` keeps: no mistyped one makes the county smaller.
    """
    own = next((one.geometry.bounds for one in shapes.townships if one.code == code), None)
    whole = shapes.bounds()
    if own is None and whole is not None:
        return whole
    if not len(lon):
        return own
    west, south, east, north = own or (math.inf, math.inf, -math.inf, -math.inf)
    return (
        min(west, float(np.min(lon))), min(south, float(np.min(lat))),
        max(east, float(np.max(lon))), max(north, float(np.max(lat))),
    )  # fmt: skip


def draw(sheet: Sheet, view: View, shapes: Boundaries, classes: dict[str, int], code: str) -> None:
    """Shade the townships by class of the ramp (missing or -1: hatched) and draw the borders; `code`: the one shown."""
    for one in shapes.townships:
        cut = view.shape(one.geometry)
        if code and one.code != code:
            fill(sheet, cut, PLAIN["light"])
            continue
        shade = classes.get(one.code, -1)
        if shade >= 0:
            fill(sheet, cut, theme.RAMP["light"][shade])
        else:
            hatch(sheet, cut)
    if not shapes.townships and shapes.county:
        fill(sheet, view.shape(shapes.county.geometry), PLAIN["light"])
    dash = () if shapes.real else (2.2, 1.6)
    if len(shapes.townships) > 1:
        lines(sheet, view.shape(inner_borders(shapes.townships)), INNER, 0.3, dash)
    if shapes.county:
        lines(sheet, view.shape(shapely.boundary(shapes.county.geometry)), LINE, 0.7, ())
    for one in shapes.townships:
        if one.code == code:
            lines(sheet, view.shape(shapely.boundary(one.geometry)), INNER, 0.8, dash)


def fill(sheet: Sheet, area: BaseGeometry, colour: str) -> None:
    """Fill an area without an edge."""
    for part in shapely.get_parts(area):
        if part.geom_type == "Polygon" and not part.is_empty:
            rings = (part.exterior, *part.interiors)
            sheet.shapes.append(Area(tuple(_points(ring) for ring in rings), colour))


def hatch(sheet: Sheet, area: BaseGeometry) -> None:
    """Hatch an area that is given no rank."""
    ground, line = HATCH["light"]
    fill(sheet, area, ground)
    if area.is_empty:
        return
    left, top, right, bottom = area.bounds
    high = bottom - top
    start = math.floor((left - high) / 2.4) * 2.4
    strokes = [shapely.LineString([(x, bottom), (x + high, top)]) for x in np.arange(start, right, 2.4)]
    lines(sheet, shapely.intersection(shapely.MultiLineString(strokes), area), line, 0.3, ())


def lines(sheet: Sheet, geometry: BaseGeometry, ink: str, width: float, dash: tuple[float, ...]) -> None:
    """Draw the lines of a geometry."""
    rings = tuple(_points(part) for part in _lines(geometry))
    if rings:
        sheet.shapes.append(Area(rings, "", ink, width, dash, closed=False))


def _lines(geometry: BaseGeometry) -> Iterator[BaseGeometry]:
    for part in shapely.get_parts(geometry):
        if part.geom_type in {"LineString", "LinearRing"} and not part.is_empty:
            yield part
        elif part.geom_type.startswith(("Multi", "Geometry")):
            yield from _lines(part)


def _points(line: BaseGeometry) -> tuple[Point, ...]:
    return tuple((round(float(x), 3), round(float(y), 3)) for x, y in shapely.get_coordinates(line))
