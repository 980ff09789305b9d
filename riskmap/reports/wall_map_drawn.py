"""Shapes and texts of a sheet as operators of a PDF page, y turned upwards."""

from typing import Any

from riskmap.reports.wall_map_paper import BOLD, Area, Disc, Sheet, Text

EVEN_ODD = 0
FILL, FILL_STROKE = 0, 2


def draw(canvas: Any, sheet: Sheet, name: str) -> None:
    """Draw a sheet on a reportlab canvas whose unit is the sheet's; `name`: the registered font."""
    canvas.setLineJoin(1)
    canvas.setLineCap(1)
    for one in sheet.shapes:
        if isinstance(one, Text):
            _text(canvas, sheet.height, one, name)
        elif isinstance(one, Disc):
            _pen(canvas, one)
            canvas.circle(one.x, sheet.height - one.y, one.radius, stroke=bool(one.edge), fill=bool(one.fill))
        else:
            _area(canvas, sheet.height, one)


def _pen(canvas: Any, one: Area | Disc) -> None:
    from reportlab.lib.colors import HexColor

    if one.fill:
        canvas.setFillColor(HexColor(one.fill))
    if one.edge:
        canvas.setStrokeColor(HexColor(one.edge))
        canvas.setLineWidth(one.width)
        canvas.setDash(*([list(one.dash)] if one.dash else []))


def _area(canvas: Any, height: float, one: Area) -> None:
    _pen(canvas, one)
    path = canvas.beginPath()
    for ring in one.rings:
        path.moveTo(ring[0][0], height - ring[0][1])
        for x, y in ring[1:]:
            path.lineTo(x, height - y)
        if one.closed:
            path.close()
    canvas.drawPath(path, stroke=bool(one.edge), fill=bool(one.fill), fillMode=EVEN_ODD)


def _text(canvas: Any, height: float, one: Text, name: str) -> None:
    from reportlab.lib.colors import HexColor

    canvas.setFillColor(HexColor(one.ink))
    if one.bold:
        canvas.setDash()
        canvas.setStrokeColor(HexColor(one.ink))
        canvas.setLineWidth(BOLD * one.size)
    words = canvas.beginText(one.box[0], height - one.y)
    words.setFont(name, one.size)
    words.setTextRenderMode(FILL_STROKE if one.bold else FILL)
    words.textOut(one.text)
    words.setTextRenderMode(FILL)
    canvas.drawText(words)
