"""The numbered list beside a printed map: measured before it is drawn, so that nothing is cut off."""

from collections.abc import Sequence
from dataclasses import dataclass

from riskmap.domain.codes import Progress
from riskmap.reports import wall_map_marks as marks
from riskmap.reports.wall_map_content import Entry
from riskmap.reports.wall_map_marks import Box
from riskmap.reports.wall_map_paper import LEADING, Sheet, wrapped
from riskmap.views import theme
from riskmap.views.words import Words

SIZE, SMALL = 2.45, 2.2  # of the first line of a row, of the others
RADIUS = 1.9  # of the mark in a row, unless its number needs more
HEAD, GAP = 5.0, 1.1  # height of the head; between two rows
MARK, TIME, CONTROL = 10.5, 21.0, 22.0  # widths of columns, the rest is the name
LEFT, WIDE = 2.05, 4.4  # in radii: what a mark with its alarm covers at its left, and with its plate in all
INK, MUTED = theme.LIGHT["text"], theme.LIGHT["muted"]
STATE = {
    Progress.OVERDUE: theme.LIGHT["overdue_text"],
    Progress.DUE_SOON: theme.LIGHT["soon_text"],
    Progress.WAITING: theme.LIGHT["waiting_text"],
    Progress.CLOSED: theme.LIGHT["closed_text"],
    Progress.PENDING: theme.LIGHT["pending_text"],
}


@dataclass(frozen=True, slots=True)
class Row:
    """A measured row, or the title of a section (`entry` is None)."""

    entry: Entry | None
    height: float
    lead: Sequence[str] = ()
    under: Sequence[str] = ()
    control: Sequence[str] = ()
    time: Sequence[str] = ()
    radius: float = RADIUS

    @property
    def mark(self) -> float:
        """Width of the column of marks."""
        return _wide(self.radius)


def _wide(size: float) -> float:
    return max(MARK, WIDE * size + 1.2)


def radius(entries: Sequence[Entry], least: float) -> float:
    """Radius of the marks of a list whose numbers and plates have type of the size `least`."""
    letters = max((len(one.number) for one in entries), default=1)
    return max(RADIUS, marks.legible(letters, least, plate=any(one.plate for one in entries)))


def measure(entries: Sequence[Entry], width: float, size: float, t: Words) -> list[Row]:
    """Rows of entries in a column of `width` mm, with marks of the radius `size`."""
    return [_measured(entry, width, size, t) for entry in entries]


def _measured(entry: Entry, width: float, size: float, t: Words) -> Row:
    name = width - _wide(size) - TIME - CONTROL - 2
    lead = wrapped(entry.lead, SIZE, name)
    under = wrapped(entry.title, SMALL, name)
    if entry.person:
        under += wrapped(t("Responsible: {person}", person=entry.person), SMALL, name)
    if entry.number and entry.missing:
        under += wrapped(entry.missing, SMALL, name)
    control = wrapped(entry.control, SMALL, CONTROL - 1.5)
    time = [*wrapped(entry.due, SMALL, TIME - 1), *wrapped(entry.countdown, SMALL, TIME - 1)]
    high = max(len(lead) * SIZE + len(under) * SMALL, len(control) * SMALL, len(time) * SMALL, 2.2 * size)
    return Row(entry, high * LEADING + 2 * GAP, lead, under, control, time, size)


def section(title: str, width: float) -> Row:
    """The title of a section, as a row."""
    lead = wrapped(title, SIZE, width - 2)
    return Row(None, len(lead) * SIZE * LEADING + 2 * GAP + 1, lead)


def take(rows: list[Row], height: float) -> tuple[list[Row], list[Row]]:
    """The rows that fit in a column, and those that are left; one that is higher than a column stands alone."""
    used = HEAD
    for number, row in enumerate(rows):
        alone = row.entry is None and number + 1 < len(rows)  # a title never ends a column
        needed = row.height + (rows[number + 1].height if alone else 0)
        if used + needed > height and number > 0:
            return rows[:number], rows[number:]
        used += row.height
    return rows, []


def even(rows: Sequence[Row], columns: int) -> float:
    """Height at which all the rows share so many columns evenly."""
    return HEAD + sum(row.height for row in rows) / columns + max(row.height for row in rows)


def draw(sheet: Sheet, box: Box, rows: Sequence[Row], t: Words) -> float:
    """Draw rows under their head in a column; the y where they end."""
    left, top, right, _ = box
    x_control, x_time = right - TIME - CONTROL, right - TIME
    sheet.rect((left, top, right, top + HEAD), fill=theme.LIGHT["surface2"])
    base = top + HEAD - 1.6
    heads = (
        (left + 1, t("No.")),
        (left + max((row.mark for row in rows), default=MARK), t("Department · township / enterprise")),
    )
    for x, word in (*heads, (x_control, t("Control status")), (x_time, t("Due / progress"))):
        sheet.text(x, base, word, SMALL, MUTED, bold=True)
    y = top + HEAD
    for row in rows:
        _row(sheet, (left, y, right, y + row.height), row)
        y += row.height
        sheet.line((left, y), (right, y), ink=theme.LIGHT["border"], width=0.15)
    return y


def _row(sheet: Sheet, box: Box, row: Row) -> None:
    left, top, right, bottom = box
    y = top + GAP + SIZE
    if row.entry is None:
        for number, line in enumerate(row.lead):
            sheet.text(left + 1, y + 1 + number * SIZE * LEADING, line, SIZE, INK, bold=True)
        return
    entry = row.entry
    middle = (left + LEFT * row.radius, min((top + bottom) / 2, top + 6))
    if entry.number:
        marks.mark(sheet, middle, row.radius, entry.progress, entry.number, plate=entry.plate, alarm=entry.alarm)
    else:
        marks.dot(sheet, middle, 0.85, entry.progress)
    for line in row.lead:
        sheet.text(left + row.mark, y, line, SIZE, INK, bold=True)
        y += SIZE * LEADING
    y -= SIZE - SMALL
    _lines(sheet, left + row.mark, y, row.under, [MUTED] * len(row.under))
    first = top + GAP + SIZE
    ink = INK if not entry.alarm else theme.LIGHT["overdue_text"]
    _lines(sheet, right - TIME - CONTROL, first, row.control, [ink] * len(row.control))
    _lines(sheet, right - TIME, first, row.time, [INK, *[STATE.get(entry.progress, INK)] * len(row.time)])


def _lines(sheet: Sheet, x: float, y: float, lines: Sequence[str], inks: Sequence[str]) -> None:
    for number, (line, ink) in enumerate(zip(lines, inks, strict=False)):
        sheet.text(x, y + number * SMALL * LEADING, line, SMALL, ink)
