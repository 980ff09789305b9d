"""The table beside an overview: each township with its counts, its rate and the sheet that holds its map."""

from collections.abc import Mapping, Sequence
from dataclasses import fields

from riskmap.reports.wall_map_content import Counts, Part, counts
from riskmap.reports.wall_map_marks import Box
from riskmap.reports.wall_map_paper import Sheet, wrapped
from riskmap.views import theme
from riskmap.views.names import Label
from riskmap.views.words import Words

SIZE, SMALL, LINE, HEAD = 2.8, 2.12, 7.4, 11.0
NAME = 27.0  # mm of a township's name
LATE = 6  # the column of what is overdue
COLUMNS = (  # the first is the sum of the next three
    "wall map|All",
    "On the map",
    "Not on the map",
    "Closed earlier, void",
    "wall map|Major, standing",
    "Overdue",
    "wall map|Sheet",
)
INK, MUTED = theme.LIGHT["text"], theme.LIGHT["muted"]


def draw(
    sheet: Sheet, box: Box, parts: Sequence[Part], first: Mapping[str, int],
    t: Words, label: Label,
) -> float:  # fmt: skip
    """Draw the table in the box of the list, its last line the sum of the others; the y where it ends."""
    left, top, right, _ = box
    step = (right - left - NAME) / len(COLUMNS)
    sheet.rect((left, top, right, top + HEAD), fill=theme.LIGHT["surface2"])
    sheet.text(left + 1, top + 4.4, t("Township"), SIZE, MUTED, bold=True)
    for number, word in enumerate(COLUMNS, 1):
        for row, line in enumerate(wrapped(t(word), SMALL, step - 1)):
            sheet.text(left + NAME + number * step - 1, top + 4.2 + row * 2.8, line, SMALL, MUTED, align=1, bold=True)
    y, every = top + HEAD, [counts(part.scene) for part in parts]
    for part, found in zip(parts, every, strict=True):
        code = part.code or ""
        _line(sheet, (left, y, right, y + LINE), label("township", code), found, str(first.get(code, "")))
        y += LINE
    total = Counts(*(sum(getattr(one, part.name) for one in every) for part in fields(Counts)))
    _line(sheet, (left, y, right, y + LINE), t("Total"), total, "", bold=True)
    return y + LINE


def _line(sheet: Sheet, box: Box, name: str, found: Counts, page: str, *, bold: bool = False) -> None:
    left, top, right, bottom = box
    step, base = (right - left - NAME) / len(COLUMNS), top + LINE / 2 + SIZE * 0.36
    sheet.text(left + 1, base, wrapped(name, SIZE, NAME)[0], SIZE, INK, bold=True)
    lost, gone = found.unplaced + found.off, found.earlier + found.void
    shown = (found.total, found.drawn, lost, gone, found.majors, found.overdue, page)
    for number, value in enumerate(shown, 1):
        ink = theme.LIGHT["overdue_text"] if number == LATE and found.overdue else INK
        sheet.text(left + NAME + number * step - 1, base, str(value), SIZE, ink, align=1, bold=bold)
    sheet.line((left, bottom), (right, bottom), ink=theme.LIGHT["border"], width=0.15)
