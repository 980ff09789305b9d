"""Beside every rate: is it true (真实性检查), and how the reported figure becomes the assessed one (口径)."""

from collections.abc import Mapping

from riskmap.metrics import words
from riskmap.metrics.bridge import Bridge, Step
from riskmap.metrics.drill import PAPER_TWICE
from riskmap.metrics.format import pct
from riskmap.metrics.rates import RATES
from riskmap.metrics.scope import Figure
from riskmap.metrics.truth import Truth
from riskmap.views.html.behind import PLAIN
from riskmap.views.html.context import Context
from riskmap.views.html.markup import card, e, span, table
from riskmap.views.html.parts import n_of_m

CHECKS = (
    "pending_late", "review_late", "passed_not_closed", "no_due", "undated", "deadline_long", "extended",
    "due_corrected", "failed", "on_the_spot", "closed_by_ledger", "legacy", "unproven", "downgraded", "voided",
)  # fmt: skip


def bridge(context: Context, found: Bridge) -> str:
    """From reported to assessed, step by step; each step opens its items."""
    t = context.t
    rows = [_end(context, t("Reported: declared rectified ÷ found"), found.reported, ("rectified", "found"))]
    rows += [_step(context, step) for step in found.steps if step.items.n]
    rows.append(_end(context, t("Assessed: re-inspected and passed ÷ due"), found.assessed, ("due_passed", "due")))
    rows += [_beside(context, step) for step in found.beside if step.items.n]
    kinds = ["total"] + [""] * sum(bool(s.items.n) for s in found.steps) + ["total"]
    kinds += ["apart"] * sum(bool(s.items.n) for s in found.beside)
    head = ["", ">" + e(t("Numerator")), ">" + e(t("Denominator")), ">" + e(t("Rate")), ">" + e(t("Items"))]
    aside = span(t("from the reported to the assessed rate, item by item"))
    return card(t("Two ways of counting"), table(head, rows, classes=kinds), aside)


def _end(context: Context, name: str, parts: tuple[int, int], measures: tuple[str, str]) -> list[str]:
    n, m = (context.count(number, measure) for number, measure in zip(parts, measures, strict=True))
    return [e(name), n, m, e(context.t.percent(pct(*parts))), ""]


def _signed(number: int) -> str:
    return f"{number:+d}".replace("-", "−") if number else "0"


def _step(context: Context, step: Step) -> list[str]:
    items = context.count(step.items.n, f"step.{step.code}")
    return [e(context.t(words.STEPS[step.code])), _signed(step.numerator), _signed(step.denominator), "", items]


def _beside(context: Context, step: Step) -> list[str]:
    return [e(context.t(words.STEPS[step.code])), "", "", "", context.count(step.items.n, f"step.{step.code}")]


def truth(context: Context, found: Truth, counts: Mapping[str, int], twice: int) -> str:
    """The checks, each opening its rows, with the rates as they would be without what flatters them.

    `twice`: hazards whose paper number stands on another visit too (metrics.paper_numbers).
    """
    t = context.t
    rows = [_check(context, name, getattr(found, name), found) for name in CHECKS]
    rows.append([e(t(PLAIN[PAPER_TWICE])), context.count(twice, PAPER_TWICE), ""])
    median = "/" if found.deadline_median is None else t("{n} days", n=t.number(found.deadline_median))
    rows.append([e(t(words.CHECKS["deadline_median"])), e(median), ""])
    n, m = found.on_time_original
    rows.append(
        [
            e(t(words.CHECKS["on_time_original"])),
            e(t.percent(pct(n, m))),
            f"{n_of_m(context, n, m)} {_against(context, 'on_time_rate', counts)}",
        ]
    )
    without = found.without_on_the_spot
    rows.append(
        [
            e(t("Rectification rate without those fixed on the spot")),
            e(t.percent(RATES["rectification_rate"].text(without))),
            _beside_parts(context, "rectification_rate", without, counts),
        ]
    )
    head, half = [e(t("Check")), ">" + e(t("Items")), ">" + e(t("Share or parts"))], (len(rows) + 1) // 2
    body = f'<div class="w-halves">{table(head, rows[:half])}{table(head, rows[half:])}</div>'
    return card(t("Is the rate true?"), body, span(t("every count opens its rows")))


def _beside_parts(context: Context, rate: str, without: Mapping[str, int], counts: Mapping[str, int]) -> str:
    return f"{n_of_m(context, *RATES[rate].parts(without))} {_against(context, rate, counts)}"


def _against(context: Context, rate: str, counts: Mapping[str, int]) -> str:
    return span(context.t("(printed above {p})", p=context.t.percent(RATES[rate].text(counts))), "w-mu")


def _check(context: Context, name: str, figure: Figure, found: Truth) -> list[str]:
    whole = {
        "on_the_spot": found.found,
        "failed": found.declared,
        "closed_by_ledger": found.found,
        "unproven": found.legacy.n,
    }.get(name)
    share = ""
    if whole is not None:
        parts = span(n_of_m(context, figure.n, whole), "w-mu")
        share = f"{e(context.t.percent(pct(figure.n, whole)))} {parts}"
    return [e(context.t(words.CHECKS[name])), context.count(figure.n, f"check.{name}"), share]
