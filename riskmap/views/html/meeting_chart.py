"""Charts of the meeting in large type: lines and columns as pictures, units as bars; numbers stand at the marks."""

import math
from collections.abc import Sequence
from typing import Final, Protocol

from riskmap.views.html.markup import e, span
from riskmap.views.marks import data_uri
from riskmap.views.theme import FONT, LIGHT

WIDTH, HEIGHT = 860.0, 430.0  # of a picture in its own units; a screen of 1920 px shows one as a pixel
SIZE, LEAST = 24.0, 18.0  # of the letters, and of the smallest of them
BETWEEN: Final = 7.0  # two texts beside each other
LEFT, RIGHT, TOP, FOOT = 68.0, 26.0, 62.0, 40.0  # around the plot
LATIN, CHINESE = 0.58, 1.0  # width of a letter in its size
GRID: Final = (1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 2500, 5000, 10_000, 20_000, 50_000)
LINES, BARS = "lines", "bars"


class Series(Protocol):
    """A line or a set of bars."""

    @property
    def name(self) -> str: ...  # noqa: D102 - named as what it is
    @property
    def values(self) -> tuple[float | None, ...]: ...  # noqa: D102
    @property
    def texts(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def tone(self) -> str: ...  # noqa: D102


class Chart(Protocol):
    """A chart of the paper (riskmap.reports.briefing_told)."""

    @property
    def shape(self) -> str: ...  # noqa: D102
    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def labels(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def series(self) -> Sequence[Series]: ...  # noqa: D102
    @property
    def alt(self) -> str: ...  # noqa: D102
    @property
    def floor(self) -> float: ...  # noqa: D102
    @property
    def sheet(self) -> str: ...  # noqa: D102
    @property
    def beside(self) -> str: ...  # noqa: D102


def figure(chart: Chart) -> str:
    """A chart with its title as HTML; one of nothing is its title alone."""
    if not chart.labels:
        inner = ""
    elif chart.shape == BARS:
        inner = _bars(chart)
    else:
        inner = f'<img alt="{e(chart.alt)}" src="{data_uri(picture(chart))}">'
    return f'<figure class="w-chart"><figcaption>{e(chart.title)}</figcaption>{inner}</figure>'


def _bars(chart: Chart) -> str:
    """Units from top to bottom, the bar from 0 to 100 %, rate with its parts at the right; few due items: no bar."""
    (one,) = chart.series
    rows = []
    for label, value, text in zip(chart.labels, one.values, one.texts, strict=True):
        bar = f'<i style="width:{value:.1f}%"></i>' if value is not None else ""
        said = span(text, "w-num" if value is not None else "w-num w-mu")
        rows.append(f'<div>{span(label, "w-name")}<span class="w-track">{bar}</span>{said}</div>')
    return f'<div class="w-unitbars">{"".join(rows)}</div>'


def picture(chart: Chart) -> str:
    """Lines or columns over time or classes as SVG."""
    step, most = _axis(chart)
    plot = _Plot(chart, step, most)
    drawn = plot.grid() + plot.names() + (plot.lines() if chart.shape == LINES else plot.columns()) + plot.foot()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}" '
        f"font-family='{FONT}'>{drawn}</svg>"
    )


def _axis(chart: Chart) -> tuple[float, float]:
    """The distance of grid lines and the end of the axis: 100 for rates, else a line above every number."""
    if _rates(chart):
        return (next(step for step in GRID if (100 - chart.floor) / step <= 5), 100.0)
    most = max((value for one in chart.series for value in one.values if value is not None), default=1.0)
    step = next((step for step in GRID if most / step <= 4), GRID[-1])
    return step, step * max(1.0, -(-most // step))


def _rates(chart: Chart) -> bool:
    return any(text.endswith("%") for one in chart.series for text in one.texts)


def _wide(text: str, size: float = SIZE) -> float:
    return size * sum(CHINESE if ord(letter) > 0x2E7F else LATIN for letter in text)


class _Plot:
    """Where things lie in a picture."""

    def __init__(self, chart: Chart, step: float, most: float) -> None:
        self.chart, self.step, self.most = chart, step, most
        self.left = max(LEFT, _wide(f"{most:.0f}") + 16)  # room for the numbers of the axis
        self.room = (WIDTH - self.left - RIGHT) / len(chart.labels)
        self.unit = (HEIGHT - TOP - FOOT - SIZE) / max(most - chart.floor, 1)
        self.bottom = HEIGHT - FOOT

    def x(self, at: int) -> float:
        return self.left + self.room * (at + 0.5)

    def y(self, value: float) -> float:
        return self.bottom - (value - self.chart.floor) * self.unit

    def text(
        self, x: float, y: float, said: str, anchor: str = "middle", tone: str = "text", size: float = SIZE
    ) -> str:
        return (
            f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{LIGHT[tone]}" font-size="{size:.0f}">'
            f"{e(said)}</text>"
        )

    def grid(self) -> str:
        found, value, sign = [], self.chart.floor, "%" if _rates(self.chart) else ""
        while value <= self.most + 1e-9:
            y, tone = self.y(value), "outline" if value == self.chart.floor else "border"
            found.append(
                f'<path d="M{self.left:.0f} {y:.1f}H{WIDTH:.0f}" stroke="{LIGHT[tone]}"/>'
                + self.text(self.left - 8, y + SIZE * 0.35, f"{value:.0f}{sign}", "end", "muted")
            )
            value += self.step
        return "".join(found)

    def names(self) -> str:
        """What each colour is, over the grid, where there are several."""
        if len(self.chart.series) < 2:
            return ""
        x, found = self.left, []
        for one in self.chart.series:
            found.append(f'<rect x="{x:.0f}" y="8" width="20" height="20" fill="{LIGHT[one.tone]}"/>')
            found.append(self.text(x + 28, 26, one.name, "start", "muted"))
            x += 64 + _wide(one.name)
        return "".join(found)

    def fitting(self, texts: Sequence[str], room: float) -> tuple[float, int]:
        """The size at which neighbours do not touch; where the least is too large each how-manieth text is written."""
        widest = max(map(_wide, texts), default=0.0) / SIZE
        size = min(SIZE, max(LEAST, int((room - BETWEEN) / widest) if widest else SIZE))
        return size, max(1, math.ceil((widest * size + BETWEEN) / room))

    def foot(self) -> str:
        labels = self.chart.labels
        size, every = self.fitting(labels, self.room)
        return "".join(
            self.text(self.x(at), HEIGHT - 10, label, tone="muted", size=size)
            for at, label in enumerate(labels)
            if (len(labels) - 1 - at) % every == 0
        )

    def lines(self) -> str:
        return "".join(self._line(one) for one in self.chart.series)

    def _line(self, one: Series) -> str:
        """A line with its gaps, a dot at each value, the numbers where there is room."""
        colour, path, open_, found = LIGHT[one.tone], [], False, []
        size, every = self.fitting(one.texts, self.room)
        for at, (value, text) in enumerate(zip(one.values, one.texts, strict=True)):
            if value is None:
                open_ = False
                continue
            x, y = self.x(at), self.y(value)
            path.append(f"{'L' if open_ else 'M'}{x:.1f} {y:.1f}")
            open_ = True
            found.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{colour}"/>')
            if (len(one.values) - 1 - at) % every == 0:
                found.append(self.text(x, y - 12, text, tone=one.tone, size=size))
        return f'<path d="{"".join(path)}" fill="none" stroke="{colour}" stroke-width="3"/>' + "".join(found)

    def columns(self) -> str:
        many = len(self.chart.series)
        thick = self.room * 0.8 / many
        fits = [self.fitting(one.texts, thick) for one in self.chart.series]
        size, every = min(one for one, _ in fits), max(one for _, one in fits)
        found = []
        for place, one in enumerate(self.chart.series):
            for at, (value, text) in enumerate(zip(one.values, one.texts, strict=True)):
                x, y = self.left + self.room * (at + 0.1) + thick * place, self.y(value or 0)
                high = self.bottom - y
                found.append(
                    f'<rect x="{x:.1f}" y="{y:.1f}" width="{thick * 0.94:.1f}" height="{high:.1f}" '
                    f'fill="{LIGHT[one.tone]}"/>'
                )
                if (len(one.values) - 1 - at) % every == 0:
                    found.append(self.text(x + thick * 0.47, y - 8, text, size=size))
        return "".join(found)
