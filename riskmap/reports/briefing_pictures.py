"""The charts of a paper as pictures, each drawn once in the size that its place has."""

from collections.abc import Callable

from riskmap.reports.briefing_told import Chart, Content, Part
from riskmap.reports.chart_drawing import drawn, png, texts
from riskmap.reports.embedded import face

Size = tuple[float, float, float]  # width and height, and the size of the letters, in points


def pictures(content: Content, size: Callable[[Part], Size]) -> dict[Chart, bytes]:
    """Every chart of a paper as PNG; `size`: of the charts of a part."""
    with face(text for part in content.parts for chart in part.charts for text in texts(chart)) as letters:
        return {
            chart: png(drawn(chart, width, height, letters, point))
            for part in content.parts
            for width, height, point in (size(part),)
            for chart in part.charts
        }
