"""Small pieces that several pages share: rates, marks, countdowns, rank tables."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from riskmap.domain.codes import Progress
from riskmap.metrics import words as figure_words
from riskmap.metrics.format import fraction
from riskmap.metrics.ranking import FEWEST_DUE, Line
from riskmap.metrics.rates import ALL, Rate
from riskmap.views import marks, words
from riskmap.views.html.context import Context
from riskmap.views.html.markup import e, link, span, why

TONES = {Progress.OVERDUE: "w-late", Progress.DUE_SOON: "w-soon", Progress.WAITING: "w-wait", Progress.CLOSED: "w-done"}
VOID = span("✕", "w-mu")


def rate(name: str) -> Rate:
    """The rate of a name, the reported and the confirmed ones included."""
    return ALL[name]


def definition(context: Context, *names: str, end: bool = False) -> str:
    """The 口径 button of some rates: name, formula, as-of."""
    t = context.t
    lines = [(t(figure_words.RATES[name]), t(figure_words.DEFINITIONS[name])) for name in names]
    period = t("{start} to {end}, last day included", start=t.date(context.where.from_), end=t.date(context.day))
    button = why(t("Definition"), [*lines, (t("Period"), period)])
    return button.replace('"w-why"', '"w-why end"', 1) if end else button


def explained(context: Context, *lines: tuple[str, str]) -> str:
    """The button that opens the words of a card, name and text, with the day of its figures."""
    return why(context.t("Definition"), [*lines, (context.t("As of"), context.t.date(context.day))])


def percent(context: Context, name: str, counts: Mapping[str, int]) -> str:
    """A printed rate."""
    return context.t.percent(rate(name).text(counts))


def parts_of(
    context: Context, name: str, counts: Mapping[str, int], among: str = "", only: Mapping[str, object] | None = None
) -> str:
    """n/m of a rate, each opening its rows."""
    n, m = rate(name).parts(counts)
    above, below = "+".join(rate(name).above), rate(name).below
    if not m:
        return fraction(n, m)
    return f"{context.count(n, above, among, only=only)}/{context.count(m, below, among, only=only)}"


def n_of_m(context: Context, n: int, m: int) -> str:
    """n/m where neither opens rows, with thousands apart."""
    return f"{context.t.number(n)}/{context.t.number(m)}"


def mark(progress: str, number: int | None = None, plate: str = "", *, alarm: bool = False, size: int = 26) -> str:
    """The mark of a hazard in a list, as a picture: HTML of the page may not hold drawings of its own."""
    if progress == Progress.VOID:  # no mark of its own: void is drawn nowhere
        return VOID
    return _picture(marks.svg(Progress(progress), number, plate=plate, alarm=alarm, size=size))


def dot(progress: str, size: int = 13) -> str:
    """The dot of a general hazard in a list."""
    if progress == Progress.VOID:
        return VOID
    return _picture(marks.dot_svg(Progress(progress), size))


@lru_cache(maxsize=1024)
def _picture(drawn: str) -> str:
    return f'<img class="w-mark" alt="" src="{marks.data_uri(drawn)}">'


def countdown(context: Context, progress: str, left: int, status: str) -> str:
    """Countdown in the colour of its progress."""
    text = words.countdown(context.t, progress, left, status)
    return span(text, f"w-strong {TONES.get(Progress(progress), '')}".strip())


def bar(name: str, counts: Mapping[str, int]) -> str:
    """A bar from 0 to 100 %, empty where nothing is due."""
    n, m = rate(name).parts(counts)
    width = f"{100 * n / m:.1f}%" if m else "0"
    return f'<span class="w-track"><span class="w-bar" style="width:{width}"></span></span>'


def rank_head(context: Context, first: str, columns: int | None = None) -> str:
    """Header of a rank table; `columns`: how many of its columns are shown, by default all."""
    t = context.t
    titles = [
        t("Rank"),
        t(first),
        "",
        t("Due-item rate"),
        t("Confirmed / due"),
        t("Overdue"),
        t("Not due"),
        t("rate|Rectified"),
    ]
    return '<div class="w-rank head">' + "".join(span(title) for title in titles[:columns]) + "</div>"


def rank_row(
    context: Context,
    line: Line,
    name: str,
    among: str,
    *,
    tag: str = "div",
    cls: str = "",
    only: Mapping[str, object] | None = None,
    page: str = "",
) -> str:
    """One line of a rank table. `only`: the filter that its rows have; `page`: whose filter its name narrows."""
    return rank_line(rank_cells(context, line, name, among, cls, only, page), tag, cls)


def rank_line(cells: Sequence[str], tag: str = "div", cls: str = "") -> str:
    """The cells of a rank table as a line of it."""
    return f'<{tag} class="w-rank{" " + cls if cls else ""}">{"".join(cells)}</{tag}>'


def rank_cells(
    context: Context,
    line: Line,
    name: str,
    among: str,
    cls: str = "",
    only: Mapping[str, object] | None = None,
    page: str = "",
) -> list[str]:
    """The cells of one line of a rank table, in the order of `rank_head`; arguments as of `rank_row`."""
    counts, only = line.counts, only or {}
    few = counts["due"] < FEWEST_DUE
    place = "" if cls else "—" if line.rank is None else str(line.rank)
    late = counts["stock_overdue"]
    late_cls = "w-n w-late w-strong" if late else "w-n"
    shown = f"<b>{e(percent(context, 'due_rate_passed', counts))}</b>"
    middle = bar("due_rate_passed", counts)
    if few and cls in {"", "sub"}:
        text = context.t("nothing due") if not counts["due"] else context.t("fewer than {n} due", n=FEWEST_DUE)
        middle, shown = span(text, "w-few"), ""
    return [
        span(place),
        f'<span class="name" title="{e(name)}">{narrowing(context, page, e(name), only)}</span>',
        middle,
        f"<span>{shown}</span>" if shown else "",
        f"<span>{parts_of(context, 'due_rate_passed', counts, among, only)}</span>",
        f"<span>{context.count(late, 'stock_overdue', among, late_cls, only)}</span>",
        f"<span>{context.count(counts['not_yet_due'], 'not_yet_due', among, only=only)}</span>",
        span(percent(context, "rectification_rate", counts), "w-mu"),
    ]


def narrowing(context: Context, page: str, inner: str, only: Mapping[str, object]) -> str:
    """What narrows the filter of a page to itself; the text alone where there is no page, or nothing to narrow to."""
    if not page or not only:
        return inner
    return link(context.href(page, {}, **only), inner, "w-only", context.t("Narrow the filter to this"))


def apart(context: Context, line: Line | None, among: str, columns: int | None = None) -> str:
    """A line that stands beside the ranks: self-found items, or what province and city supervise."""
    if line is None:
        return ""
    t = context.t
    name = t("Self-found, general") if among == "self_found" else t("Supervised by city and above")
    return rank_line(rank_cells(context, line, name, among, "apart")[:columns], cls="apart")


def sequence(texts: Sequence[str], sign: str = " · ") -> str:
    """Pieces of text that are there, with a sign between them, as HTML text."""
    return sign.join(e(text) for text in texts if text)
