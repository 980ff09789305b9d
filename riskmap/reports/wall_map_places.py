"""Villages and emergency resources on a printed map: quiet marks under the hazards', named where there is room."""

from collections.abc import Sequence

from riskmap.geo.places import Group, Place
from riskmap.reports.wall_map_font import font
from riskmap.reports.wall_map_ground import View
from riskmap.reports.wall_map_paper import Disc, Sheet
from riskmap.reports.wall_map_room import Room
from riskmap.views import theme

SQUARE, SPOT, SIZE = 0.9, 0.5, 2.12  # half a side of a resource, radius of a village, size of their words; mm
BLUE, GREY, PAPER = theme.LIGHT["accent"], theme.LIGHT["muted"], "#FFFFFF"
Named = tuple[Place, str]  # a place with the word beside its mark


def draw(sheet: Sheet, view: View, room: Room, places: Sequence[Named]) -> None:
    """Draw the places that lie on a map at their own spots; a word only where nothing else is."""
    left, top, right, bottom = view.box
    for place, word in places:
        if place.lon is None or place.lat is None:
            continue
        x, y = view.at(place.lon, place.lat)
        if not (left + 1 < x < right - 1 and top + 1 < y < bottom - 1):
            continue
        mark(sheet, x, y, place.kind.group)
        at = (x + SQUARE + 0.5, y - 1.2, x + SQUARE + 1.1 + font().width(word, SIZE), y + 1.2)
        if room.free(at):
            room.take(at)
            sheet.rect(at, fill=PAPER)
            sheet.text(at[0] + 0.3, y + 0.75, word, SIZE, BLUE if place.kind.group is Group.EMERGENCY else GREY)


def mark(sheet: Sheet, x: float, y: float, group: Group) -> None:
    """The mark of a place: a blue square for a resource, a grey dot for a village."""
    if group is Group.EMERGENCY:
        half = SQUARE + 0.3
        sheet.rect((x - half, y - half, x + half, y + half), fill=PAPER)
        sheet.rect((x - SQUARE, y - SQUARE, x + SQUARE, y + SQUARE), fill=BLUE)
    else:
        sheet.shapes.append(Disc(x, y, SPOT + 0.2, fill=PAPER))
        sheet.shapes.append(Disc(x, y, SPOT, fill=GREY))
