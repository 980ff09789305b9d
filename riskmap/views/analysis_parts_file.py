"""The parts "duration" and "origin" of the analysis as rows of a file: the card, the line in it, and its figures."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from riskmap.domain.codes import Item
from riskmap.metrics.covered import Covered
from riskmap.metrics.durations import EVENTS, Curve, Unit
from riskmap.metrics.format import printed
from riskmap.metrics.origin import Origin, Pareto
from riskmap.metrics.repeats import Repeats
from riskmap.metrics.stages import Stage
from riskmap.views.analysis_file import Cell
from riskmap.views.html.analysis_duration import DESKS, STAGES, UNITS
from riskmap.views.html.analysis_duration import TITLES as CURVES
from riskmap.views.html.analysis_origin import AMOUNTS, SHARES
from riskmap.views.html.analysis_origin import TITLES as PARETOS
from riskmap.views.names import ITEMS
from riskmap.views.words import Words

Label = Callable[[str, str], str]
GRADES: Final = {"all": "All", "general": "General", "major": "Major"}
_DURATION: Final = (
    "file|Card", "file|Line", "Desk", "Found", "Done", "median", "file|Interval from", "file|Interval to", "Running",
    "Over the term", "file|Over the term, of", "Without dates", "file|Days together",
)  # fmt: skip
_ORIGIN: Final = ("file|Card", "file|Line", "file|Figure", "%", "n", "m", "10,000 yuan")


class Durations(NamedTuple):
    """The figures of the part "duration": curves by event and grade, units by dimension and event, stages."""

    curves: Mapping[str, Mapping[str, Curve]]
    units: Mapping[str, Mapping[str, Sequence[Unit]]]
    stages: Sequence[Stage]


class Origins(NamedTuple):
    """The figures of the part "origin"."""

    shares: Origin
    paretos: Sequence[Pareto]
    again: Repeats
    covered: Sequence[Covered]


def duration_rows(found: Durations, label: Label, t: Words) -> list[Sequence[Cell]]:
    """Heads; medians by grade and by unit for both events; stages with the desks on which they lie."""
    rows: list[Sequence[Cell]] = [[t(head) for head in _DURATION]]
    for event in EVENTS:
        for name, word in GRADES.items():
            rows.append(_measured(t(CURVES[event]), t(word), found.curves[event][name]))
        for dim, by in found.units.items():
            title = f"{t(CURVES[event])} · {t(UNITS[dim])}"
            rows += [_measured(title, label(dim, one.code), one.curve) for one in by[event]]
    return rows + [_stage(one, t) for one in found.stages]


def _measured(card: str, line: str, one: Curve) -> list[Cell]:
    return [card, line, None, one.items, one.ends, *_median(one), None, None, None, None, None]


def _median(one: Curve) -> list[Cell]:
    return [one.shown_median, *one.between] if one.shown_median is not None else [None, None, None]


def _stage(one: Stage, t: Words) -> list[Cell]:
    desk = t(DESKS[one.desk]) if one.desk else t("All")
    over: list[Cell] = [one.over, one.judged] if one.judged else [None, None]
    line: list[Cell] = [t("Where in the loop time is lost"), t(STAGES[one.code]), desk, None, one.done.n]
    return [*line, *_median(one.curve), one.running.n, *over, one.unknown, one.done.total + one.running.total]


def origin_rows(found: Origins, label: Label, t: Words) -> list[Sequence[Cell]]:
    """Heads; shares, Paretos, repeats, coverage, sources, the five by item and money, each with its parts."""
    shares, again = found.shares, found.again
    rows: list[Sequence[Cell]] = [[t(head) for head in _ORIGIN]]
    rows += [_part(t("file|Shares"), t(word), t("Share"), getattr(shares, name)) for name, word in SHARES.items()]
    rows.append(_part(t("file|Shares"), t("Again within a year"), t("Share"), (again.n, again.m)))
    rows += [line for one in found.paretos for line in _pareto(one, label, t)]
    card, words = t("Found again within a year"), t("Of found")
    rows += [_part(card, label("enterprise", firm.enterprise), words, (firm.n, firm.m)) for firm in again.firms]
    card, words = t("Coverage of inspections"), t("Coverage")
    rows += [_part(card, label("township", one.code), words, (one.n, one.m)) for one in found.covered]
    card, whole = t("Who found it"), shares.self_found[1]
    rows += [_part(card, label("source", bar.code), t("Share"), (bar.n, whole)) for bar in shares.sources]
    return [*rows, *_five(shares, t), *_money(shares, t)]


def _part(card: str, line: str, figure: str, parts: tuple[int, int]) -> list[Cell]:
    return [card, line, figure, printed(*parts), *parts, None]


def _pareto(one: Pareto, label: Label, t: Words) -> Iterable[list[Cell]]:
    card, stated = t(PARETOS[one.kind]), one.m - one.unstated
    for bar in one.bars:
        name = label("late_reason", bar.code) if one.kind == "reason" else bar.code
        yield _part(card, name, t("Share"), (bar.n, stated))
    if one.others:
        yield _part(card, t("{n} further values", n=one.other_values), t("Share"), (one.others, stated))
    yield _part(card, t("not stated"), t("Share"), (one.unstated, one.m))


def _five(found: Origin, t: Words) -> Iterable[list[Cell]]:
    for one in found.five:
        name = t(ITEMS[Item(one.item)]) if one.item else t("All five")
        for word, n in (("five|On paper", one.paper), ("five|In place", one.place)):
            yield _part(t("Five implementations by item"), name, t(word), (n, found.majors))


def _money(found: Origin, t: Words) -> Iterable[list[Cell]]:
    for one in found.amounts:
        total = Decimal(str(round(one.total, 4)))
        yield [t("Money planned, secured, paid"), t(AMOUNTS[one.kind]), t("Items"), None, one.n, None, total]
