"""The five rates with general, self-found and major apart; a dimension line by line; what makes the lines true."""

from collections.abc import Mapping, Sequence
from typing import Final

from riskmap.domain.codes import Grade
from riskmap.metrics import words
from riskmap.metrics.breakdown import CHECKS, RANKED, STEPS, Breakdown, Counts, graded
from riskmap.metrics.format import pct
from riskmap.metrics.ranking import FEWEST_DUE, Line
from riskmap.views.html.analysis_choice import Choice, rate_name
from riskmap.views.html.context import Context
from riskmap.views.html.markup import card, e, link, span, table
from riskmap.views.html.parts import bar, definition, n_of_m, parts_of, percent, rate
from riskmap.views.html.trouble import FILTERS

FIVE: Final = (  # the five rates under the names that every page gives them, and the other form of each
    ("due_rate_passed", "due_rate", "as declared"),
    ("on_time_rate", "on_time_rate_passed", "confirmed"),
    ("overdue_rate", "overdue_rate_passed", "not confirmed"),
    ("rectification_rate", "reported_rate", "as declared"),
    ("closing_rate", "", ""),
)
HEADS: Final = ("Due-item rate", "On-time rate", "Overdue rate", "Rectification rate", "Closing rate")
SHORT: Final = {  # heads of narrow columns; the whole name stands in the title
    "pending_late": "Confirmed late", "review_late": "Re-inspection late", "passed_not_closed": "Passed, not closed",
    "on_the_spot": "Fixed on the spot", "extended": "Extended", "failed": "Declared, then failed",
    "deadline_long": "Long deadlines", "closed_by_ledger": "Closed by a file", "no_due": "Without a due date",
}  # fmt: skip

Row = tuple[str, Counts, str, Mapping[str, object]]  # name, counts, among, what the filter is narrowed to


def narrowed(dim: str, code: str) -> dict[str, object]:
    """The part of the filter that asks for a code of a dimension."""
    return {dim: (code or "unknown",)}


def five(context: Context, rows: Sequence[Row]) -> str:
    """The five rates of the whole and of its parts, each with definition, n/m and its other form."""
    t = context.t
    heads = [e(t("analysis|Hazards"))]
    for (name, other, _), title in zip(FIVE, HEADS, strict=True):
        told = definition(context, *((name, other) if other else (name,)), end=name == "closing_rate")
        heads.append(f">{e(t(title))} {told}")
    heads += [">" + e(t("Overdue")), ">" + e(t("Not due"))]
    lines = [_five(context, *row) for row in rows]
    kinds = ["whole", *[""] * (len(rows) - 1)]
    aside = span(t("self-found general items and major ones stand apart; together they are the whole"))
    return card(t("Five rates"), f'<div class="w-scroll">{table(heads, lines, "w-five", kinds)}</div>', aside)


def _five(context: Context, name: str, counts: Counts, among: str, only: Mapping[str, object]) -> list[str]:
    t, cells = context.t, [e(name)]
    for main, other, word in FIVE:
        cell = f"<b>{e(percent(context, main, counts))}</b> {parts_of(context, main, counts, among, only)}"
        if other:
            second = f"{e(percent(context, other, counts))} {parts_of(context, other, counts, among, only)}"
            cell += f"<small>{e(t(word))} {second}</small>"
        cells.append(cell)
    return [*cells, _late(context, counts, among, only), _count(context, counts, "not_yet_due", among, only)]


def _late(context: Context, counts: Counts, among: str, only: Mapping[str, object]) -> str:
    late = counts["stock_overdue"]
    return context.count(late, "stock_overdue", among, "w-n w-late w-strong" if late else "w-n", only)


def _count(context: Context, counts: Counts, name: str, among: str, only: Mapping[str, object]) -> str:
    return context.count(counts[name], name, among, only=only)


def lines(context: Context, found: Breakdown, chosen: Choice) -> str:
    """The lines of a dimension in the order of §3.3: the chosen rate, by grade, what is late and what is not due."""
    t = context.t
    heads = [
        e(t("Rank")) if found.by in RANKED else "", e(t(FILTERS[found.by])), "", ">" + e(t("Rate")), ">n/m",
        ">" + e(t("General")), ">" + e(t("Major")), ">" + e(t("Overdue")), ">" + e(t("Not due")),
        ">" + e(t("Re-inspection late")), ">" + e(t("Found")),
    ]  # fmt: skip
    table_, kinds = found.table, [""] * len(found.table.lines)
    rows = [_line(context, found, line, chosen) for line in table_.lines]
    for line, word in ((table_.higher, "higher"), (table_.self_found, "self_found")):
        if line is not None:
            rows.append(_apart(context, line, word, chosen))
            kinds.append("apart")
    rows.append(_apart(context, table_.total, "", chosen))
    title = t("By {dimension}: {rate}", dimension=t(FILTERS[found.by]).lower(), rate=rate_name(context, chosen.rate))
    order = t("by due-item rate (confirmed), overdue, re-inspection late; ties share a rank")
    body = f'<div class="w-scroll">{table(heads, rows, "w-lines", [*kinds, "total"])}</div>'
    return card(title, body + size_note(context, chosen), span(order), button=definition(context, chosen.rate))


def size_note(context: Context, chosen: Choice) -> str:
    """What a size is, where one is told."""
    if "size" not in (chosen.by, chosen.across):
        return ""
    return f'<p class="w-foot">{e(context.t("Sizes are classes of headcount in the register of today."))}</p>'


def _line(context: Context, found: Breakdown, line: Line, chosen: Choice) -> list[str]:
    only = narrowed(found.by, line.code)
    name = context.label(found.by, line.code)
    way = context.href("analysis", chosen.own(), **only)
    n, m = rate(chosen.rate).parts(line.counts)
    few = m < FEWEST_DUE
    place = "" if found.by not in RANKED else "—" if line.rank is None else str(line.rank)
    said = context.t("nothing to divide by") if not m else context.t("fewer than {n}: n/m only", n=FEWEST_DUE)
    return [
        e(place), link(way, e(name), "w-only", context.t("Narrow the filter to this")),
        span(said, "w-few") if few else bar(chosen.rate, line.counts),
        "" if few else f"<b>{e(context.t.percent(pct(n, m)))}</b>",
        parts_of(context, chosen.rate, line.counts, found.among, only),
        *(_grade(context, found, line.code, grade, chosen) for grade in (Grade.GENERAL, Grade.MAJOR)),
        *_stock(context, line.counts, found.among, only),
    ]  # fmt: skip


def _grade(context: Context, found: Breakdown, code: str, grade: Grade, chosen: Choice) -> str:
    counts = graded(found, code, grade)
    only = {**narrowed(found.by, code), "grade": (grade.value,)}
    return _rate(context, chosen.rate, counts, found.among, only)


def _rate(context: Context, name: str, counts: Counts, among: str, only: Mapping[str, object]) -> str:
    n, m = rate(name).parts(counts)
    printed = "" if m < FEWEST_DUE else f"{e(context.t.percent(pct(n, m)))} "
    shown = parts_of(context, name, counts, among, only) if m else span("/", "w-mu")
    return f"{printed}{shown}"


def _stock(context: Context, counts: Counts, among: str, only: Mapping[str, object]) -> list[str]:
    names = ("not_yet_due", "review_late", "found")
    return [_late(context, counts, among, only), *(_count(context, counts, name, among, only) for name in names)]


def _apart(context: Context, line: Line, word: str, chosen: Choice) -> list[str]:
    """A line beside the ranks, or the whole ("" as its word)."""
    t, counts = context.t, line.counts
    names = {"self_found": t("Self-found, general"), "higher": t("Supervised by city and above"), "": context.whole}
    n, m = rate(chosen.rate).parts(counts)
    printed = "" if m < FEWEST_DUE else f"<b>{e(t.percent(pct(n, m)))}</b>"
    shown = parts_of(context, chosen.rate, counts, word)
    return ["", e(names[word]), "", printed, shown, "", "", *_stock(context, counts, word, {})]


def checks(context: Context, found: Breakdown) -> str:
    """Is the rate of each line true? Items of every check, each opening its rows."""
    t = context.t
    heads = [e(t(FILTERS[found.by]))] + [
        f'><span title="{e(t(words.CHECKS[name]))}">{e(t(SHORT[name]))}</span>' for name in CHECKS
    ]
    rows = [
        [e(context.label(found.by, line.code))]
        + [_item(context, found, line.code, f"check.{name}", found.checks[line.code][name]) for name in CHECKS]
        for line in found.table.lines
    ]
    title = t("Is the rate true? By {dimension}", dimension=t(FILTERS[found.by]).lower())
    return card(title, f'<div class="w-scroll">{table(heads, rows, "w-lines w-checks")}</div>')


def steps(context: Context, found: Breakdown) -> str:
    """The two ways of counting of each line, and the items between them."""
    t = context.t
    heads = [e(t(FILTERS[found.by])), ">" + e(t("Reported"))]
    heads += [f">{e(t(words.STEPS[name]))}" for name in STEPS] + [">" + e(t("Assessed"))]
    rows = []
    for line in found.table.lines:
        items = [_item(context, found, line.code, f"step.{name}", found.steps[line.code][name]) for name in STEPS]
        ends = [_end(context, name, line.counts) for name in ("reported_rate", "due_rate_passed")]
        rows.append([e(context.label(found.by, line.code)), ends[0], *items, ends[1]])
    title = t("Two ways of counting, by {dimension}", dimension=t(FILTERS[found.by]).lower())
    told = definition(context, "reported_rate", "due_rate_passed", end=True)
    return card(title, f'<div class="w-scroll">{table(heads, rows, "w-lines w-checks")}</div>', button=told)


def _end(context: Context, name: str, counts: Counts) -> str:
    n, m = rate(name).parts(counts)
    return f"{'' if m < FEWEST_DUE else e(context.t.percent(pct(n, m)))} {n_of_m(context, n, m)}"


def _item(context: Context, found: Breakdown, code: str, measure: str, number: int) -> str:
    return context.count(number, measure, found.among, "w-n" if number else "w-n w-mu", narrowed(found.by, code))
