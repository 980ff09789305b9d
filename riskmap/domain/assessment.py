"""Assessment of a year (目标考核): what a scheme is, and what it may ask for (DOMAIN.md §3.3, §7.2).

A scheme scores townships by what fell due, or departments by their own work. An indicator gives points by a formula; a
deduction takes points off for each item of a count. Nobody but a unit is scored.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from riskmap.domain.formula import FormulaError, Node, parse, value
from riskmap.domain.slopes import UP, shape

FULL: Final = "full"  # in a formula: the weight of the indicator
TARGET: Final = "target"  # in a formula: the target of the indicator
MOST: Final = 30  # indicators, and deductions
TITLE: Final = 60  # characters
HIGHEST: Final = Decimal(1000)
YEARS: Final = range(2000, 2101)


class Unit(StrEnum):
    """Whom a scheme scores."""

    TOWNSHIP = "township"
    DEPARTMENT = "department"


@dataclass(frozen=True, slots=True)
class Allowed:
    """The figures that a scheme of a kind of unit may name.

    `of`: count → the count of which it is a part: with nothing in that there is nothing to tell, and the count is
    nothing. `late`: counts of what is late. Every other count grows as more is found, ordered or done, so that a score
    may never fall with it.
    """

    counts: tuple[str, ...]
    rates: tuple[str, ...]
    of: Mapping[str, str]
    late: frozenset[str]

    @property
    def names(self) -> frozenset[str]:
        """Every figure."""
        return frozenset((*self.counts, *self.rates))

    @property
    def grows(self) -> frozenset[str]:
        """The counts with which no score may fall."""
        return frozenset(self.counts) - self.late


_DUE = ("due", "due_rectified", "due_passed", "on_time", "overdue")
_WORK = ("confirmed", "reviewed", "ordered")
COHORT: Final = ("rectification_rate", "major_rate", "closing_rate")  # fall when more is found
ALLOWED: Final = {
    Unit.TOWNSHIP: Allowed(
        counts=(
            *_DUE, "found", "rectified", "passed", "closed", "major_found", "major_closed", "not_yet_due",
            "closed_in_period", "carried_in", "stock", "stock_overdue", "stock_major", "stock_listed", "new_in_period",
            "awaiting", "stock_no_due", "major_overdue", "listed_overdue",
        ),
        rates=("due_rate_passed", "due_rate", "on_time_rate", "overdue_rate"),
        of=dict.fromkeys(_DUE, "due"),
        late=frozenset({"overdue", "stock_overdue", "major_overdue", "listed_overdue"}),
    ),
    Unit.DEPARTMENT: Allowed(
        counts=(*(name for one in _WORK for name in (one, f"{one}_of")), "review_late", "pending_late",
                "passed_not_closed"),
        rates=tuple(f"{one}_rate" for one in _WORK),
        of={name: f"{one}_of" for one in _WORK for name in (one, f"{one}_of")},
        late=frozenset({"review_late", "pending_late", "passed_not_closed"}),
    ),
}  # fmt: skip

# Kinds of penalty (行政处罚法第九条), besides fines: whatever they are called, their number scores nobody.
_PENALTIES: Final = (
    r"penal|punish|confiscat|forfeit|sanction|revo[kc]|detention|罚|没收|吊销|暂扣|拘留|警告(次|件|数)|关闭取缔"
)

# What no score may be made of, by the code of its fence: parts of a name in a formula, and of a title.
FENCES: Final = {
    "fines": (rf"(^|_)fine[sd]?(_|$)|{_PENALTIES}", rf"\bfin(e|es|ed)\b|{_PENALTIES}"),
    "logins": (r"log_?ins?(_|$)|log_?on|sign_?in|登录|登陆", r"\blog-?ins?\b|登录|登陆"),
    "uploads": (r"upload|上传", r"\bupload|上传"),
    "online": (r"online|在线", r"\bonline (time|hours)\b|在线(时长|时间|率)"),
    "photos": (r"photo|picture|照片|图片",
               r"\b(photo|picture)s? (count|number)|number of (photo|picture)|(照片|图片)数"),
    "points": (r"(^|_)points?(_|$)|积分", r"\buse-?rate\b|积分|使用率"),
    "persons": (r"person|inspector|officer|leader|staff|个人|人员|责任人|领导|干部",
                r"\b(per|by|each) (person|inspector|officer|leader)\b|个人|按人|责任人|县领导"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Indicator:
    """What gives points: `weight` is the full score; `formula` gives points between 0 and it."""

    title: str
    weight: Decimal
    formula: str
    title_en: str = ""
    target: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Deduction:
    """What takes points off: `points` for each item of a count, `cap` at most (None: no limit)."""

    title: str
    figure: str
    points: Decimal
    title_en: str = ""
    cap: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Scheme:
    """The assessment of a kind of unit in a year. `floor`: no total lies below it; `sample`: shipped, to be adapted."""

    year: int
    unit: Unit
    title: str
    indicators: tuple[Indicator, ...]
    deductions: tuple[Deduction, ...] = ()
    title_en: str = ""
    floor: Decimal = Decimal(0)
    sample: bool = False
    demo: bool = False
    version: int = 0

    @property
    def id(self) -> str:
        """2026-township."""
        return f"{self.year}-{self.unit}"

    @property
    def full(self) -> Decimal:
        """The full score: all weights together."""
        return sum((one.weight for one in self.indicators), Decimal(0))


def named(one: Scheme | Indicator | Deduction, lang: str) -> str:
    """Its title in a language."""
    return one.title if lang.startswith("zh") else one.title_en or one.title


def faults(scheme: Scheme) -> dict[str, tuple[str, ...]]:
    """Why a scheme cannot stand: "" (the whole), indicator.N, deduction.N (from 0) → codes; empty = it can."""
    found = {"": _whole(scheme)}
    for at, indicator in enumerate(scheme.indicators):
        found[f"indicator.{at}"] = _indicator(scheme.unit, indicator)
    for at, deduction in enumerate(scheme.deductions):
        found[f"deduction.{at}"] = _deduction(scheme.unit, deduction)
    return {part: tuple(dict.fromkeys(codes)) for part, codes in found.items() if codes}


def _whole(scheme: Scheme) -> tuple[str, ...]:
    found = [*_title(scheme.title, scheme.title_en)]
    if scheme.year not in YEARS:
        found.append("bad:year")
    if not scheme.indicators:
        found.append("missing:indicators")
    if max(len(scheme.indicators), len(scheme.deductions)) > MOST:
        found.append("too_many:lines")
    full = scheme.full
    if not _amount(scheme.floor) or (full.is_finite() and scheme.floor > full):
        found.append("bad:floor")
    return tuple(found)


def _indicator(unit: Unit, one: Indicator) -> tuple[str, ...]:
    found = [*_title(one.title, one.title_en)]
    if not _amount(one.weight) or not one.weight:
        found.append("bad:weight")
    if one.target is not None and (not _amount(one.target) or not one.target):
        found.append("bad:target")
    try:
        node = parse(one.formula)
    except FormulaError as error:
        return (*found, f"formula:{error.code}:{error.at}")
    if one.target is None and TARGET in node.names():
        found.append("missing:target")
    return (*found, *formula_faults(unit, node))


def formula_faults(unit: Unit, node: Node) -> tuple[str, ...]:
    """Why a formula may not score a kind of unit.

    Codes: fence:<fence>:<name>, formula:unknown:<name>, fence:department:<name>, fence:cohort:<name>,
    fence:found:<name> (it would fall as more is found), formula:no_figure, formula:zero (it divides by 0).
    """
    allowed = ALLOWED[unit]
    figures = [name for name in node.names() if name not in {FULL, TARGET}]
    strange = tuple(code for name in figures if (code := _strange(unit, name)))
    if strange:
        return strange
    if not figures:
        return ("formula:no_figure",)
    if any(one.kind == "/" and not one.parts[1].names() and not value(one.parts[1], {}) for one in node.walk()):
        return ("formula:zero",)
    ways = shape(node, frozenset(allowed.rates)).ways
    return tuple(f"fence:found:{name}" for name in figures if name in allowed.grows and ways[name] != UP)


def _strange(unit: Unit, name: str) -> str:
    """The code of a name that a scheme may not use, "" for one that it may."""
    if name in ALLOWED[unit].names:
        return ""
    if unit is Unit.DEPARTMENT and name in {*ALLOWED[Unit.TOWNSHIP].names, *COHORT}:
        return f"fence:department:{name}"
    if name in COHORT:
        return f"fence:cohort:{name}"
    fence = _fence(name, 0)
    return f"fence:{fence}:{name}" if fence else f"formula:unknown:{name}"


def _deduction(unit: Unit, one: Deduction) -> tuple[str, ...]:
    found, allowed = [*_title(one.title, one.title_en)], ALLOWED[unit]
    if not _amount(one.points) or not one.points:
        found.append("bad:points")
    if one.cap is not None and (not _amount(one.cap) or not one.cap):
        found.append("bad:cap")
    if not one.figure:
        found.append("missing:figure")
    elif code := _strange(unit, one.figure):
        found.append(code)
    elif one.figure in allowed.rates:
        found.append(f"deduction:rate:{one.figure}")
    elif one.figure in allowed.grows:
        found.append(f"fence:found:{one.figure}")
    return tuple(found)


def _title(*texts: str) -> Iterable[str]:
    if not texts[0].strip():
        yield "missing:title"
    for text in texts:
        if len(text) > TITLE:
            yield "too_long:title"
        if fence := _fence(text, 1):
            yield f"fence:{fence}:{text.strip()[:TITLE]}"


def _fence(text: str, kind: int) -> str:
    """The fence that a name (0) or a title (1) touches, "" for none."""
    return next((code for code, words in FENCES.items() if re.search(words[kind], text, re.IGNORECASE)), "")


def _amount(value: Decimal) -> bool:
    """Whether it is a number of points or of a target: finite, from 0 to HIGHEST, four decimals at most."""
    if not value.is_finite() or not 0 <= value <= HIGHEST:
        return False
    exponent = value.normalize().as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -4
