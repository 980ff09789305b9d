"""What the county's figures will be after an import, beside what they are; and what is old ledger in it (建账)."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from riskmap.metrics import words
from riskmap.metrics.format import fraction
from riskmap.metrics.rates import RATES
from riskmap.views.html.context import Context
from riskmap.views.html.markup import card, e, table

COUNTS: Final = ("found", "stock", "stock_overdue", "stock_major")
SHOWN: Final = ("due_rate", "due_rate_passed", "rectification_rate")


def figures(
    context: Context, before: Mapping[str, int], after: Mapping[str, int], period: tuple[date, date], *, demo: bool
) -> str:
    """Before → after: found and stock, then the rates with their parts. `demo`: demo rows stand and will go."""
    t = context.t
    rows = []
    for name in COUNTS:
        difference = after[name] - before[name]
        sign = f"{difference:+d}".replace("-", "−") if difference else "0"
        rows.append([e(t(words.COUNTS[name])), e(t.number(before[name])), e(t.number(after[name])), e(sign)])
    for name in SHOWN:
        rate = RATES[name]
        cells = [_rate(context, rate.text(one), rate.parts(one)) for one in (before, after)]
        rows.append([e(t(words.RATES[name])), *cells, ""])
    heads = [e(t("Figure")), ">" + e(t("Now")), ">" + e(t("After this import")), ">" + e(t("Change"))]
    aside = t("{a} to {b}", a=t.date(period[0]), b=t.date(period[1]))
    if demo:
        aside = t(" · ").join((t("the demo data is gone then"), aside))
    return card(
        t("Your part of the county after this import" if context.partial else "The county after this import"),
        table(heads, rows),
        e(aside),
    )


def _rate(context: Context, text: str, parts: tuple[int, int]) -> str:
    return f'{e(context.t.percent(text))} <span class="w-mu">{fraction(*parts)}</span>'


def opening(context: Context, told: Mapping[str, Any] | None) -> str:
    """历史台账 n 项, 其中无佐证 m 项."""
    if not told:
        return ""
    t = context.t
    day = t.date(date.fromisoformat(str(told["since"])))
    n, m = (t.number(int(told[name])) for name in ("legacy", "unproven"))
    said = t("Old ledger: {n} items, of these {m} without evidence.", n=n, m=m)
    why = t("Found before {day} and done: closed as they stand in the old ledger. The rest enters the loop.", day=day)
    return card(t("Opening import"), f'<p class="w-say"><b>{e(said)}</b> {e(why)}</p>')
