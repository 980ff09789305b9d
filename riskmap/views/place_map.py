"""A small map of where one hazard lies in the county, as a picture: outlines, its township, its mark. No tiles."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Final

from shapely.geometry.base import BaseGeometry

from riskmap.geo.boundaries import Boundaries
from riskmap.views.names import Label
from riskmap.views.theme import FONT, LIGHT

WIDTH, HEIGHT, EDGE = 560.0, 470.0, 14.0
MARK: Final = 44  # px of a mark's picture
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a hazard lies: degrees (None without coordinates), its township, its mark as SVG."""

    lon: float | None
    lat: float | None
    township: str
    mark: str


def picture(shapes: Boundaries, spot: Spot, label: Label, watermark: str) -> str:
    """The map as SVG; "" where no outline is known."""
    bounds = shapes.bounds()
    if bounds is None:
        return ""
    place = _Projection(bounds)
    towns = "".join(_town(place, one.geometry, own=one.code == spot.township) for one in shapes.townships)
    outline = _path(place, shapes.county.geometry, f'fill="none" stroke="{LIGHT["text"]}" stroke-width="2"') if (
        shapes.county) else ""  # fmt: skip
    names = "".join(_name(place(*one.label), label("township", one.code)) for one in shapes.townships)
    sign = ""
    if spot.lon is not None and spot.lat is not None:
        x, y = place(spot.lon, spot.lat)
        sign = f'<g transform="translate({x - MARK / 2:.1f},{y - MARK / 2:.1f})">{spot.mark}</g>'
    water = (
        f'<text x="{WIDTH / 2}" y="{HEIGHT / 2}" text-anchor="middle" font-size="54" fill="{LIGHT["border"]}" '
        f'fill-opacity="0.6">{escape(watermark)}</text>'
    )
    north = f'<text x="{WIDTH - 20}" y="26" text-anchor="middle" font-size="18" fill="{LIGHT["muted"]}">N↑</text>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}" font-family=\'{FONT}\'>'
        f"{towns}{water}{outline}{names}{north}{sign}</svg>"
    )


class _Projection:
    """Degrees → points of the picture, true to shape at the middle of the county."""

    def __init__(self, bounds: tuple[float, float, float, float]) -> None:
        west, south, east, north = bounds
        self.narrow = math.cos(math.radians((south + north) / 2))
        self.west, self.north = west, north
        wide, high = (east - west) * self.narrow, north - south
        self.scale = min((WIDTH - 2 * EDGE) / wide, (HEIGHT - 2 * EDGE) / high)
        self.left = (WIDTH - wide * self.scale) / 2
        self.top = (HEIGHT - high * self.scale) / 2

    def __call__(self, lon: float, lat: float) -> Point:
        return (
            self.left + (lon - self.west) * self.narrow * self.scale,
            self.top + (self.north - lat) * self.scale,
        )


def _town(place: _Projection, area: BaseGeometry, *, own: bool) -> str:
    fill = "#C9DEEB" if own else LIGHT["bg"]
    return _path(place, area, f'fill="{fill}" stroke="{LIGHT["outline"]}" stroke-width="1" stroke-dasharray="5 3"')


def _path(place: _Projection, area: BaseGeometry, dress: str) -> str:
    drawn = " ".join(
        "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in (place(*point[:2]) for point in ring)) + "Z"
        for ring in _rings(area)
    )
    return f'<path d="{drawn}" {dress}/>'


def _rings(area: BaseGeometry) -> Iterator[list[Point]]:
    for part in getattr(area, "geoms", (area,)):
        for ring in (part.exterior, *part.interiors):
            yield list(ring.coords)


def _name(at: Point, text: str) -> str:
    return (
        f'<text x="{at[0]:.1f}" y="{at[1]:.1f}" text-anchor="middle" font-size="17" fill="{LIGHT["muted"]}" '
        f'stroke="#FFFFFF" stroke-width="3" paint-order="stroke">{escape(text)}</text>'
    )
