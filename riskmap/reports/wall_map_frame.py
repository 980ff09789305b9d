"""What stands around a printed map: title, legend, scale, north, where the borders come from, who made it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from riskmap.domain.codes import Level, Progress
from riskmap.geo.places import Group
from riskmap.reports import wall_map_marks as marks
from riskmap.reports import wall_map_places
from riskmap.reports.wall_map_content import Around, Counts
from riskmap.reports.wall_map_drawing import DOT, Drawn
from riskmap.reports.wall_map_ground import hatch
from riskmap.reports.wall_map_marks import Box
from riskmap.reports.wall_map_paper import LEADING, Disc, Sheet, wrapped
from riskmap.views import places, shading, theme, words
from riskmap.views.marks import ORDER
from riskmap.views.scene import Scene
from riskmap.views.words import Words

MARGIN, TITLE, FOOT, LEGEND = 8.0, 15.0, 11.0, 35.0
USUAL_SIGNS = 5  # more of them stand closer
SIZE, SMALL = 2.4, 2.12
INK, MUTED, BORDER = theme.LIGHT["text"], theme.LIGHT["muted"], theme.LIGHT["outline"]
CLASSES = ("<85", "85–90", "90–95", "95–98", "≥98")  # %, breaks of riskmap.views.shading


class Ramp(NamedTuple):
    """What shades the townships, and the words of its classes where they are no rate's."""

    measure: str
    words: Sequence[str] = ()


def title(sheet: Sheet, name: str, beside: str, as_of: str, filter_: str, page: str) -> None:
    """The band at the top: name of the map and its part at the left; as-of day, filter and page at the right."""
    right = sheet.width - MARGIN
    sheet.text(MARGIN, MARGIN + 6.6, name, 7.0, INK, bold=True)
    sheet.text(right, MARGIN + 3.6, as_of, 3.4, INK, align=1, bold=True)
    sheet.text(right, MARGIN + 8.0, page, SIZE, MUTED, align=1)
    said = wrapped(" · ".join(filter(None, (beside, filter_))), 3.0, right - MARGIN - 30)
    sheet.text(MARGIN, MARGIN + 12.2, said[0] + ("…" if len(said) > 1 else ""), 3.0, MUTED)
    sheet.line((MARGIN, MARGIN + TITLE - 1), (right, MARGIN + TITLE - 1), ink=INK, width=0.4)


def foot(sheet: Sheet, around: Around, t: Words) -> None:
    """The band at the bottom: internal use, borders and their source, maker, who took it out and what for."""
    right, top = sheet.width - MARGIN, sheet.height - MARGIN - FOOT + 2
    sheet.line((MARGIN, top), (right, top), ink=BORDER, width=0.2)
    drawn = bool(around.shapes.townships)
    sketched = drawn and not around.shapes.real
    fence = t("Internal working map · schematic township borders, no basis for boundaries") if sketched else t(
        "Internal working map"
    )  # fmt: skip
    maker = t("Made by: {unit} safety committee office, {moment}", unit=around.county, moment=around.moment)
    source = t("Borders: {source}", source=around.source) if around.source and around.shapes.bounds() else ""
    approval = t("Map approval number {number}", number=around.approval) if around.approval else ""
    demo = t("Demo data") if around.demo else ""
    taken = t("Printed by {who}; purpose: {purpose}", who=around.who, purpose=around.purpose or t("cover|not stated"))
    sheet.text(MARGIN, top + 3.6, " · ".join(filter(None, (fence, demo, approval))), SIZE, INK, bold=True)
    sheet.text(right, top + 3.6, maker, SIZE, INK, align=1)
    half = (right - MARGIN) / 2 - 3
    sheet.text(MARGIN, top + 7.0, _first(source, half), SMALL, MUTED)
    sheet.text(right, top + 7.0, _first(taken, half), SMALL, MUTED, align=1)


def _first(text: str, width: float) -> str:
    lines = wrapped(text, SMALL, width)
    return lines[0] + ("…" if len(lines) > 1 else "")


def corners(box: Box) -> list[Box]:
    """Boxes in the corners of a map that no mark may cover: north, scale, the mark of a sketch."""
    left, top, right, bottom = box
    return [
        (right - 11, top, right, top + 17), (left, bottom - 11, left + 48, bottom), (left, top, left + 26, top + 6),
    ]  # fmt: skip


def furniture(sheet: Sheet, box: Box, drawn: Drawn, around: Around, t: Words) -> None:
    """Border of the map, north arrow, scale bar with its ratio, the words 示意图 and 内部使用."""
    left, top, right, bottom = box
    marks.north(sheet, (right - 5.5, top + 15), t("North"))
    length = marks.nice(drawn.view.metres * 40)
    wide, x, y = length / drawn.view.metres, left + 3, bottom - 3
    sheet.rect((x, y - 1, x + wide / 2, y), fill=INK, edge=INK)
    sheet.rect((x + wide / 2, y - 1, x + wide, y), fill="#FFFFFF", edge=INK)
    said = t("{n} km", n=f"{length / 1000:g}") if length >= 1000 else t("{n} m", n=f"{length:g}")
    ratio = round(drawn.view.metres * 1000 / sheet.paper.scale, -2 if drawn.view.metres < 50 else -3)
    sheet.text(x, y - 2.2, "0", SMALL, INK)
    sheet.text(x + wide, y - 2.2, said, SMALL, INK, align=0)
    sheet.text(x, y - 5.6, t("About 1:{n} at full size", n=f"{ratio:,.0f}"), SMALL, MUTED)
    tags = [t("Internal use"), *([t("Schematic")] if around.shapes.townships and not around.shapes.real else [])]
    sheet.text(left + 2, top + 4, " · ".join(tags), SIZE, MUTED, bold=True)
    sheet.rect(box, edge=INK, width=0.35)


def legend(
    sheet: Sheet, box: Box, scene: Scene, drawn: Drawn | None, t: Words, shade: Ramp, groups: Sequence[Group] = ()
) -> None:
    """Marks with their counts, signs (also those of the `groups` of places), the classes of what shades townships."""
    left, top, right, _ = box
    third = (right - left) / 3
    sheet.text(left, top + 3.4, t("Legend: marks by progress (major / general)"), SIZE, INK, bold=True)
    for number, code in enumerate(ORDER):
        x, y = left + (number % 2) * third * 0.78, top + 8.6 + (number // 2) * 6.6
        tally = scene.tallies[code]
        marks.mark(sheet, (x + 3.2, y - 0.8), 1.6, code)
        counts = f"{tally.major + tally.major_unplaced} / {tally.general + tally.general_unplaced}"
        sheet.text(x + 7, y - 1.0, words.progress(t, code), SMALL, INK)
        sheet.text(x + 7, y + 1.8, counts, SMALL, MUTED)
    _signs(sheet, left + third * 1.62, top + 3.4, drawn, t, groups)
    _ramp(sheet, (left + third * 2.3, top, right, top + 26), t, shade)


def _signs(sheet: Sheet, x: float, top: float, drawn: Drawn | None, t: Words, groups: Sequence[Group]) -> None:
    sheet.text(x, top, t("Signs"), SIZE, INK, bold=True)
    plate = t(words.PLATE[Level.COUNTY])
    kinds = [*_kinds(drawn, t), *((group.value, t(places.TITLES[group])) for group in groups)]
    for number, (kind, word) in enumerate(kinds):
        y = top + 4.6 + number * (4.4 if len(kinds) <= USUAL_SIGNS else 3.1)
        if kind == "plate":
            marks.draw_plate(sheet, (x - 0.7, y + 1.8), SMALL, plate)
        elif kind == "alarm":
            marks.mark(sheet, (x + 2.4, y), 1.0, Progress.IN_PROGRESS, alarm=True)
        elif kind == "ring":
            marks.mark(sheet, (x + 2, y), 0.9, Progress.OVERDUE)
        elif kind == "dot":
            marks.dot(sheet, (x + 2, y - 0.2), DOT, Progress.IN_PROGRESS)
        elif kind in set(Group):
            wall_map_places.mark(sheet, x + 2, y - 0.2, Group(kind))
        elif kind == "field":
            sheet.rect((x, y - 1.5, x + 4.4, y + 1.2), fill="#FFFFFF", edge=MUTED)
            sheet.text(x + 2.2, y + 0.5, "×5", SMALL, INK, align=0)
        else:
            sheet.line((x + 0.6, y), (x + 4.2, y - 1.2), ink=INK, width=0.22)
            sheet.shapes.append(Disc(x + 0.6, y, 0.42, fill=INK))
        sheet.text(x + 6, y + 0.6, word, SMALL, INK)


def _kinds(drawn: Drawn | None, t: Words) -> Iterator[tuple[str, str]]:
    yield "ring", t("Ring: overdue")
    yield "plate", t("Plate: listed for supervision")
    yield "alarm", t("No control measures")
    if drawn is not None and drawn.counted:
        yield "field", t("Count of general hazards")
    else:
        yield "dot", t("Dot: general hazard")
    yield "leader", t("Line: shifted mark")


def _ramp(sheet: Sheet, box: Box, t: Words, shade: Ramp) -> None:
    import shapely

    left, top, right, _ = box
    sheet.text(left, top + 3.4, t(shading.TITLES[shade.measure]), SIZE, INK, bold=True)
    y = top + 6
    for colour, word in zip(theme.RAMP["light"], shade.words or [f"{one}%" for one in CLASSES], strict=True):
        sheet.rect((left, y, left + 6, y + 3), fill=colour, edge=BORDER, width=0.15)
        sheet.text(left + 7.5, y + 2.3, word, SMALL, INK)
        y += 3.6
    hatch(sheet, shapely.box(left, y, left + 6, y + 3))
    sheet.rect((left, y, left + 6, y + 3), edge=BORDER, width=0.15)
    sheet.text(left + 7.5, y + 2.3, t("No figure") if shade.words else t("Fewer than 5"), SMALL, INK)
    for number, line in enumerate(wrapped(t(shading.DEFINITIONS[shade.measure]), SMALL, right - left - 20)):
        sheet.text(left + 20, top + 8.2 + number * SMALL * LEADING, line, SMALL, MUTED)


def reconciled(t: Words, found: Counts) -> str:
    """The sentence that adds a map up to the ledger."""
    parts = {"total": found.total, "drawn": found.drawn, "unplaced": found.unplaced}
    parts |= {"earlier": found.earlier, "void": found.void}
    if found.off:
        return t(
            "{total} in this selection = {drawn} on the map + {off} with a position off it + {unplaced} without "
            "coordinates + {earlier} closed earlier + {void} void",
            off=found.off, **parts,
        )  # fmt: skip
    return t(
        "{total} in this selection = {drawn} on the map + {unplaced} without coordinates + {earlier} closed earlier "
        "+ {void} void",
        **parts,
    )


def urgent(t: Words, found: Counts) -> str:
    """The sentence that counts what stands: majors, and all that is overdue."""
    more = t(" ({n} more closed within 90 days or to be confirmed)", n=found.others) if found.others else ""
    return t("{n} major hazards stand{more}, {m} overdue in all", n=found.majors, more=more, m=found.overdue)


def told(sheet: Sheet, box: Box, lines: Sequence[str]) -> None:
    """Sentences under the legend."""
    for number, line in enumerate(lines):
        sheet.text(box[0], box[1] + SIZE + number * SIZE * LEADING, line, SIZE, INK, bold=number == 0)
