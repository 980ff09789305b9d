"""The part "rates" of the analysis as rows of a file: its lines, their crossings, every rate with its parts."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from riskmap.domain.codes import Grade
from riskmap.metrics import own_work
from riskmap.metrics import words as figure_words
from riskmap.metrics.breakdown import CHECKS, DEPARTMENT, STEPS, Breakdown, Counts, graded
from riskmap.metrics.format import printed
from riskmap.metrics.matrix import TOTAL, Matrix
from riskmap.metrics.own_work import Work
from riskmap.metrics.rates import ALL
from riskmap.views.analysis_file import Cell
from riskmap.views.html.analysis_choice import RATES, WORK, Choice
from riskmap.views.html.trouble import FILTERS
from riskmap.views.words import Words

Label = Callable[[str, str], str]
Crossed = Mapping[tuple[str, str], Counts]
COUNTS: Final = {
    "stock_overdue": "Overdue", "not_yet_due": "Not due", "review_late": "Re-inspection late", "found": "Found",
}  # fmt: skip
RATED: Final = (*RATES, "overdue_rate", "overdue_rate_passed")


def rates_rows(found: Breakdown, crossed: Matrix, chosen: Choice, label: Label, t: Words) -> list[Sequence[Cell]]:
    """Heads; each line whole and by grade; the crossings of the two dimensions; what stands apart; the whole.

    The checks whether a rate is true and the items between the two ways of counting stand in the line's own row.
    """
    beside = [*(figure_words.CHECKS[name] for name in CHECKS), *(figure_words.STEPS[name] for name in STEPS)]
    heads = [t(FILTERS[chosen.by]), t(FILTERS[chosen.across]), t(FILTERS["grade"]), t("Rank")]
    heads += _rate_heads(t(figure_words.RATES[name]) for name in RATED)
    heads += [t(word) for word in (*COUNTS.values(), *beside)]
    blank: list[Cell] = [None] * len(beside)
    every, rows = t("file|all"), []
    for line in found.table.lines:
        name = label(found.by, line.code)
        items: list[Cell] = [found.checks[line.code][one] for one in CHECKS]
        items += [found.steps[line.code][one] for one in STEPS]
        rows.append([name, every, every, line.rank, *_counted(line.counts), *items])
        for grade in (Grade.GENERAL, Grade.MAJOR):
            word = t({Grade.GENERAL: "General", Grade.MAJOR: "Major"}[grade])
            rows.append([name, every, word, None, *_counted(graded(found, line.code, grade)), *blank])
    for (down, across), counts in crossed.cells.items():
        if TOTAL not in (down, across):
            ends = [label(chosen.by, down), label(chosen.across, across)]
            rows.append([*ends, every, None, *_counted(counts), *blank])
    apart = ((found.table.higher, "Supervised by city and above"), (found.table.self_found, "Self-found, general"))
    for kept, word in apart:
        if kept is not None:
            rows.append([t(word), every, every, None, *_counted(kept.counts), *blank])
    return [heads, *rows, [t("Total"), every, every, None, *_counted(found.table.total.counts), *blank]]


def work_rows(lines: Sequence[Work], crossed: Crossed, chosen: Choice, label: Label, t: Words) -> list[Sequence[Cell]]:
    """Heads; the departments' own work line by line, crossed with the other dimension, and the whole."""
    other = chosen.across if chosen.by == DEPARTMENT else chosen.by
    every, rows = t("file|all"), []
    for line in lines:
        name = t("Total") if line.code is None else label(DEPARTMENT, line.code)
        rows.append([name, every, *_worked(line.counts)])
    for (department, code), counts in crossed.items():
        rows.append([label(DEPARTMENT, department), label(other, code), *_worked(counts)])
    heads = [t(FILTERS[DEPARTMENT]), t(FILTERS[other]), *_rate_heads(t(word) for word in WORK.values())]
    return [heads, *rows]


def _rate_heads(names: Iterable[str]) -> list[str]:
    return [f"{name} {part}" for name in names for part in ("%", "n", "m")]


def _rated(n: int, m: int) -> list[Cell]:
    return [printed(n, m), n, m]


def _counted(counts: Counts) -> list[Cell]:
    rated = [cell for name in RATED for cell in _rated(*ALL[name].parts(counts))]
    return [*rated, *(int(counts[name]) for name in COUNTS)]


def _worked(counts: Counts) -> list[Cell]:
    return [cell for name in own_work.RATES for cell in _rated(counts[name], counts[f"{name}_of"])]
