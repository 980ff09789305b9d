"""A small map of one place: the townships' outlines and one mark, as a picture that needs no script."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, radians

import shapely
from shapely.geometry.base import BaseGeometry

from riskmap.domain.codes import Progress
from riskmap.views import marks, theme

WIDTH, EDGE = 320, 12  # px
COARSE = 0.001  # degrees: what a picture of this size does not show
MARK = 26


@dataclass(frozen=True, slots=True)
class Outline:
    """The townships as SVG paths, and how a point lies among them. `west`, `north` in degrees; px a degree."""

    paths: tuple[str, ...]
    west: float
    north: float
    across: float
    down: float
    height: float

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        """A point (degrees, WGS 84) in px of the picture."""
        return EDGE + (lon - self.west) * self.across, EDGE + (self.north - lat) * self.down


def outline(geometries: Iterable[BaseGeometry], bounds: tuple[float, float, float, float]) -> Outline:
    """Outlines within bounds (west, south, east, north) for pictures of WIDTH px."""
    west, south, east, north = bounds
    across = (WIDTH - 2 * EDGE) / (east - west)
    down = across / cos(radians((south + north) / 2))
    empty = Outline((), west, north, across, down, 2 * EDGE + (north - south) * down)
    paths = tuple(_path(empty, shapely.simplify(one, COARSE)) for one in geometries)
    return Outline(paths, west, north, across, down, empty.height)


def _path(among: Outline, geometry: BaseGeometry) -> str:
    parts = []
    for ring in shapely.get_rings(shapely.get_parts(geometry)):
        points = [among.at(lon, lat) for lon, lat in shapely.get_coordinates(ring)]
        parts.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z")
    return "".join(parts)


def picture(among: Outline, lon: float, lat: float, progress: Progress, *, major: bool, alarm: bool) -> str:
    """Address of the picture with a mark at a point, at its edge where the point lies beyond. Borders are dashed.

    A void hazard has no mark.
    """
    colours, height = theme.THEMES["light"], among.height
    x, y = among.at(lon, lat)
    x, y = min(max(x, EDGE), WIDTH - EDGE), min(max(y, EDGE), height - EDGE)
    lines = "".join(
        f'<path d="{one}" fill="{colours["surface2"]}" stroke="{colours["outline"]}" stroke-dasharray="4 3"/>'
        for one in among.paths
    )
    drawn = marks.svg(progress, alarm=alarm, size=MARK) if major else marks.dot_svg(progress, 14)
    side = MARK if major else 14
    put = f'<g transform="translate({x - side / 2:.1f} {y - side / 2:.1f})">{drawn}</g>' if drawn else ""
    return marks.data_uri(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height:.0f}" '
        f'viewBox="0 0 {WIDTH} {height:.0f}">{lines}{put}</svg>'
    )
