"""An exported ledger as a workbook: a cover sheet, then the rows as a ledger looks (frozen header, filter, colours)."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from riskmap.domain.codes import Progress
from riskmap.metrics.filters import Filter
from riskmap.reports import stated
from riskmap.views import export
from riskmap.views.cover import Cover, lines
from riskmap.views.drawn import Drawn, Photos
from riskmap.views.export import Ledger, Table, neutral
from riskmap.views.words import Words

SHEET_ROWS = 1_000_000  # a sheet ends at 1,048,576
WIDE = {"description": 44, "enterprise": 24, "measure": 34, "place": 18, "remark": 18, "hazard_no": 17, "basis": 24}
NARROW, DAY, FROZEN = 12, 11.5, 3
LATE, SOON = Progress.OVERDUE.value, Progress.DUE_SOON.value
COLOURED = ("hazard_no", "due", "progress", "days_left")


def workbook(ledger: Ledger, cover: Cover, where: Filter, t: Words, photos: Photos | None = None) -> bytes:
    """The workbook as bytes. Every text is neutral: no cell is a formula, no address becomes a link.

    `photos` adds small pictures before and after the rectification to each row that has some.

    Rows are written one by one, so that a long ledger never stands in memory as a whole.
    """
    import xlsxwriter

    from riskmap.reports.rows_sheet import Rows

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    forms = _forms(book)
    _cover(book, lines(cover, where, ledger.label, t), cover.title, forms, t)
    table = export.table(ledger, t)
    tones = {ledger.label("progress", LATE): "late", ledger.label("progress", SOON): "soon"}
    page = _Page(table, " · ".join([cover.title, *cover.marks, cover.who, cover.moment]), tones, forms)
    for number, start in enumerate(range(0, max(len(ledger.frame), 1), SHEET_ROWS), 1):
        sheet = book.add_worksheet(f"{t('export|Hazards')}{'' if number == 1 else number}", Rows)
        drawn, ids = None, ledger.frame["id"].tolist()[start : start + SHEET_ROWS]
        if photos is not None:
            drawn = Drawn(sheet, ids, photos, forms["head"], t, first=len(table.names))
        page.fill(sheet, len(ids), drawn)
    stated.sheet(book, table.stated, ledger.label, forms, t)
    book.close()
    return out.getvalue()


def _forms(book: Any) -> dict[str, Any]:
    font = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
    cell = {**font, "border": 1, "border_color": "#BFC8D1", "text_wrap": True}
    day = {"num_format": "yyyy-mm-dd", "align": "center", "text_wrap": False}
    late, soon = {"font_color": "#B3241D", "bg_color": "#FDECEA"}, {"font_color": "#855600", "bg_color": "#FFF4D6"}
    forms = {"": cell, "late": {**cell, **late}, "soon": {**cell, **soon}}
    dated = {f"{name} day".strip(): {**form, **day} for name, form in forms.items()}
    own = {
        "title": {"font_name": "黑体", "font_size": 16, "align": "center", "valign": "vcenter"},
        "note": {**font, "font_color": "#536374"},
        "head": {**cell, "bold": True, "align": "center", "bg_color": "#EDF2F6"},
        "name": {**cell, "bold": True, "bg_color": "#EDF2F6"},
        "section": {"font_name": "黑体", "font_size": 12, "valign": "vcenter"},
    }
    return {name: book.add_format(form) for name, form in {**forms, **dated, **own}.items()}


def _cover(book: Any, told: Sequence[tuple[str, str]], title: str, forms: dict[str, Any], t: Words) -> None:
    sheet = book.add_worksheet(t("cover|Cover"))
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 86)
    sheet.set_row(0, 34)
    sheet.merge_range(0, 0, 0, 1, neutral(title), forms["title"])
    for at, (name, text) in enumerate(told, 2):
        if not name:
            sheet.set_row(at, 26)
            sheet.write_string(at, 0, neutral(text), forms["section"])
            continue
        sheet.set_row(at, 18 * max(1, -(-_width(text) // 84)))
        sheet.write_string(at, 0, neutral(name), forms["name"])
        sheet.write_string(at, 1, neutral(text), forms[""])
    sheet.fit_to_pages(1, 0)
    sheet.set_paper(9)


def _width(text: str) -> int:
    """Width in half characters: a Chinese one takes two."""
    return sum(2 if ord(letter) > 0x2E7F else 1 for letter in text)


@dataclass(frozen=True, slots=True)
class _Page:
    """What every sheet of rows has in common. `tones`: words of the progress that colour a row."""

    table: Table
    note: str
    tones: Mapping[str, str]
    forms: Mapping[str, Any]

    def fill(self, sheet: Any, size: int, drawn: Drawn | None) -> None:
        """Write a title line, the header and the next `size` rows."""
        self._head(sheet)
        names = self.table.names
        progress = names.index("progress")
        styles = {tone: self._styles(tone) for tone in ("", *self.tones.values())}
        for number, row in enumerate(islice(self.table.rows, size), 2):
            if drawn is not None:
                drawn.row(number)
            sheet.write_values(number, row, *styles[self.tones.get(row[progress], "")])
        sheet.autofilter(1, 0, max(size + 1, 2), len(names) - 1)

    def _head(self, sheet: Any) -> None:
        sheet.write_string(0, 0, neutral(self.note), self.forms["note"])
        sheet.set_row(1, 32)
        for at, (head, name) in enumerate(zip(self.table.heads, self.table.names, strict=True)):
            sheet.set_column(at, at, WIDE.get(name, DAY if at in self.table.days else NARROW))
            sheet.write_string(1, at, neutral(head), self.forms["head"])
        sheet.freeze_panes(2, FROZEN)
        sheet.set_landscape()
        sheet.set_paper(8)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(1)

    def _styles(self, tone: str) -> tuple[list[int], list[int]]:
        """For each column the formats of a row of a tone: of words and numbers, of dates."""
        from riskmap.reports.rows_sheet import number_of

        tones = [tone if name in COLOURED else "" for name in self.table.names]
        return [number_of(self.forms[one]) for one in tones], [
            number_of(self.forms[f"{one} day".strip()]) for one in tones
        ]
