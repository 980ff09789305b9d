"""Rank tables of townships and sectors (DOMAIN.md §3.3): who ranks, by what, and which lines stand apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from riskmap.domain.codes import Grade, Level, Source
from riskmap.domain.columns import to_day
from riskmap.metrics.counts import cells, counts
from riskmap.metrics.filters import Filter
from riskmap.metrics.frame import Bools, equals
from riskmap.metrics.index import Index
from riskmap.metrics.measures import COLUMNS
from riskmap.metrics.rates import RATES

FEWEST_DUE = 5  # fewer due items: shown, not ranked


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a rank table: its code, its counts, its rank (None = shown, not ranked)."""

    code: str
    counts: dict[str, int]
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class RankTable:
    """Ranked lines first, then those with too few due items; the lines that stand apart; the whole of all of them."""

    lines: tuple[Line, ...]
    self_found: Line | None  # 企业自查的一般隐患: a separate line everywhere, never lowers a rank
    higher: Line | None  # 省、市监管: beside the township table, not in it
    total: Line


def rank(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Rank by 到期整改率(复查确认) as printed, then 超期未整改, then 复查超时; ties share a rank (1, 1, 3).

    Lines with fewer than 5 due items, or of an unknown code, follow in their given order without a rank.
    """

    def merit(line: Line) -> tuple[float, int, int]:
        text = RATES["due_rate_passed"].text(line.counts)
        return (-float(text), line.counts["stock_overdue"], line.counts["review_late"])

    able = [(merit(line), line) for line in lines if line.counts["due"] >= FEWEST_DUE and line.code]
    able.sort(key=lambda pair: pair[0])
    ranked: list[Line] = []
    for place, (own, line) in enumerate(able):
        same = place > 0 and able[place - 1][0] == own
        ranked.append(Line(line.code, line.counts, ranked[-1].rank if same else place + 1))
    others = [line for line in lines if line.counts["due"] < FEWEST_DUE or not line.code]
    return (*ranked, *others)


def table(index: Index, by: str, as_of: date, from_: date, where: Filter | None = None) -> RankTable:
    """Return the rank table of a dimension (township, sector or group) for the period [from_, as_of].

    Self-found general hazards stand on their own line. In the township table what province and city supervise does
    too: townships answer for county and township supervision only. Raises DimensionError.
    """
    return index.answers.get(("rank", by, as_of, from_, where), lambda: _table(index, by, as_of, from_, where))


def ranked(index: Index, by: str, as_of: date, from_: date, where: Filter | None = None) -> tuple[Line, ...]:
    """Return the lines of `table` alone, for who prints no line that stands apart (the shades of a map)."""
    return index.answers.get(("ranked", by, as_of, from_, where), lambda: _lines(index, by, as_of, from_, where))


def _lines(index: Index, by: str, as_of: date, from_: date, where: Filter | None) -> tuple[Line, ...]:
    alone, above = _standing_apart(index, by, as_of)
    labels, table = cells(index, as_of, from_, (by,), where, only=~alone & ~above)
    return rank([
        Line(code, dict(zip(COLUMNS, row, strict=True))) for code, row in zip(labels[by], table.tolist(), strict=True)
    ])  # fmt: skip


def _standing_apart(index: Index, by: str, as_of: date) -> tuple[Bools, Bools]:
    """Which hazards the enterprises found themselves (general ones), and which a township does not answer for."""
    frame = index.at(to_day(as_of))
    alone = equals(frame, "source", Source.SELF) & equals(frame, "grade", Grade.GENERAL)
    higher = (Level.CITY, Level.PROVINCE, Level.STATE) if by == "township" else ()
    return alone, equals(frame, "supervision", *higher) & ~alone


def _table(index: Index, by: str, as_of: date, from_: date, where: Filter | None) -> RankTable:
    alone, above = _standing_apart(index, by, as_of)
    return RankTable(
        lines=ranked(index, by, as_of, from_, where),
        self_found=_apart(index, as_of, from_, where, alone, "self_found"),
        higher=_apart(index, as_of, from_, where, above, "higher"),
        total=_apart(index, as_of, from_, where, np.ones(index.size, dtype=np.bool_), "total")
        or Line("total", _none()),
    )


def _apart(index: Index, as_of: date, from_: date, where: Filter | None, only: Bools, code: str) -> Line | None:
    row = counts(index, as_of, from_, (), where, only=only).iloc[0]
    numbers = {name: int(row[name]) for name in COLUMNS}
    return Line(code, numbers) if any(numbers.values()) else None


def _none() -> dict[str, int]:
    return dict.fromkeys(COLUMNS, 0)
