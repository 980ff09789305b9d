"""Two ledgers side by side on the screen: totals, the balance, only there, only here, different field by field."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from riskmap.domain.columns import to_day
from riskmap.domain.hazard import Hazard
from riskmap.metrics import frame as facts
from riskmap.metrics import words as figures
from riskmap.metrics.balance import Line
from riskmap.metrics.rates import RATES
from riskmap.views import reconcile as words
from riskmap.views import words as shared
from riskmap.views.html import actions
from riskmap.views.html.context import Context
from riskmap.views.html.markup import card, e, empty, link, span, table

MOST = 100  # rows of a list on the screen; all of them are counted
RATES_SHOWN = ("due_rate_passed", "closing_rate")
Place = tuple[str, int]


def head(context: Context, file: str, counts: Mapping[str, int]) -> str:
    """The file in numbers: rows = same + different + only there + beyond + rejected."""
    t = context.t
    cells = "".join(
        f'<div class="w-kpi"><span>{e(t(title))}</span><b class="{tone if counts[name] else ""}">'
        f"{e(t.number(counts[name]))}</b></div>"
        for name, title, tone in (
            ("rows", "Rows in the file", ""), ("same", "The same", ""), ("different", "Different", "w-soon"),
            ("there", "Only there", "w-soon"), ("beyond", "Outside period or filter", ""),
            ("rejected", "Not readable", "w-late"), ("here", "Only here", "w-soon"),
        )
    )  # fmt: skip
    period = t("{start} to {end}", start=t.date(context.where.from_), end=t.date(context.day))
    return card(t("{file} against our ledger", file=file), f'<div class="w-line">{cells}</div>', e(period))


def totals(context: Context, theirs: Mapping[str, int], ours: Mapping[str, int]) -> str:
    """The same figures counted on both sides by one definition."""
    t = context.t
    rows = []
    for name in words.TOTALS:
        gap = ours[name] - theirs[name]
        rows.append([e(t(figures.COUNTS[name])), t.number(theirs[name]), context.count(ours[name], name), _gap(gap)])
    for name in RATES_SHOWN:
        rate = RATES[name]
        rows.append([e(t(figures.RATES[name])), *(e(t.percent(rate.text(one))) for one in (theirs, ours)), ""])
    heads = ["", ">" + e(t("Theirs")), ">" + e(t("Ours")), ">" + e(t("Ours less theirs"))]
    return card(t("Totals of both sides"), table(heads, rows), span(t("counted by one definition")))


def _gap(gap: int) -> str:
    return span(f"{gap:+d}".replace("-", "−") if gap else "0", "w-strong w-soon" if gap else "w-mu")


def balance(context: Context, title: str, dim: str, lines: Sequence[Line], whole: Line) -> str:
    """Opening + confirmed + in − out − voided − closed = closing, by township or sector, with its proof."""
    t = context.t
    signs = ("", "+\u00a0", "+\u00a0", "−\u00a0", "−\u00a0", "−\u00a0", "=\u00a0")
    heads = [""] + [f">{e(sign + t(name))}" for sign, name in zip(signs, words.BALANCE.values(), strict=True)]
    rows = [[e(context.label(dim, line.code or "")), *_numbers(context, line, dim)] for line in lines]
    rows.append([e(t("forms|Total")), *_numbers(context, whole, "")])
    holds = all(line.holds for line in [*lines, whole])
    proof = span(t("adds up") if holds else t("does not add up"), "w-done" if holds else "w-late w-strong")
    return card(t(title), table(heads, rows, "w-balance", [""] * len(lines) + ["total"]), proof)


def _numbers(context: Context, line: Line, dim: str) -> list[str]:
    only = {dim: (line.code or "unknown",)} if dim else {}
    opens = {"closed": "closed_in_period", "voided": "voided_in_period", "closing": "stock"}
    return [
        context.count(number, opens[name], only=only) if name in opens and number else e(context.t.number(number))
        for name, number in zip(words.BALANCE, words.parts(line), strict=True)
    ]


def different(
    context: Context, found: Iterable[tuple[str, str, Place, list[tuple[str, Any, Any]], str]], n: int
) -> str:
    """Field by field: (id, number, place in the file, [(field, ours, theirs)], why only corrections) of each hazard."""
    t, rows = context.t, []
    for hazard_id, number, place, changes, code in found:
        lines = "".join(
            f"<li>{e(words.field(t, name))}{e(t('cover|: '))}<b>{e(words.value(t, context.label, name, ours))}</b> → "
            f"<b>{e(words.value(t, context.label, name, theirs))}</b></li>"
            for name, ours, theirs in changes
        )
        why = span(t(words.PROTECTED[code]), "w-mu") if code in words.PROTECTED else ""
        opened = link(context.href("hazard", {"id": hazard_id}), e(number), "w-open w-n")
        rows.append([opened, e(_place(context, place)), f'<ul class="w-diff">{lines}</ul>{why}'])
    heads = [e(t("Number")), e(t("Sheet, row")), e(t("Field: ours → theirs"))]
    return _list(context, "Different", n, heads, rows, "Every row that is in both ledgers says the same.")


RULES = {
    "rule|Balance": (
        "Opening + confirmed new + transferred in − transferred out − voided − crossed off = closing, in every line."
    ),
    "balance|Confirmed new": "What entered the stock in the period, whenever it was found.",
    "rule|Transferred": "Township, sector or grade was corrected in the period.",
    "rule|Compared": "Hazards found by the last day and neither closed nor void before the first.",
    "rule|Matched": (
        "By our number, by the sender's own number, else by enterprise, place, problem and day; one of these may be a "
        "correction."
    ),
    "rule|Accepted": (
        "What no step has touched is changed as by an import; everything else is corrected field by field, and a "
        "refusal says why."
    ),
}


def rules(context: Context) -> str:
    """What is compared, how rows are matched, what the balance is."""
    t = context.t
    lines = "".join(f"<dt>{e(t(name))}</dt><dd>{e(t(text))}</dd>" for name, text in RULES.items())
    return card(t("How ledgers are compared"), f'<dl class="w-says">{lines}</dl>')


def there(context: Context, found: Iterable[tuple[Place, Hazard]], n: int) -> str:
    """Rows of the file that no hazard of ours is."""
    t = context.t
    rows = [
        [
            e(_place(context, place)), e(one.ledger_no or "—"), e(words.short(one)),
            e(context.label("township", one.township)), e(t.date(one.found)), e(context.label("status", one.status)),
        ]
        for place, one in found
    ]  # fmt: skip
    heads = [e(t(name)) for name in ("Sheet, row", "Ledger number", "Problem", "Township", "day|Found", "Status")]
    return _list(context, "Only there", n, heads, rows, "The file has no row that is not in our ledger.")


def here(context: Context, frame: pd.DataFrame, n: int) -> str:
    """Hazards of ours that the file does not have. `frame`: their rows as of the day."""
    t, day = context.t, to_day(context.day)
    status, rows = facts.status_at(frame, day), []
    for at, row in enumerate(frame.to_dict("records")):
        told = {str(key): one for key, one in row.items()}
        text = " · ".join(str(told[name]) for name in ("enterprise", "place", "description") if told[name])
        opened = link(context.href("hazard", {"id": str(told["id"])}), e(told["hazard_no"]), "w-open w-n")
        found = e(shared.short_day(int(told["found"]), context.day.year))
        town = e(context.label("township", str(told["township"])))
        rows.append([opened, e(text), town, found, e(context.label("status", str(status[at])))])
    heads = [e(t(name)) for name in ("Number", "Problem", "Township", "day|Found", "Status")]
    return _list(context, "Only here", n, heads, rows, "The file has every hazard of ours in this period.")


def _list(context: Context, title: str, n: int, heads: list[str], rows: list[list[str]], nothing: str) -> str:
    t = context.t
    aside = e(t("first {n} of {m}", n=len(rows), m=t.number(n))) if n > len(rows) else e(t.number(n))
    return card(t(title), table(heads, rows, "w-findings") if rows else empty(t(nothing)), aside)


def _place(context: Context, place: Place) -> str:
    sheet, row = place
    return context.t("{sheet}, row {row}", sheet=sheet, row=row) if sheet else context.t("row {row}", row=row)


def refusals(
    context: Context, found: Iterable[tuple[str, str, tuple[str, ...]]], numbers: Mapping[str, str]
) -> list[str]:
    """What was not taken, in sentences: number, field, reason."""
    t = context.t
    told = []
    for hazard_id, name, codes in found:
        reasons = [t(PLAIN[code]) if code in PLAIN else one for code in codes for one in actions.reasons(t, [code])]
        subject = " · ".join(filter(None, (numbers.get(hazard_id, hazard_id), words.field(t, name) if name else "")))
        told.append(f"{subject}{t('cover|: ')}{t('cover|; ').join(dict.fromkeys(reasons))}")
    return told


PLAIN = {
    "stale": "It was changed meanwhile; compare again.",
    "closed": "It is closed; files do not change it.",
    "not_found": "It is not in the ledger any more.",
    "role:not_allowed": "Your role may not take this step.",
    "fixed_field": "This field is the ledger's own.",
    "bad:new": "The new value cannot be read.",
}
