"""A worksheet that takes whole rows: their XML is written at once, where xlsxwriter takes cell after cell.

Everything else of the sheet is xlsxwriter's own; the XML of the cells is the one that it writes for them.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from riskmap.views.export import neutral

SHORT, MOST = 64, 50_000  # characters of a text that is likely to come again, texts that are remembered
LONGEST: Final = 32_767  # UTF-16 units of a cell, after Excel
LEAP: Final = 59  # Excel counts a 29 February 1900


class Rows(Worksheet):  # type: ignore[misc] # xlsxwriter tells no types
    """A sheet of a book that keeps one row at a time in memory (`constant_memory`)."""

    def __init__(self) -> None:
        super().__init__()
        self._made = ""  # the cells of the row that is written next
        self._known: dict[Any, str] = {}
        self._names: list[str] = []

    def write_values(self, row: int, values: Sequence[Any], texts: Sequence[int], days: Sequence[int]) -> None:
        """Write text, dates, numbers and blanks (None, "") as row `row` (from 0), which comes after all before it.

        `texts`, `days`: for each column the number of the format of a date, and of everything else.
        """
        if self._check_dimensions(row, len(values) - 1):
            return
        if row > self.previous_row:
            self._write_single_row(row)
        while len(self._names) < len(values):
            self._names.append(xl_col_to_name(len(self._names)))
        cells, number, known = [], row + 1, self._known
        for name, value, text, day in zip(self._names, values, texts, days, strict=False):
            if value is None or value == "":
                continue
            body = known.get(value) if isinstance(value, (str, date)) else f"><v>{value:.16G}</v></c>"
            form = day if isinstance(value, date) else text
            cells.append(f'<c r="{name}{number}" s="{form}"{body or self._body(value)}')
        self._made = "".join(cells)

    def _body(self, value: str | date) -> str:
        """The rest of a cell with a text or a date."""
        made = self._text(neutral(value)) if isinstance(value, str) else f"><v>{serial(value)}</v></c>"
        if len(self._known) < MOST and (not isinstance(value, str) or len(value) <= SHORT):
            self._known[value] = made
        return made

    def _text(self, text: str) -> str:
        if len(text) > LONGEST // 2:
            text = text.encode("utf-16-le", "surrogatepass")[: 2 * LONGEST].decode("utf-16-le", "ignore")
        text = self._escape_control_characters(text)
        space = ' xml:space="preserve"' if text[:1].isspace() or text[-1:].isspace() else ""
        return f' t="inlineStr"><is><t{space}>{self._escape_data(text)}</t></is></c>'

    def _write_single_row(self, current_row_num: int = 0) -> None:
        """The row before is let go of: of ours, the cells are there."""
        if not self._made:
            super()._write_single_row(current_row_num)
            return
        row: int = self.previous_row  # type: ignore[has-type]
        self.previous_row = current_row_num
        self._write_row(row, None, self.row_info.get(row))
        self.fh.write(f"{self._made}</row>")
        self._made = ""
        self.table.clear()


def number_of(form: Any) -> int:
    """The number under which cells name a format of a book."""
    return int(form._get_xf_index())  # noqa: SLF001 - what xlsxwriter itself writes into cells


def serial(day: date) -> int:
    """A day as Excel counts it: 1 for 1 January 1900."""
    days = day.toordinal() - date(1899, 12, 31).toordinal()
    return days + (days > LEAP)
