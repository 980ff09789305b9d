"""Where hazards come from, in cards: shares, Pareto, repeats, coverage, words, the five by item, money."""

from collections.abc import Sequence
from typing import Final

from riskmap.domain.codes import Item
from riskmap.metrics.covered import Covered
from riskmap.metrics.format import pct
from riskmap.metrics.origin import CATEGORY, CAUSE, LATE, Amount, Five, Origin, Pareto
from riskmap.metrics.repeats import Firm, Repeats
from riskmap.metrics.standing_out import Word
from riskmap.views import charts_analysis
from riskmap.views.html.analysis_duration import definition
from riskmap.views.html.context import Context
from riskmap.views.html.markup import card, e, empty, span, table, why
from riskmap.views.html.tables import pictures, view
from riskmap.views.names import ITEMS

MOST_FIRMS, MOST_LISTED, MOST_WITHOUT = 8, 80, 60  # in the card, in its table, in the list of coverage
FEW_KINDS = 5
TITLES: Final = {CATEGORY: "Categories", CAUSE: "Causes", LATE: "Stated reasons for lateness"}
COUNTED: Final = {
    CATEGORY: "found in the period, by the category that the ledger states; values differing in blanks only are one",
    CAUSE: "found in the period, by the cause that the ledger states; values differing in blanks only are one",
    LATE: "due in the period and not done in time, by the reason stated last",
}
NONE: Final = {
    CATEGORY: "No category is stated.",
    CAUSE: "No cause is stated.",
    LATE: "Nothing was late, or no reason is stated.",
}
SHARES: Final = {
    "self_found": "Self-found",
    "self_major": "Self-found major",
    "first_pass": "First-time pass",
    "extended": "Extended",
    "on_time_original": "On time, original date",
}
DEFINITIONS: Final = {
    "self_found": "found by enterprises themselves ÷ found in the period; it is a merit, never a fault",
    "self_major": "major hazards found by enterprises themselves ÷ major hazards found in the period",
    "first_pass": "hazards whose first re-inspection passed ÷ hazards with one, by the day",
    "extended": "due date moved by a granted extension ÷ found in the period or due in it",
    "on_time_original": "rectified by the date first ordered ÷ due by that date in the period",
    "repeat": "the same enterprise and category found again on a later day within 365 days, or a recurrence by the "
    "ledger ÷ found in the period, without self-found general items",
    "coverage": "enterprises with a visit, or a hazard found, in the period ÷ registered enterprises not closed",
    "source": "found in the period, by source; finding more is never worse",
    "five": "major hazards by the day, open or closed, void ones left out: content stated; proved to be in place",
    "money": "stated for what was found in the period; items: those that state an amount above 0",
}
OF_WORDS: Final = {
    "Words that stand out": "log-odds with a Dirichlet prior (Monroe, Colaresi, Quinn 2008): descriptions found in the "
    "period under this filter against all others of the ledger; a word counts once an item; at least 1.96 standard "
    "errors",
    "Never shown": "names of persons, numbers, names of places, words in the names of few enterprises, words of few "
    "items or of one enterprise",
    "Count": "items of the period under this filter that a search for the word finds, also inside longer words",
}
AMOUNTS: Final = {"funds_planned": "funds|Planned", "funds_secured": "funds|Secured", "funds_paid": "funds|Paid"}
PARTS: Final = {  # the words of the ledger's address for numerator and denominator
    "self_found": ("origin.self", "found"),
    "self_major": ("origin.self_major", "major_found"),
    "first_pass": ("origin.first_pass", "origin.first_review"),
    "extended": ("origin.extended", "origin.extension_base"),
    "on_time_original": ("origin.on_time_original", "origin.due_original"),
}


def strip(context: Context, found: Origin, again: Repeats, on_time: tuple[int, int]) -> str:
    """The shares with definition and parts. `on_time`: the on-time rate by the date in force, beside the original."""
    t, boxes = context.t, []
    for name, title in SHARES.items():
        n, m = getattr(found, name)
        parts = "/".join(context.count(value, word) for value, word in zip((n, m), PARTS[name], strict=True))
        beside = ""
        if name == "on_time_original":
            beside = t("date in force {p}", p=t.percent(pct(*on_time)))
        boxes.append(_box(context, (t(title), t(DEFINITIONS[name])), (n, m), parts, beside))
    parts = f"{context.count(again.n, 'repeat.again')}/{context.count(again.m, 'repeat.of')}"
    boxes.append(_box(context, (t("Again within a year"), t(DEFINITIONS["repeat"])), (again.n, again.m), parts))
    return f'<section class="w-card w-strip">{"".join(boxes)}</section>'


def _box(context: Context, words: tuple[str, str], share: tuple[int, int], parts: str, beside: str = "") -> str:
    t = context.t
    button = why(t("Definition"), [words, (t("As of"), t.date(context.day))]).replace('"w-why"', '"w-why end"', 1)
    more = f"<small class='w-mu'>{e(beside)}</small>" if beside else ""
    return (
        f"<div><span>{e(words[0])}</span>{button}<b>{e(t.percent(pct(*share)))}</b>{more}"
        f'<span class="w-aside">{parts}</span></div>'
    )


def name_of(context: Context, kind: str, code: str) -> str:
    """The name of a value of a Pareto."""
    return context.label("late_reason", code) if kind == LATE else code


def pareto(context: Context, found: Pareto) -> str:
    """Head of the card of a Pareto, with its table: items, share, share reached."""
    t, kind = context.t, found.kind
    stated = found.m - found.unstated
    rows = [
        [
            e(name_of(context, kind, bar.code)), context.count(bar.n, f"origin.{kind}.{bar.code}"),
            e(t.percent(pct(bar.n, stated))), e(t.percent(pct(bar.reached, stated))),
        ]
        for bar in found.bars
    ]  # fmt: skip
    if found.others:
        others = t("{n} further values", n=found.other_values)
        n = context.count(found.others, f"origin.others.{kind}")
        rows.append([e(others), n, e(t.percent(pct(found.others, stated))), e(t.percent(pct(stated, stated)))])
    head = [e(t("Value")), ">" + e(t("Items")), ">" + e(t("Share")), ">" + e(t("Reached"))]
    title, button = t(TITLES[kind]), definition(context, {TITLES[kind]: COUNTED[kind]})
    parts = f"{e(t.number(stated))}/{e(t.number(found.m))}"
    unstated = context.count(found.unstated, f"origin.{kind}.")
    aside = f"{e(t('stated'))} {parts} · {e(t('not stated'))} {unstated}"
    if not found.bars:
        return card(title, empty(t(NONE[kind])), aside, button=button)
    told = f'<p class="w-mu">{e(t("items · share reached with them"))}</p>'
    return card(title, told, aside, button=button + view(context, table(head, rows)) + pictures(context, title))


def pareto_bars(context: Context, found: Pareto) -> list[charts_analysis.Bar]:
    """The bars of a Pareto: items, and the share reached with them."""
    t, stated = context.t, found.m - found.unstated
    rows = [
        charts_analysis.Bar(
            _short(name_of(context, found.kind, bar.code)), bar.n,
            f"{t.number(bar.n)} · {t.percent(pct(bar.reached, stated))}",
        )
        for bar in found.bars
    ]  # fmt: skip
    if found.others:
        rows.append(
            charts_analysis.Bar(t("{n} further values", n=found.other_values), found.others, t.number(found.others))
        )
    return rows


def _short(text: str, most: int = 24) -> str:
    """A name for an axis: cut where it is wider than so many Latin letters (a Chinese character is two wide)."""
    widths = [2 if ord(letter) > 0x2E7F else 1 for letter in text]
    if sum(widths) <= most:
        return text
    kept = next(end for end in range(len(text)) if sum(widths[: end + 1]) > most - 1)
    return text[:kept] + "…"


def repeats(context: Context, found: Repeats, kinds: int) -> str:
    """The card of enterprises where the same category was found again; `kinds`: how many categories were found."""
    t = context.t
    head = [e(t("Enterprise")), e(t("Categories")), ">" + e(t("Again")), ">" + e(t("Of found"))]
    rows = [_firm(context, firm) for firm in found.firms[:MOST_LISTED]]
    unknown = context.count(found.unknown, "repeat.unknown")
    aside = (
        f"{e(t('{n} enterprises', n=t.number(len(found.firms))))} · {e(t('without category or enterprise'))} {unknown}"
    )
    body = table(head, rows[:MOST_FIRMS], "w-firms") if rows else empty(t("Nothing was found again within a year."))
    if found.n and kinds < FEW_KINDS:
        few = t("Categories told apart here: {n}. The coarser they are, the more comes again.", n=kinds)
        body += f'<p class="w-foot">{e(few)}</p>'
    more = view(context, table(head, rows, "w-firms")) if len(rows) > MOST_FIRMS else ""
    told = definition(context, {"Found again within a year": DEFINITIONS["repeat"]})
    return card(t("Found again within a year"), body, aside, "w-spread", told + more)


def _firm(context: Context, firm: Firm) -> list[str]:
    only = {"enterprise": (firm.enterprise,)}
    return [
        e(context.label("enterprise", firm.enterprise)), e("、".join(firm.categories) or "—"),
        context.count(firm.n, "repeat.again", only=only), context.count(firm.m, "repeat.of", only=only),
    ]  # fmt: skip


def coverage(context: Context, found: Sequence[Covered]) -> str:
    """The card of coverage by township, with the enterprises that had no inspection."""
    t = context.t
    rows = [_covered(context, context.label("township", one.code), one.n, one.m) for one in found]
    n, m = sum(one.n for one in found), sum(one.m for one in found)
    rows.append(_covered(context, context.whole, n, m))
    head = [e(t("Township")), ">" + e(t("Coverage")), ">" + e(t("Inspected")), ">" + e(t("To be inspected"))]
    without = [firm for one in found for firm in one.without]
    names = "".join(f"<dd>{e(context.label('enterprise', firm))}</dd>" for firm in without[:MOST_WITHOUT])
    more = f"<dd>{e(t('{n} more', n=len(without) - MOST_WITHOUT))}</dd>" if len(without) > MOST_WITHOUT else ""
    listed = (
        f'<details class="w-why end"><summary>{e(t("{n} without a record in the period", n=t.number(len(without))))}'
        f"</summary><dl>{names}{more}</dl></details>"
        if without
        else ""
    )
    classes = [*[""] * len(found), "total"]
    body = table(head, rows, classes=classes) if found else empty(t("No enterprise is registered."))
    button = definition(context, {"Coverage of inspections": DEFINITIONS["coverage"]})
    return card(t("Coverage of inspections"), body, listed, "w-spread", button)


def _covered(context: Context, name: str, n: int, m: int) -> list[str]:
    t = context.t
    return [e(name), e(t.percent(pct(n, m))), e(t.number(n)), e(t.number(m))]


def sources(context: Context, found: Origin) -> str:
    """The card of who found it."""
    t, m = context.t, found.self_found[1]
    rows = [
        [
            e(context.label("source", bar.code)),
            context.count(bar.n, "found", only={"source": (bar.code or "unknown",)}), e(t.percent(pct(bar.n, m))),
        ]
        for bar in found.sources
    ]  # fmt: skip
    head = [e(t("Source")), ">" + e(t("Found")), ">" + e(t("Share"))]
    body = table(head, rows) if rows else empty(t("Nothing was found in the period."))
    told = definition(context, {"Who found it": DEFINITIONS["source"]})
    return card(t("Who found it"), body, f"{e(t('Found'))} {context.count(m, 'found')}", "w-spread", told)


def words(context: Context, found: Sequence[Word]) -> str:
    """The card of words: each with the items that a search for it opens."""
    t = context.t
    compared = any(one.score is not None for one in found)
    cells = "".join(
        f"<span><b>{e(one.text)}</b>{context.count(one.n, 'found', only={'q': one.text})}</span>" for one in found
    )
    rows = [
        [
            e(one.text), "—" if one.score is None else e(t.number(one.score, 1)),
            context.count(one.n, "found", only={"q": one.text}),
        ]
        for one in found
    ]  # fmt: skip
    head = [e(t("words|Word")), ">" + e(t("Standard errors")), ">" + e(t("Items"))]
    body = (
        f'<div class="w-words">{cells}</div>'
        if found
        else empty(
            t("No word stands out.")
            if context.where.narrows
            else t("Choose a sector, a township or another part above: words are told against the rest.")
        )
    )
    aside = span(
        t("against all other descriptions") if compared or not found else t("most frequent: nothing to compare with")
    )
    button = definition(context, OF_WORDS) + (view(context, table(head, rows)) if found else "")
    return card(t("Words that stand out in descriptions"), body, aside, "w-spread", button)


def five(context: Context, found: Sequence[Five], majors: int) -> str:
    """The card of the five implementations by item: on paper and in place."""
    t = context.t
    rows, m = [], context.count(majors, "origin.major")
    for one in found:
        cells = []
        for mark, n in (("paper", one.paper), ("place", one.place)):
            number = context.count(n, f"origin.{mark}.{one.item}")
            cells.append(f"{e(t.percent(pct(n, majors)))} <span class='w-mu'>{number}/{m}</span>")
        rows.append([e(t(ITEMS[Item(one.item)]) if one.item else t("All five")), *cells])
    head = [e(t("Item")), ">" + e(t("five|On paper")), ">" + e(t("five|In place"))]
    classes = [*[""] * (len(rows) - 1), "total"]
    told = definition(context, {"Five implementations": DEFINITIONS["five"]})
    body = table(head, rows, classes=classes) if majors else empty(t("There is no major hazard."))
    return card(t("Five implementations by item"), body, f"{e(t('Major'))} {m}", "w-spread", told)


def money(context: Context, found: Sequence[Amount]) -> str:
    """The card of money: planned, secured, paid, in 10,000 yuan."""
    t = context.t
    planned = found[0].total
    rows = [
        [
            e(t(AMOUNTS[one.kind])), e(t.number(one.total, 1)),
            context.count(one.n, f"origin.funds.{one.kind}"),
            "" if one is found[0] else e(_of(context, one.total, planned)),
        ]
        for one in found
    ]  # fmt: skip
    head = [e(t("Money")), ">" + e(t("10,000 yuan")), ">" + e(t("Items")), ">" + e(t("Of planned"))]
    told = definition(context, {"Money": DEFINITIONS["money"]})
    body = table(head, rows) if any(one.n for one in found) else empty(t("No amount is stated."))
    return card(t("Money planned, secured, paid"), body, span(t("unit: 10,000 yuan")), "w-spread", told)


def _of(context: Context, part: float, whole: float) -> str:
    """A share of two amounts, compared in yuan."""
    n, m = round(part * 10_000), round(whole * 10_000)
    return context.t.percent(pct(n, m)) if m else "/"
