"""A map with more marks than one sheet can show legibly becomes several: parts of the ground, equally full."""

from dataclasses import replace

import numpy as np

from riskmap.geo.boundaries import Boundaries
from riskmap.reports import wall_map_drawing as drawing
from riskmap.reports.wall_map_content import Part, part_of
from riskmap.reports.wall_map_marks import Box
from riskmap.views.scene import Bools, Scene

FEWEST = 8  # marks on a sheet of which no further sheet is made: what lies on one spot does not come apart by cutting
DEEPEST = 5  # halvings, 32 sheets of one township


def crowded(part: Part, shapes: Boundaries, box: Box, keep: list[Box], least: float) -> bool:
    """Whether a map would need type smaller than `least` for the numbers in its marks."""
    return len(part.scene.majors) > FEWEST and not drawing.fits(part, shapes, box, keep, least)


def pieces(part: Part, shapes: Boundaries, box: Box, keep: list[Box], least: float, deep: int = 0) -> list[Part]:
    """The part itself, or the parts that it is cut into along its longer side until each can be read.

    Every row is in one of them: those that no map draws are in the first.
    """
    if deep == DEEPEST or not crowded(part, shapes, box, keep, least):
        return [part]
    first = _nearer(part.scene)
    if len(set(first[part.scene.majors].tolist())) < 2:  # all on one spot
        return [part]
    found: list[Part] = []
    for rows in (first, ~first):
        found += pieces(replace(part, scene=part_of(part.scene, rows), cut=True), shapes, box, keep, least, deep + 1)
    return found


def _nearer(shown: Scene) -> Bools:
    """Rows north or west of the middle mark, with those that have no position."""
    lon, lat = shown.lon[shown.majors], shown.lat[shown.majors]
    wide = (lon.max() - lon.min()) * np.cos(np.radians(lat.mean())) > lat.max() - lat.min()
    marks, places = (lon, shown.lon) if wide else (-lat, -shown.lat)
    order = np.argsort(marks, kind="stable")
    middle = marks[order[len(order) // 2]]
    if middle == marks[order[0]]:  # most of them on one line: the next one beyond it
        beyond = marks[marks > middle]
        middle = beyond.min() if len(beyond) else middle
    return np.asarray(~(places >= middle), dtype=np.bool_)
