"""The sheet of an assessment: units by indicators with their derivation, the deductions with their rows, what if."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from riskmap.domain.assessment import Indicator, Unit, named
from riskmap.metrics.assessed import AMONG, rows_of
from riskmap.metrics.assessment import Result, Sheet, Used
from riskmap.views import assessment as words
from riskmap.views.html import exporting
from riskmap.views.html.context import Context
from riskmap.views.html.markup import card, e, empty, link, span, table

NAMED: Final = 8  # hazards that a line of deductions names; the rest opens with the number


@dataclass(frozen=True, slots=True)
class Found:
    """A sheet as the page shows it. `rows`: (unit, place of the deduction) → id and number of its hazards.

    `complete`: every unit of the county is in it, so that they have places; `fixed`: in the order of the county.
    """

    sheet: Sheet
    rows: Mapping[tuple[str, int], tuple[tuple[str, str], ...]]
    complete: bool
    fixed: bool
    stated: str  # when it was worked out, and from what


def narrow(context: Context) -> str:
    """What stands in the place of the page where the window is too narrow for it."""
    text = context.t("An assessment is read at a desk: this window is too narrow for it.")
    return f'<div class="w-small-only">{card(context.t("Assessment"), empty(text))}</div>'


def waiting(context: Context) -> str:
    """What stands where nothing was worked out yet."""
    text = context.t("Nothing is worked out until you ask for it; a sheet never changes by itself.")
    return card(context.t("Assessment"), empty(text))


def page(context: Context, found: Found, address: str, asked: Mapping[str, str], *, takes: bool) -> str:
    """The sheet and its deductions. `address`, `asked`: of the workbook; `takes`: the reader may take it out."""
    body = _sheet(context, found, address, asked if takes else {}) + _deductions(context, found)
    return f'<div class="w-stack">{body}</div>'


def _sheet(context: Context, found: Found, address: str, asked: Mapping[str, str]) -> str:
    t, sheet = context.t, found.sheet
    scheme, where = sheet.scheme, sheet.where
    heads = [e(t("assess|Place"))] if found.complete else []
    heads.append(e(t(words.UNITS[scheme.unit])))
    heads += [f">{_head(context, one)}" for one in scheme.indicators]
    heads += [">" + e(t(one)) for one in ("Earned / assessed", "assess|Converted", "Deductions", "Total score")]
    lines = sheet.results if found.fixed or not found.complete else sheet.ordered()
    rows = [_line(context, found, one) for one in lines]
    grid = f'<div class="w-scroll">{table(heads, rows, "w-small w-assess")}</div>'
    button = exporting.form(t, address, asked, exporting.WORKBOOK) if asked else ""
    period = t("{start} to {end}", start=t.date(where.from_), end=t.date(where.as_of))
    notes = [
        t("Not assessed: nothing to divide by; its weight is left out and the rest converted to the full score of {n}.",
          n=words.number(scheme.full)),
        t("A dashed score stands on fewer than 5 items."), found.stated,
    ]  # fmt: skip
    hint = "".join(f'<p class="w-hint">{e(one)}</p>' for one in notes)
    body, aside = f'{grid}<div class="w-assessed">{hint}</div>', f"{span(period)} {button}"
    return card(named(scheme, t.lang), body, aside, button=mark_of(context, sheet))


def mark_of(context: Context, sheet: Sheet) -> str:
    """Whether the office adopted the scheme, and in which version."""
    t, scheme = context.t, sheet.scheme
    if not scheme.version:
        return f'<b class="w-demo">{e(t("Sample scheme, not adopted"))}</b>'
    return span(t("Version {n}", n=scheme.version), "w-mu")


def _head(context: Context, one: Indicator) -> str:
    return f"{e(named(one, context.t.lang))} <small>{e(words.number(one.weight))}</small>"


def _line(context: Context, found: Found, one: Result) -> list[str]:
    t, scheme = context.t, found.sheet.scheme
    cells = []
    if found.complete:
        why = words.not_placed(t, one.total is None)
        cells.append(f'<span class="w-mu" title="{e(why)}">—</span>' if one.place is None else f"<b>{one.place}</b>")
    cells.append(e(context.label(scheme.unit.value, one.code)))
    cells += [_mark(context, found, one, at) for at in range(len(scheme.indicators))]
    missing = f' <small class="w-soon">{e(t("of {n}", n=words.number(scheme.full)))}</small>'
    assessed = f"{words.points(one.earned)}/{words.number(one.assessed)}"
    cells.append(e(assessed) + (missing if one.assessed != scheme.full else ""))
    cells.append(e(words.points(one.converted)))
    cells.append(span(words.signed(-one.deducted), "w-late" if one.deducted else "w-mu"))
    cells.append(f"<b>{e(words.points(one.total))}</b>")
    return cells


def _mark(context: Context, found: Found, result: Result, at: int) -> str:
    """A score behind which its derivation opens, and the figures beside it that open their rows."""
    t, sheet, code, mark = context.t, found.sheet, result.code, result.marks[at]
    one = sheet.scheme.indicators[at]
    rates = [used for used in mark.used if used.m is not None] or list(mark.used)
    beside = " ".join(_figure(context, sheet, code, used) for used in rates[:1])
    text = t("Not assessed") if mark.score is None else words.points(mark.score)
    lines = [(t("Formula"), e(one.formula)), (t("Derivation"), e(words.derivation(one, mark)))]
    lines += [(t(words.FIGURES[used.name]), _figure(context, sheet, code, used)) for used in mark.used]
    body = "".join(f"<dt>{e(name)}</dt><dd>{inner}</dd>" for name, inner in lines)
    side = " end" if 2 * at >= len(sheet.scheme.indicators) else ""  # opens towards the middle of the card
    cls = f"w-why{side} w-score" + (" small" if mark.small else "") + (" none" if mark.score is None else "")
    return f'{beside} <details class="{cls}"><summary>{e(text)}</summary><dl>{body}</dl></details>'


def _figure(context: Context, sheet: Sheet, code: str, used: Used) -> str:
    """n, or n/m; each opens its rows."""
    above, below = rows_of(sheet.scheme.unit, used.name)
    n = _count(context, sheet, code, used.n, above)
    return n if used.m is None else f"{n}/{_count(context, sheet, code, used.m, below)}"


def _count(context: Context, sheet: Sheet, code: str, n: int, measure: str, cls: str = "w-n") -> str:
    unit = sheet.scheme.unit
    return context.count(n, measure, AMONG[unit], cls, {unit.value: (code,)}) if n else "0"


def _deductions(context: Context, found: Found) -> str:
    t, sheet = context.t, found.sheet
    lines = []
    for result in sheet.results:
        for at, (rule, taken) in enumerate(zip(sheet.scheme.deductions, result.taken, strict=True)):
            if not taken.n:
                continue
            measure, _ = rows_of(sheet.scheme.unit, rule.figure)
            capped = rule.points * taken.n > taken.points
            each = words.number(rule.points)
            if rule.cap is not None:
                each += f" · {t('at most {n}', n=words.number(rule.cap))}"
            tone = "w-late w-strong"
            lines.append([
                e(context.label(sheet.scheme.unit.value, result.code)), e(named(rule, t.lang)),
                _count(context, sheet, result.code, taken.n, measure, "w-n w-strong"), e(each),
                span(words.signed(-taken.points), tone) + (f" <small>{e(t('capped'))}</small>" if capped else ""),
                _hazards(context, found.rows.get((result.code, at), ())),
            ])  # fmt: skip
    title = t("Deductions, with their rows")
    if not lines:
        return card(title, empty(t("Nothing was taken off.")))
    heads = [e(t(words.UNITS[sheet.scheme.unit])), e(t("Rule")), ">" + e(t("Items")), ">" + e(t("Points each")),
             ">" + e(t("Taken off")), e(t("Hazards"))]  # fmt: skip
    return card(title, f'<div class="w-scroll">{table(heads, lines, "w-small w-taken")}</div>')


def _hazards(context: Context, named_rows: Iterable[tuple[str, str]]) -> str:
    rows = list(named_rows)
    shown = [link(context.href("hazard", {"id": one}), e(number), "w-text") for one, number in rows[:NAMED]]
    return " ".join(shown) + (" …" if len(rows) > NAMED else "")


def tried(context: Context, before: Sheet, after: Sheet, supposed: str) -> str:
    """What a trial changes, unit by unit; nothing of it is kept. `supposed`: what was supposed, in words."""
    t, lines, classes = context.t, [], []
    was = {one.code: one for one in before.results}
    for one in after.results:
        old = was[one.code]
        gap = (one.total or Decimal(0)) - (old.total or Decimal(0))
        known = one.total is not None and old.total is not None
        tone = "" if not gap else "w-done w-strong" if gap > 0 else "w-late w-strong"
        lines.append([
            e(context.label(after.scheme.unit.value, one.code)), e(words.points(old.total)), e(words.points(one.total)),
            span(words.signed(gap) if known else "/", tone), e(f"{old.place or '—'} → {one.place or '—'}"),
        ])  # fmt: skip
        classes.append("" if gap else "w-mu")
    heads = [e(t(words.UNITS[after.scheme.unit])), ">" + e(t("assess|Sheet")), ">" + e(t("What if")),
             ">" + e(t("Difference")), ">" + e(t("assess|Place"))]  # fmt: skip
    mark = f'<b class="w-demo">{e(t("What if, not saved"))}</b>'
    body = f'<p class="w-hint">{e(supposed)}</p>{table(heads, lines, "w-small", classes)}'
    return card(t("Result of the trial"), body, button=mark, cls="w-trial")


def figures(context: Context, unit: Unit, names: Iterable[str]) -> str:
    """The figures that a formula may name, for whoever writes one."""
    t = context.t
    lines = [[f"<code>{e(name)}</code>", e(t(words.FIGURES[name]))] for name in names]
    half = -(-len(lines) // 2)
    heads = [e(t("Name in a formula")), e(t("Meaning"))]
    two = "".join(table(heads, part, "w-small") for part in (lines[:half], lines[half:]))
    signs = t("Signs: + − × ÷ ( ), min(…), max(…), if(a > b, then, else), 95%.")
    title = t("Figures of townships") if unit is Unit.TOWNSHIP else t("Figures of departments: their own work")
    return card(title, f'<div class="w-grid w-pair">{two}</div><p class="w-hint w-assessed">{e(signs)}</p>')
