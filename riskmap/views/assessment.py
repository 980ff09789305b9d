"""The words of an assessment: names of figures, a formula with its numbers put in, why a scheme is refused."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final

from riskmap.domain.assessment import FULL, TARGET, Indicator, Unit
from riskmap.domain.formula import Node, parse
from riskmap.metrics import words
from riskmap.metrics.assessment import Mark, Used
from riskmap.metrics.format import NOTHING, fraction
from riskmap.metrics.ranking import FEWEST_DUE
from riskmap.views.words import Words

UNITS: Final = {Unit.TOWNSHIP: "Townships", Unit.DEPARTMENT: "Departments"}
HALVES: Final = {0: "assess|Whole year", 1: "assess|First half", 2: "assess|Second half"}
FIGURES: Final[Mapping[str, str]] = {
    **words.COUNTS, **words.OWN,
    **{name: words.CHECKS[name] for name in ("review_late", "pending_late")}, **words.RATES,
    "passed_not_closed": words.CHECKS["left_to_close"],
    "major_overdue": "Major hazards overdue", "listed_overdue": "Listed hazards overdue",
    "confirmed_rate": "Confirmed in time (rate)", "reviewed_rate": "Re-inspected in time (rate)",
    "ordered_rate": "Orders done in time (rate)", FULL: "Full score of the indicator",
    TARGET: "Target of the indicator",
}  # fmt: skip
SIGNS: Final = {"*": "×", "/": "÷", "+": "+", "-": "−", "<=": "≤", ">=": "≥", "!=": "≠"}
STRENGTH: Final = {"+": 1, "-": 1, "*": 2, "/": 2, "neg": 3}
FAULTS: Final = {  # code, or what opens it → sentence; {word} is the rest of the code
    "fence:fines": "“{word}”: fines and numbers of penalties are no indicator of an assessment (Administrative Penalty "
    "Law, art. 74).",
    "fence:logins": "“{word}”: log-ins are not assessed (rules on reducing the burden of grass-roots units).",
    "fence:uploads": "“{word}”: uploads are not assessed (rules on reducing the burden of grass-roots units).",
    "fence:online": "“{word}”: time online is not assessed (rules on reducing the burden of grass-roots units).",
    "fence:photos": "“{word}”: numbers of photos are not assessed (rules on reducing the burden of grass-roots units).",
    "fence:points": "“{word}”: points and rates of use are not assessed (rules on reducing the burden of grass-roots "
    "units).",
    "fence:persons": "“{word}”: units are assessed, never persons.",
    "scheme:persons": "Townships (township) or departments (department) are assessed, never persons.",
    "fence:found": "“{word}”: this score could fall as more is found, ordered or done; finding more is never "
    "assessed as worse.",
    "fence:cohort": "“{word}” falls as more is found; townships are assessed by what fell due (due_rate_passed, "
    "on_time_rate).",
    "fence:department": "“{word}”: departments are assessed by their own work, not by the rates of enterprises.",
    "formula:unknown": "There is no figure “{word}”; the figures are listed below.",
    "formula:no_figure": "The formula names no figure, so that everybody would score the same.",
    "formula:zero": "The formula divides by 0, so that nobody would score.",
    "formula:empty": "The formula is empty.",
    "formula:syntax": "The formula cannot be read from sign {word} on.",
    "formula:too_long": "The formula is too long.",
    "formula:too_deep": "The formula has too many brackets within brackets.",
    "deduction:rate": "“{word}” is a rate: points are taken off for each item of a count.",
    "missing:title": "The title is missing.", "too_long:title": "The title is too long (60 characters).",
    "missing:target": "The formula names the target, but none is set.", "missing:figure": "The figure is missing.",
    "missing:indicators": "There is no indicator.", "too_many:lines": "There are too many lines (30).",
    "bad:weight": "The weight must be a number above 0, up to 1000.",
    "bad:target": "The target must be a number above 0, up to 1000.",
    "bad:points": "The points must be a number above 0, up to 1000.",
    "bad:cap": "The most that is taken off must be a number above 0, up to 1000.",
    "bad:floor": "The floor must lie between 0 and the full score.", "bad:year": "The year must be a number like 2026.",
    "missing:year": "The year is missing.", "missing:unit": "The kind of unit is missing.",
    "scheme:unreadable": "The file is no readable scheme.", "unknown": "“{word}” is not known in a scheme.",
    "missing": "“{word}” is missing.", "bad": "“{word}” is not what it should be.",
    "no_change": "Nothing was changed.", "role:not_allowed": "Your role does not reach this.",
    "stale": "Somebody else saved this scheme meanwhile; please look again.",
    "chain:broken": "The chain of events is broken; nothing is written on top of it.",
}  # fmt: skip


def said(t: Words, codes: Iterable[str]) -> list[str]:
    """The sentences of codes, each once."""
    return list(dict.fromkeys(_sentence(t, code) for code in codes))


def _sentence(t: Words, code: str) -> str:
    head, _, rest = code.partition(":")
    second, _, word = rest.partition(":")
    for key, told in ((f"{head}:{second}", word), (head, rest)):
        if key in FAULTS:
            return t(FAULTS[key], word=told)
    return code


def part(t: Words, key: str) -> str:
    """Where a fault stands: indicator.0 is the first indicator; "" the scheme itself."""
    kind, _, at = key.partition(".")
    if not at:
        return ""
    word = "Indicator {n}" if kind == "indicator" else "Deduction {n}"
    return t(word, n=int(at) + 1)


def by_part(t: Words, parts: Mapping[str, Iterable[str]]) -> list[str]:
    """The sentences of a scheme's faults, each with the line where it stands."""
    return [f"{part(t, key)} {line}".strip() for key, codes in parts.items() for line in said(t, codes)]


def number(value: Fraction | Decimal, most: int = 4) -> str:
    """A number as people write it: at most `most` decimals, no zeros at the end."""
    exact = Fraction(value)
    scaled = round(exact * 10**most)
    text = f"{Decimal(scaled).scaleb(-most):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def points(value: Decimal | None) -> str:
    """Points with two decimals, "/" for what is not assessed."""
    return NOTHING if value is None else f"{value:.2f}"


def signed(value: Decimal) -> str:
    """A difference of points with its sign."""
    return f"{value:+.2f}".replace("-", "−") if value else "0.00"


def derivation(one: Indicator, mark: Mark) -> str:
    """The formula with its numbers put in, and what comes of it; a score that was cut says so."""
    figures = {used.name: used for used in mark.used}
    shown = _shown(parse(one.formula), one, figures)
    if mark.raw is None:
        return f"{shown} = {NOTHING}"
    raw = number(mark.raw, 2)
    cut = mark.raw < 0 or mark.raw > Fraction(one.weight)
    return f"{shown} = {raw} → {points(mark.score)}" if cut else f"{shown} = {points(mark.score)}"


def figure(used: Used) -> str:
    """A figure as it stands in a formula: n, or n/m."""
    return str(used.n) if used.m is None else fraction(used.n, used.m)


def _shown(node: Node, one: Indicator, figures: Mapping[str, Used]) -> str:
    if node.kind == "number":
        return number(node.value)
    if node.kind == "name":
        own = {FULL: one.weight, TARGET: one.target or Decimal(0)}
        return number(own[node.name]) if node.name in own else figure(figures[node.name])
    if node.kind in {"min", "max", "if"}:
        return f"{node.kind}({', '.join(_shown(inner, one, figures) for inner in node.parts)})"
    if node.kind == "neg":
        return f"−{_within(node, 0, one, figures)}"
    sign = SIGNS.get(node.kind, node.kind)
    return f"{_within(node, 0, one, figures)} {sign} {_within(node, 1, one, figures)}"


def _within(node: Node, at: int, one: Indicator, figures: Mapping[str, Used]) -> str:
    """A side of a sign, in brackets where the reading needs them."""
    inner = node.parts[at]
    text, own = _shown(inner, one, figures), STRENGTH.get(node.kind, 0)
    strength = STRENGTH.get(inner.kind, 9)
    return f"({text})" if strength < own or (at and strength == own) else text


def not_placed(t: Words, nothing: bool) -> str:
    """Why a line has no place."""
    if nothing:
        return t("Nothing was assessed.")
    return t("Fewer than {n} items were due: shown, not placed.", n=FEWEST_DUE)
