"""Charts of a workbook that a spreadsheet draws from the cells of their own sheet, in the colours of the pages.

They stand under the table whose numbers they show, so that a narrow table is not printed smaller for them.
"""

from typing import Any, Final

from riskmap.i18n import Translator
from riskmap.reports.briefing_told import Chart, Series, Shape
from riskmap.views.theme import LIGHT

KINDS: Final = {Shape.LINES: "line", Shape.BARS: "bar", Shape.COLUMNS: "column"}
FACE: Final = "宋体"
SIZE: Final = (860, 330)  # points of the screen that a chart is wide and high
BAR, AROUND = 24, 96  # of a bar with its gap, and of what stands over and under the bars
GAP: Final = 2  # rows between a table and its first chart
HIGH: Final = 20  # of a row without text
MARKED: Final = 40  # numbers stand at so many marks at most


def draw(book: Any, sheet: Any, charts: list[Chart], last: int, t: Translator) -> None:
    """Put charts under a table whose last row is `last` (from 0), one under another."""
    at = last + 1 + GAP
    for one in charts:
        if not one.labels:
            continue
        width, height = SIZE[0], AROUND + BAR * len(one.labels) if one.shape is Shape.BARS else SIZE[1]
        made = _chart(book, sheet.get_name(), one, t)
        made.set_size({"width": width, "height": height})
        sheet.insert_chart(at, 0, made, {"object_position": 3, "description": one.alt})
        at += -(-height // HIGH) + 1


def _chart(book: Any, sheet: str, one: Chart, t: Translator) -> Any:
    made = book.add_chart({"type": KINDS[one.shape]})
    rates = any("%" in text for series in one.series for text in series.texts)
    last = len(one.labels)
    for column, series in zip(one.columns, one.series, strict=True):
        made.add_series({
            "name": [sheet, 0, column],
            "categories": [sheet, 1, one.names, last, one.names],
            "values": [sheet, 1, column, last, column],
            **_dress(one, series, marked=last * len(one.series) <= MARKED),
        })  # fmt: skip
    made.set_title({"name": one.title, "overlay": False, "name_font": _font(12, bold=True)})
    named = {"position": "top", "font": _font(9)} if len(one.series) > 1 else {"none": True}
    made.set_legend(named)
    made.set_chartarea({"border": {"color": LIGHT["border"]}, "fill": {"color": LIGHT["surface"]}})
    made.set_plotarea({"fill": {"none": True}})
    made.show_blanks_as("gap")
    what = {"num_font": _font(9), "line": {"color": LIGHT["border"]}, "major_tick_mark": "none", "text_axis": True}
    many = {
        "num_font": _font(9), "line": {"none": True}, "num_format": "0%" if rates else "#,##0", "min": one.floor / 100,
        "major_gridlines": {"visible": True, "line": {"color": LIGHT["grid"], "width": 0.75}},
        "name": t("axis|Per cent") if rates else t("axis|Items"), "name_font": _font(9),
        **({"max": 1} if rates else {}),
    }  # fmt: skip
    if one.shape is Shape.BARS:  # the first unit of the table stands on top, the numbers of the axis under the last
        made.set_y_axis({**what, "reverse": True})
        made.set_x_axis({**many, "label_position": "high"})
    else:
        made.set_x_axis(what)
        made.set_y_axis(many)
    return made


def _dress(one: Chart, series: Series, *, marked: bool) -> dict[str, Any]:
    """Colours of a series; its numbers stand at the marks where there is room, none where there is nothing to show."""
    colour, lines = LIGHT[series.tone], one.shape is Shape.LINES
    each = [{"delete": True} if value is None else None for value in series.values]
    said = {"value": True, "position": "above" if lines else "outside_end", "font": _font(8), "custom": each}
    labels = {"data_labels": said} if marked else {}
    if lines:
        dot = {"type": "circle", "size": 5, "fill": {"color": colour}, "border": {"color": colour}}
        return {"line": {"color": colour, "width": 2}, "marker": dot, **labels}
    return {"fill": {"color": colour}, "border": {"none": True}, "gap": 60, **labels}


def _font(size: int, *, bold: bool = False) -> dict[str, Any]:
    return {"name": FACE, "size": size, "bold": bold, "color": LIGHT["text"]}
