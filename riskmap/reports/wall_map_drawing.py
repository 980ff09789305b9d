"""The map itself: shaded ground, marks with their leader lines, dots or counts of general hazards, township names."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from riskmap.domain.codes import Progress
from riskmap.geo.boundaries import Boundaries
from riskmap.reports import wall_map_ground as ground
from riskmap.reports import wall_map_marks as marks
from riskmap.reports import wall_map_names, wall_map_places
from riskmap.reports.wall_map_content import Part
from riskmap.reports.wall_map_font import font
from riskmap.reports.wall_map_ground import View
from riskmap.reports.wall_map_marks import Box
from riskmap.reports.wall_map_paper import Disc, Point, Sheet
from riskmap.reports.wall_map_room import Room, Spot
from riskmap.views import theme
from riskmap.views.marks import STACK
from riskmap.views.scene import Scene

RADIUS, SMALLEST = 2.7, 1.1  # mm, of a major's mark where there is room, and at least where no map can be cut further
DOT = 0.85
DENSE = 0.25  # of the map that dots may cover; more of them are all counted in fields
NEAR = 4.5  # mm that a dot may be shifted; one without room so near is counted with its neighbours
FIELD = 9.0  # mm, side of a field whose general hazards are one count
INK, MUTED = theme.LIGHT["text"], theme.LIGHT["muted"]


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a map came to: radius of its marks, how many it shows as marks, as dots and within counts."""

    radius: float
    majors: int
    dots: int
    counted: int
    moved: int
    view: View


@dataclass(frozen=True, slots=True)
class Names:
    """Words on the map: township code → (name, rate as printed), plates by level; `places` that are drawn too."""

    townships: Mapping[str, tuple[str, str]]
    plates: Mapping[str, str]
    places: Sequence[wall_map_places.Named] = ()


def draw(
    sheet: Sheet, box: Box, part: Part, shapes: Boundaries, classes: dict[str, int], names: Names, keep: list[Box]
) -> Drawn:
    """Draw a part on a box of the sheet; `keep`: boxes that stay free. Some place has to be known."""
    scene, view = part.scene, view_of(part, shapes, box)
    ground.draw(sheet, view, shapes, classes, part.code or "")
    radius, room, spots = _majors(scene, view, keep, legible(scene, sheet.least))
    dots = {code: [view.at(scene.lon[row], scene.lat[row]) for row in rows] for code, rows in scene.dots.items()}
    many = sum(map(len, dots.values()))
    dense = many * (2.7 * DOT) ** 2 > DENSE * (box[2] - box[0]) * (box[3] - box[1])
    titles = wall_map_names.place(view, shapes, names.townships, room)
    placed, left = ([], dots) if dense else _dots(dots, room)
    fields = _fields(left, room)
    wall_map_places.draw(sheet, view, room, names.places)
    wall_map_names.lines(sheet, titles)
    _leaders(sheet, [spot for _, spot in fields], FIELD / 2)
    _leaders(sheet, [spot for _, spot in spots], 0.5)
    _leaders(sheet, [spot for _, spot in placed], 1.2)
    wall_map_names.draw(sheet, titles, part.code)
    for progress, spot in placed:
        marks.dot(sheet, spot.at, DOT, progress)
    for count, spot in fields:
        _field(sheet, count, spot)
    for row, spot in sorted(spots, key=lambda one: STACK.index(Progress(scene.progress[one[0]]))):
        progress, level = Progress(scene.progress[row]), str(scene.level[row])
        marks.mark(
            sheet, spot.at, radius, progress, str(scene.numbers[row]),
            plate=names.plates.get(level, ""), alarm=bool(scene.alarm[row]),
        )  # fmt: skip
    moved = sum(spot.moved > radius * 0.5 for _, spot in spots)
    return Drawn(radius, len(spots), len(placed), sum(count for count, _ in fields), moved, view)


def view_of(part: Part, shapes: Boundaries, box: Box) -> View:
    """What of the world a map shows: the county, a township or a piece of one, and every position of its rows."""
    scene = part.scene
    shown = np.flatnonzero(np.isfinite(scene.lon) & np.isfinite(scene.lat) & _any(scene))
    lon, lat = scene.lon[shown], scene.lat[shown]
    if part.cut and len(shown):
        return View.of(box, (float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())))
    return View.of(box, ground.bounds_of(shapes, part.code or "", lon, lat) or (0.0, 0.0, 0.0, 0.0))


def unmarked(part: Part) -> Part:
    """The part without marks and dots, its ground alone."""
    none = np.zeros(0, dtype=np.int64)
    return replace(part, scene=replace(part.scene, majors=none, dots=dict.fromkeys(part.scene.dots, none)))


def legible(scene: Scene, least: float) -> float:
    """The radius below which a number or a plate of a scene has type smaller than `least`."""
    letters = max((len(str(number)) for number in scene.numbers[scene.majors].tolist()), default=1)
    return marks.legible(letters, least, plate=any(scene.level[row] for row in scene.majors.tolist()))


def fits(part: Part, shapes: Boundaries, box: Box, keep: list[Box], least: float) -> bool:
    """Whether all marks of a part find room near their places with type of the size `least`."""
    scene, view, radius = part.scene, view_of(part, shapes, box), legible(part.scene, least)
    if _widest(len(scene.majors), box, radius) < radius:
        return False
    _, spots = _placed(scene, view, keep, radius, 5 * radius * len(scene.majors))
    return len(spots) == len(scene.majors) and all(spot.free for _, spot in spots)


def _any(scene: Scene) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    drawn = np.zeros(len(scene.frame), dtype=np.bool_)
    for rows in (scene.majors, *scene.dots.values()):
        drawn[rows] = True
    return drawn


def _majors(scene: Scene, view: View, keep: list[Box], legible: float) -> tuple[float, Room, list[tuple[int, Spot]]]:
    """The largest radius at which the marks find room near their places, the plan, and each mark's spot."""
    radius = _widest(len(scene.majors), view.box, legible)
    while True:
        last = radius <= SMALLEST
        room, spots = _placed(scene, view, keep, radius, math.inf if last else 5 * radius * len(scene.majors))
        if last or (len(spots) == len(scene.majors) and all(spot.free for _, spot in spots)):
            return radius, room, spots
        radius = max(radius * 0.84, legible if radius > legible else SMALLEST)


def _widest(many: int, box: Box, legible: float) -> float:
    """The radius to begin with: of so many marks that they cover half of the map, smaller ones are tried only."""
    area = (box[2] - box[0]) * (box[3] - box[1])
    return max(SMALLEST, min(max(RADIUS, legible), math.sqrt(area / max(many, 1) / 2) / 3.4))


def _placed(
    scene: Scene, view: View, keep: list[Box], radius: float, most: float
) -> tuple[Room, list[tuple[int, Spot]]]:
    """Spots at a radius, most urgent marks first; given up once they are shifted by more than `most` mm in all."""
    room, spots, moved = Room(view.box), [], 0.0
    for box in keep:
        room.take(box)
    for row in scene.majors.tolist():
        plate, alarm = bool(scene.level[row]), bool(scene.alarm[row])
        reach = marks.reach(Progress(scene.progress[row]), radius, plate=plate, alarm=alarm)
        spots.append((row, room.place(view.at(scene.lon[row], scene.lat[row]), reach)))
        moved += spots[-1][1].moved
        if moved > most:
            break
    return room, spots


def _dots(
    dots: Mapping[Progress, list[Point]], room: Room
) -> tuple[list[tuple[Progress, Spot]], dict[Progress, list[Point]]]:
    """Dots with their spots, and those without room, which are counted instead; most urgent ones come first."""
    reach = (-1.36 * DOT, -1.36 * DOT, 1.36 * DOT, 1.36 * DOT)
    placed: list[tuple[Progress, Spot]] = []
    left: dict[Progress, list[Point]] = {}
    for code in reversed(STACK):
        for at in dots.get(code, []):
            spot = room.place(at, reach, far=NEAR)
            if spot.free:
                placed.append((code, spot))
            else:
                left.setdefault(code, []).append(at)
    return placed, left


def _fields(dots: Mapping[Progress, list[Point]], room: Room) -> list[tuple[int, Spot]]:
    """General hazards counted by fields of the map: (count, spot of the count), about their own middle."""
    held: dict[tuple[int, int], list[Point]] = {}
    for points in dots.values():
        for x, y in points:
            held.setdefault((math.floor(x / FIELD), math.floor(y / FIELD)), []).append((x, y))
    found = []
    for points in sorted(held.values(), key=len, reverse=True):
        count = len(points)
        half = font().width(f"×{count}", 2.2) / 2 + 0.9
        middle = (sum(x for x, _ in points) / count, sum(y for _, y in points) / count)
        found.append((count, room.place(middle, (-half, -1.7, half, 1.7))))
    return found


def _field(sheet: Sheet, count: int, spot: Spot) -> None:
    half = font().width(f"×{count}", 2.2) / 2 + 0.7
    x, y = spot.at
    sheet.rect((x - half, y - 1.5, x + half, y + 1.5), fill="#FFFFFF", edge=MUTED, width=0.25)
    sheet.text(x, y + 0.8, f"×{count}", 2.2, INK, align=0)


def _leaders(sheet: Sheet, spots: list[Spot], least: float) -> None:
    for spot in spots:
        if spot.moved > least:
            sheet.line(spot.own, spot.at, ink="#FFFFFF", width=0.6)
            sheet.line(spot.own, spot.at, ink=INK, width=0.22)
            sheet.shapes.append(Disc(*spot.own, 0.42, fill=INK))
