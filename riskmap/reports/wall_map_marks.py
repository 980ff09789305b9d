"""The marks of the screen (riskmap.views.marks) on paper: the same outlines, fills, plates and alarms, in mm."""

import math
import re

from riskmap.domain.codes import Progress
from riskmap.reports.wall_map_paper import Area, Disc, Point, Sheet
from riskmap.views import theme
from riskmap.views.marks import DARK, HALO, RING, SYMBOLS

FONTS = (1.17, 1.08, 0.78, 0.6)  # size of a number by its letters, in radii, as on the screen
PLATE = 1.0  # size of a plate's letter, in radii
RING_WIDTH = 0.38  # mm, the same for one day late and for a hundred
_STEP = re.compile(r"([MLHVZ])|(-?\d*\.?\d+)")
Box = tuple[float, float, float, float]


def mark(
    sheet: Sheet,
    at: Point,
    radius: float,
    progress: Progress,
    number: str = "",
    *,
    plate: str = "",
    alarm: bool = False,
) -> None:
    """Draw the mark of a major hazard about `at`: ring, dark line, white line, fill, number, plate, alarm."""
    symbol, (x, y) = SYMBOLS[progress], at
    if progress is Progress.OVERDUE:
        sheet.shapes.append(Disc(x, y, RING * radius, edge=HALO, width=RING_WIDTH * 2))
        sheet.shapes.append(Disc(x, y, RING * radius, edge=theme.OVERDUE, width=RING_WIDTH))
    outline(sheet, at, radius, progress, fill=DARK, edge=DARK, width=0.611)
    outline(sheet, at, radius, progress, fill=HALO, edge=HALO, width=0.42)
    dash = tuple(float(part) * radius for part in symbol.dash.split())
    outline(sheet, at, radius, progress, fill=symbol.fill, edge=symbol.edge, width=symbol.width, dash=dash)
    if number:
        size = radius * FONTS[min(len(number), 4) - 1]
        drop = symbol.text_y * radius - (FONTS[0] * radius - size) * 0.35
        sheet.text(x + symbol.text_x * radius, y + drop, number, size, symbol.ink, align=0, bold=True)
    if plate:
        draw_plate(sheet, at, radius, plate)
    if alarm:
        _alarm(sheet, at, radius)


def reach(progress: Progress, radius: float, *, plate: bool, alarm: bool) -> Box:
    """What a mark covers about its point: left, top, right, bottom, all of it with its ring, plate and alarm."""
    out = RING if progress is Progress.OVERDUE else 1.65 if progress is Progress.CLOSED else 1.55
    left, right = (1.95 if alarm else out), (2.4 if plate else out)
    return -left * radius, -max(out, 1.62 if plate or alarm else 0.0) * radius, right * radius, out * radius


def outline(
    sheet: Sheet, at: Point, radius: float, progress: Progress, *, fill: str, edge: str, width: float,
    dash: tuple[float, ...] = (),
) -> None:  # fmt: skip
    """Draw the shape of a progress; `width` in radii, as in the marks' table."""
    path, (x, y) = SYMBOLS[progress].path, at
    if "A" in path:
        sheet.shapes.append(Disc(x, y, radius, fill, edge, width * radius, dash))
        return
    ring = tuple((x + px * radius, y + py * radius) for px, py in points(path))
    sheet.shapes.append(Area((ring,), fill, edge, width * radius, dash))


def dot(sheet: Sheet, at: Point, radius: float, progress: Progress) -> None:
    """Draw the dot of a general hazard: dark line, white line, fill."""
    sheet.shapes.append(Disc(*at, radius * 1.36, fill=DARK))
    sheet.shapes.append(Disc(*at, radius * 1.16, fill=HALO))
    sheet.shapes.append(Disc(*at, radius, fill=SYMBOLS[progress].fill))


def points(path: str) -> list[Point]:
    """Corners of an outline written with M, L, H, V and Z in capital letters."""
    found: list[Point] = []
    x = y = 0.0
    step, waiting = "M", []
    for letter, number in _STEP.findall(path):
        if letter:
            step = letter
            continue
        waiting.append(float(number))
        if step == "H":
            x = waiting.pop()
        elif step == "V":
            y = waiting.pop()
        elif len(waiting) == 2:
            x, y = waiting
            waiting = []
        else:
            continue
        found.append((x, y))
    return found


def legible(letters: int, least: float, *, plate: bool) -> float:
    """The smallest radius of a mark whose number of so many letters, and whose plate, have type of the size `least`."""
    return least / min(FONTS[min(max(letters, 1), 4) - 1], PLATE if plate else FONTS[0])


def draw_plate(sheet: Sheet, at: Point, radius: float, word: str) -> None:
    """Draw the plate of a listed hazard where a mark of this radius about `at` has it."""
    left, top = at[0] + 0.9 * radius, at[1] - 1.55 * radius
    right, bottom = left + 1.41 * radius, top + 1.36 * radius
    sheet.rect((left, top, right, bottom), fill=HALO, edge=DARK, width=0.12 * radius)
    sheet.text((left + right) / 2, top + 1.04 * radius, word, PLATE * radius, DARK, align=0, bold=True)


def _alarm(sheet: Sheet, at: Point, radius: float) -> None:
    size, edge = 1.3 * radius, 0.13 * radius
    left, top = at[0] - 1.89 * radius, at[1] - 1.5 * radius
    middle, bar = left + size / 2, 0.1 * radius
    sheet.rect((left, top, left + size, top + size), fill="#000000")
    sheet.rect((left + edge, top + edge, left + size - edge, top + size - edge), fill=theme.ALARM)
    sheet.rect((middle - bar, top + 0.24 * size, middle + bar, top + 0.57 * size), fill="#000000")
    sheet.rect((middle - bar, top + 0.66 * size, middle + bar, top + 0.66 * size + 1.8 * bar), fill="#000000")


def north(sheet: Sheet, at: Point, word: str) -> None:
    """Draw the north arrow with its letter, 9 mm high, its foot at `at`."""
    x, y = at
    right = ((x, y - 9), (x + 2.4, y), (x, y - 1.6))
    left = ((x, y - 9), (x - 2.4, y), (x, y - 1.6))
    sheet.shapes.append(Area((right,), HALO, DARK, 0.2))
    sheet.shapes.append(Area((left,), DARK, DARK, 0.2))
    sheet.text(x, y - 9.8, word, 3.2, DARK, align=0, bold=True)


def nice(most: float) -> float:
    """The largest of 1, 2, 5 · 10^n that is not above `most`: the length of a scale bar."""
    step = 10.0 ** math.floor(math.log10(most))
    return next(one * step for one in (5.0, 2.0, 1.0) if one * step <= most * (1 + 1e-9))
