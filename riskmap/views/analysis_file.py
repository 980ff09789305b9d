"""The figures of the time charts as rows of a file: counts as numbers, each rate with its parts."""

from collections.abc import Sequence
from decimal import Decimal

from riskmap.metrics import words as figure_words
from riskmap.metrics.format import printed
from riskmap.metrics.rates import ALL
from riskmap.metrics.timeline import FLOWS, RATES, STOCK, Line, Point
from riskmap.views.html.analysis_time import NAMES
from riskmap.views.words import Words

Cell = str | int | Decimal | None


def time_rows(lines: Sequence[Line], t: Words) -> list[Sequence[Cell]]:
    """One row a period, oldest first, under a row of heads; an empty cell for a rate without a denominator."""
    heads = [t("file|Period"), t("file|First day"), t("file|Last day"), t("file|Rates from")]
    heads += [t(NAMES[name]) for name in (*FLOWS, *STOCK)]
    for name in RATES:
        word = t(figure_words.RATES[name])
        heads += [f"{word} %", f"{word} n", f"{word} m", t("{rate} % a year ago", rate=word)]
    return [heads, *(_row(line) for line in lines)]


def _row(line: Line) -> list[Cell]:
    now = line.now
    row: list[Cell] = [now.name, now.period.start.isoformat(), now.period.end.isoformat(), now.since.isoformat()]
    row += [now.flows[name] for name in FLOWS] + [now.stock[name] for name in STOCK]
    for name in RATES:
        n, m = _parts(now, name)
        row += [printed(n, m), n, m, printed(*_parts(line.last_year, name))]
    return row


def _parts(point: Point, name: str) -> tuple[int, int]:
    return ALL[name].parts(point.year) if point.year is not None else (0, 0)
