"""Names of townships on a printed map: beside the marks, else shorter, else outside the county with a line back."""

from collections.abc import Mapping
from dataclasses import dataclass

import shapely

from riskmap.geo.boundaries import Boundaries, Shape
from riskmap.reports.wall_map_font import font
from riskmap.reports.wall_map_ground import View
from riskmap.reports.wall_map_marks import Box
from riskmap.reports.wall_map_paper import Disc, Sheet
from riskmap.reports.wall_map_room import FAR, Room, Spot
from riskmap.views import theme

SIZE = 2.9  # of a township's name
NEAR = 30.0  # mm that a name is moved within its surroundings
INK, MUTED = theme.LIGHT["text"], theme.LIGHT["muted"]
Words = Mapping[str, tuple[str, str]]  # township code → (name, rate as printed)


@dataclass(frozen=True, slots=True)
class Placed:
    """The name of a township with its spot; `rate` is "" where there was room for the name alone; `led`: outside."""

    code: str
    name: str
    rate: str
    spot: Spot
    led: bool = False


def place(view: View, shapes: Boundaries, words: Words, room: Room) -> list[Placed]:
    """Find the spot of every name whose township lies on the map, and take it in the plan."""
    land = shapely.union_all([view.shape(one.geometry) for one in shapes.townships])
    shapely.prepare(land)
    left, top, right, bottom = view.box
    found = []
    for one in shapes.townships:
        x, y = view.at(*one.label)
        if one.code in words and left < x < right and top < y < bottom:
            found.append(_placed(one, Spot((x, y), (x, y)), words[one.code], room, land))
    return found


def _placed(one: Shape, home: Spot, told: tuple[str, str], room: Room, land: shapely.Geometry) -> Placed:
    name, rate = told
    for words in ((name, rate), (name, "")):
        spot = room.place(home.own, _reach(*words), far=NEAR)
        if spot.free:
            return Placed(one.code, *words, spot)
    off = lambda box: not shapely.intersects(land, shapely.box(*box))  # noqa: E731
    for words in ((name, rate), (name, "")):
        spot = room.place(home.own, _reach(*words), far=2 * FAR, where=off)
        if spot.free:
            return Placed(one.code, *words, spot, led=True)
    return Placed(one.code, name, rate, Spot(home.own, home.own, free=False))


def _reach(name: str, rate: str) -> Box:
    half = _half(name, rate)
    return -half, -3.2, half, 3.4 if rate else 1.4


def _half(name: str, rate: str) -> float:
    return max(font().width(name, SIZE), font().width(rate, SIZE * 0.8)) / 2 + 0.8


def lines(sheet: Sheet, names: list[Placed]) -> None:
    """Draw the lines from names outside the county to their townships; marks come over them."""
    for one in names:
        if one.led:
            sheet.line(one.spot.own, one.spot.at, ink="#FFFFFF", width=0.7)
            sheet.line(one.spot.own, one.spot.at, ink=INK, width=0.3)
            sheet.shapes.append(Disc(*one.spot.own, 0.5, fill=INK))


def draw(sheet: Sheet, names: list[Placed], code: str | None) -> None:
    """Write the names; of a map of one township (`code`) its neighbours have their names alone, paler."""
    for one in names:
        (x, y), half = one.spot.at, _half(one.name, one.rate)
        muted = bool(code) and one.code != code
        box = (x - half, y - 3.0, x + half, y + (1.2 if muted or not one.rate else 3.2))
        sheet.rect(box, fill="#FFFFFF", edge=MUTED if one.led else "", width=0.25)
        sheet.text(x, y, one.name, SIZE, MUTED if muted else INK, align=0, bold=True)
        if one.rate and not muted:
            sheet.text(x, y + 2.6, one.rate, SIZE * 0.8, MUTED, align=0)
