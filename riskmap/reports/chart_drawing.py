"""Charts of papers, drawn on the server without a browser: reportlab shapes, as vectors in a PDF or as a PNG.

The dress is that of the pages (DESIGN.md §7): bars from 0, no legend but names at the lines, numbers at the marks.
"""

import io
from typing import Any, Final

from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Drawing, Line, PolyLine, Rect, String
from reportlab.lib.colors import HexColor

from riskmap.reports.briefing_told import Chart, Series, Shape
from riskmap.reports.embedded import Face
from riskmap.reports.fitting import fitted
from riskmap.views.theme import LIGHT

DPI: Final = 220
LEADING: Final = 1.5


class Canvas:
    """A drawing under way: its size in points, the face and size of its letters."""

    def __init__(self, width: float, height: float, face: Face, size: float) -> None:
        self.drawing, self.face, self.size = Drawing(width, height), face, size
        self.width, self.height = width, height

    def text(self, x: float, y: float, text: str, *, at: str = "start", tone: str = "text", size: float = 0) -> None:
        """A line of text; `at`: where x lies in it (start, middle, end)."""
        made = String(x, y, text, fontName=self.face.name, fontSize=size or self.size, fillColor=colour(tone))
        made.textAnchor = at
        self.drawing.add(made)

    def line(self, x: float, y: float, to_x: float, to_y: float, tone: str = "grid", wide: float = 0.5) -> None:
        """A straight line."""
        self.drawing.add(Line(x, y, to_x, to_y, strokeColor=colour(tone), strokeWidth=wide))

    def box(self, x: float, y: float, width: float, height: float, tone: str) -> None:
        """A filled box without an edge."""
        self.drawing.add(Rect(x, y, width, height, fillColor=colour(tone), strokeColor=None))

    def path(self, points: list[tuple[float, float]], tone: str) -> None:
        """A line through points, with a dot at each."""
        if len(points) > 1:
            flat = [number for point in points for number in point]
            self.drawing.add(PolyLine(flat, strokeColor=colour(tone), strokeWidth=1.4))
        for x, y in points:
            self.box(x - 1.6, y - 1.6, 3.2, 3.2, tone)

    def wide(self, text: str, size: float = 0) -> float:
        """How wide a text is."""
        return self.face.wide(text, size or self.size)

    def cut(self, text: str, room: float) -> str:
        """A text that fits a width, its end given up where it does not."""
        return text if self.wide(text) <= room else fitted(text, room, self.size)


def colour(tone: str) -> Any:
    """A token of the light theme as a colour."""
    return HexColor(LIGHT[tone])


def texts(chart: Chart) -> list[str]:
    """Every text of a chart: its font needs their letters."""
    said = (text for one in chart.series for text in (one.name, *one.texts))
    return [chart.title, *chart.labels, *said, "…0123456789%"]


def drawn(chart: Chart, width: float, height: float, face: Face, size: float = 8) -> Drawing:
    """A chart as a drawing of so many points."""
    on = Canvas(width, height, face, size)
    on.text(0, height - size * 1.2, on.cut(chart.title, width), size=size * 1.1)
    if chart.labels:
        {Shape.LINES: _lines, Shape.BARS: _bars, Shape.COLUMNS: _columns}[chart.shape](chart, on)
    return on.drawing


def png(drawing: Drawing) -> bytes:
    """A drawing as a PNG for paper."""
    import pypdfium2

    opened = pypdfium2.PdfDocument(renderPDF.drawToString(drawing))
    try:
        out = io.BytesIO()
        opened[0].render(scale=DPI / 72).to_pil().save(out, "PNG", dpi=(DPI, DPI))
        return out.getvalue()
    finally:
        opened.close()


def _frame(chart: Chart, on: Canvas, most: float) -> tuple[float, float, float]:
    """Grid with the numbers of the axis; returns its left, bottom, and points a unit."""
    percent = chart.floor > 0 or any(text.endswith("%") for one in chart.series for text in one.texts)
    step = _step(most - chart.floor)
    bottom, top = on.size * 1.7, on.height - on.size * (4.4 if len(chart.series) > 1 else 3.4)
    left = on.wide(f"{most:.0f}%") + 6
    unit = (top - bottom) / max(most - chart.floor, 1)
    value = chart.floor
    while value <= most + 1e-9:
        y = bottom + (value - chart.floor) * unit
        on.line(left, y, on.width, y, "border" if value == chart.floor else "grid")
        on.text(left - 4, y - on.size * 0.35, f"{value:.0f}{'%' if percent else ''}", at="end", tone="muted")
        value += step
    return left, bottom, unit


def _step(span: float) -> float:
    """A round distance of grid lines, about four of them."""
    for step in (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000):
        if span / step <= 5:
            return float(step)
    return float(10 ** len(str(int(span))) // 5)


def _top(chart: Chart) -> float:
    """The end of the axis: a grid line above every value, 100 % for rates."""
    if any(text.endswith("%") for one in chart.series for text in one.texts):
        return 100.0
    most = max((value for one in chart.series for value in one.values if value is not None), default=0.0)
    step = _step(max(most, 1))
    return max(step, step * -(-most // step))


def _names(chart: Chart, on: Canvas) -> None:
    """What each colour is, above the grid, where there are several."""
    if len(chart.series) < 2:
        return
    x, y = 0.0, on.height - on.size * 3.0
    for one in chart.series:
        on.box(x, y, on.size * 0.8, on.size * 0.8, one.tone)
        on.text(x + on.size * 1.1, y, one.name, tone="muted")
        x += on.size * 2.4 + on.wide(one.name)


def _lines(chart: Chart, on: Canvas) -> None:
    left, bottom, unit = _frame(chart, on, _top(chart))
    _names(chart, on)
    room = (on.width - left) / len(chart.labels)
    xs = [left + room * (at + 0.5) for at in range(len(chart.labels))]
    _foot(chart, on, xs, room)
    for one in chart.series:
        run: list[tuple[float, float]] = []
        for x, value, text in zip(xs, one.values, one.texts, strict=True):
            if value is None:  # nothing was due: the line has a gap
                on.path(run, one.tone)
                run = []
                continue
            run.append((x, bottom + (value - chart.floor) * unit))
            on.text(x, run[-1][1] + on.size * 0.45, text, at="middle", size=_small(on, one, room))
        on.path(run, one.tone)


def _small(on: Canvas, one: Series, room: float) -> float:
    """The size at which the numbers of neighbours do not touch."""
    widest = max(map(on.wide, one.texts), default=0)
    return on.size * min(1.0, (room - 1.5) / widest) if widest else on.size


def _foot(chart: Chart, on: Canvas, xs: list[float], room: float) -> None:
    """The labels of the axis, each where there is room for it, the last one always."""
    widest = max(map(on.wide, chart.labels))
    every = max(1, -(-int(widest + 4) // max(int(room), 1)))
    for at, (x, label) in enumerate(zip(xs, chart.labels, strict=True)):
        if (len(xs) - 1 - at) % every == 0:
            on.text(x, on.size * 0.3, label, at="middle", tone="muted")


def _columns(chart: Chart, on: Canvas) -> None:
    left, bottom, unit = _frame(chart, on, _top(chart))
    _names(chart, on)
    room = (on.width - left) / len(chart.labels)
    _foot(chart, on, [left + room * (at + 0.5) for at in range(len(chart.labels))], room)
    thick = room * 0.7 / len(chart.series)
    size = min(_small(on, one, thick) for one in chart.series)
    for place, one in enumerate(chart.series):
        for at, (value, text) in enumerate(zip(one.values, one.texts, strict=True)):
            x = left + room * (at + 0.15) + thick * place
            on.box(x, bottom, thick * 0.92, (value or 0) * unit, one.tone)
            on.text(x + thick * 0.46, bottom + (value or 0) * unit + 2, text, at="middle", size=size)


def _bars(chart: Chart, on: Canvas) -> None:
    """Units from top to bottom, the bar from 0 to 100 %, its number at the right."""
    (one,) = chart.series
    top = on.height - on.size * 2.2
    high = min(top / len(chart.labels), on.size * 3.2)
    names = min(max(map(on.wide, chart.labels)), on.width * 0.36)
    figures = max(map(on.wide, one.texts))
    room = on.width - names - figures - 14
    for at, (label, value, text) in enumerate(zip(chart.labels, one.values, one.texts, strict=True)):
        y = top - high * (at + 1)
        middle = y + high / 2 - on.size * 0.35
        on.text(names, middle, on.cut(label, names), at="end")
        on.box(names + 6, y + high * 0.2, room, high * 0.6, "surface2")
        if value is not None:
            on.box(names + 6, y + high * 0.2, room * value / 100, high * 0.6, one.tone)
        on.text(on.width, middle, text, at="end", tone="text" if value is not None else "muted")
