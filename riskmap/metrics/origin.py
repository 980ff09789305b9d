"""Where hazards come from: Pareto of categories, causes and reasons of lateness; repeats; who finds; money; the five.

Categories, causes, repeats, sources and money are counted over what was found in the period (the cohort of DOMAIN.md
§3.2), reasons of lateness over what fell due in it and was not done in time, the five over all valid major hazards.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from riskmap.domain.codes import Grade, Item, LateReason, Source
from riskmap.domain.columns import FIVE_DAYS, REASON
from riskmap.metrics import frame, quality
from riskmap.metrics.filters import Filter
from riskmap.metrics.frame import Bools, Texts
from riskmap.metrics.index import Index
from riskmap.metrics.scope import Scope, scope
from riskmap.metrics.truth import extended, extension_base, original_dues, truth

CATEGORY, CAUSE, LATE = "category", "cause", "reason"
PARETOS: Final = (CATEGORY, CAUSE, LATE)
MOST: Final = 10  # bars; what is beyond them stands together in one
OTHERS: Final = "others."  # before the kind: the word of what stands together
AMOUNTS: Final = ("funds_planned", "funds_secured", "funds_paid")
PAPER, PLACE = "paper", "place"  # the two marks of the five: content there, proved to be in place


@dataclass(frozen=True, slots=True)
class Bar:
    """One value and its items; `reached`: items of this and all larger values. `code`: "" = not stated."""

    code: str
    n: int
    reached: int


@dataclass(frozen=True, slots=True)
class Pareto:
    """The most frequent values, largest first; then what stands together, and what states none (in no bar)."""

    kind: str
    bars: tuple[Bar, ...]
    others: int  # items of values beyond the bars
    other_values: int
    unstated: int
    m: int  # all items counted


@dataclass(frozen=True, slots=True)
class Amount:
    """Money in 10,000 yuan, and the items that state it."""

    kind: str
    total: float
    n: int


@dataclass(frozen=True, slots=True)
class Five:
    """One of the five, or all of them (""): major hazards with content, and proved to be in place."""

    item: str
    paper: int
    place: int


@dataclass(frozen=True, slots=True)
class Origin:
    """The figures of a filter that are shares of one set: n of m."""

    self_found: tuple[int, int]
    self_major: tuple[int, int]
    first_pass: tuple[int, int]
    extended: tuple[int, int]
    on_time_original: tuple[int, int]
    sources: tuple[Bar, ...]
    amounts: tuple[Amount, ...]
    majors: int
    five: tuple[Five, ...]


def pareto(index: Index, where: Filter, kind: str) -> Pareto:
    """Return the Pareto of a kind, one of PARETOS; values that differ in blanks only are one."""
    return index.answers.get(("pareto", kind, where), lambda: _pareto(index, where, kind))


def origin(index: Index, where: Filter) -> Origin:
    """Return the shares of a filter."""
    return index.answers.get(("origin", where), lambda: _origin(index, where))


def rows(index: Index, where: Filter, word: str) -> Bools | None:
    """Return the hazards behind a word of this module; None for one that means nothing.

    `<kind>.<value>` and `others.<kind>` of a Pareto, `self`, `self_major`, `first_pass`, `first_review`, `extended`,
    `extension_base`, `on_time_original`, `due_original`, `major`, `paper.<item>`, `place.<item>` (no item = all five),
    `funds.<kind of amount>`.
    """
    head, dot, rest = word.partition(".")
    s = scope(index, where)
    if head in PARETOS and dot:
        return _of_value(index, s, head, rest)
    if head + dot == OTHERS and rest in PARETOS:
        shown = {bar.code for bar in pareto(index, where, rest).bars} | {""}
        values = _values(index, s, rest)
        return _base(s, rest) & ~np.isin(values, list(shown))
    if head in (PAPER, PLACE) and dot and rest in ("", *Item):
        return _majors(s) & _marks(s, head, rest)
    if head == "funds" and rest in AMOUNTS:
        return s.holds.cohort & (_money(s, rest) > 0)
    single = _SINGLE.get(word)
    return single(index, where, s) if single else None


_SINGLE: Mapping[str, Callable[[Index, Filter, Scope], Bools]] = {
    "self": lambda _i, _w, s: s.holds.cohort & frame.equals(s.frame, "source", Source.SELF),
    "self_major": lambda _i, _w, s: s.holds.cohort & s.facts.major & frame.equals(s.frame, "source", Source.SELF),
    "first_pass": lambda i, w, _s: quality.first_reviews(i, w)[0],
    "first_review": lambda i, w, _s: quality.first_reviews(i, w)[1],
    "extended": lambda _i, _w, s: extended(s),
    "extension_base": lambda _i, _w, s: extension_base(s),
    "on_time_original": lambda _i, _w, s: original_dues(s)[0],
    "due_original": lambda _i, _w, s: original_dues(s)[1],
    "major": lambda _i, _w, s: _majors(s),
}


def _of_value(index: Index, s: Scope, kind: str, value: str) -> Bools | None:
    """The items of a value; None for one that the ledger does not know (one that a filter leaves empty is known)."""
    holds = np.asarray(_values(index, s, kind) == value, dtype=np.bool_)
    known = bool(holds.any()) or not value or (kind == LATE and value in set(LateReason))
    return _base(s, kind) & holds if known else None


def _base(s: Scope, kind: str) -> Bools:
    """The items that a Pareto counts: found in the period; due in it and not done in time."""
    return s.holds.in_due_set & ~(s.holds.rect & s.holds.timely) if kind == LATE else s.holds.cohort


def _values(index: Index, s: Scope, kind: str) -> Texts:
    """The value of each hazard, "" where none is stated."""
    if kind == LATE:
        return _reasons(index, s)
    return index.answers.get(("origin values", kind, s.day), lambda: _texts(s.frame, kind))


def _texts(states: pd.DataFrame, name: str) -> Texts:
    if name not in states.columns:
        return np.full(len(states), "", dtype=object)
    codes, known = pd.factorize(states[name])
    plain = np.array([" ".join(str(text).split()) for text in known], dtype=object)
    return plain[codes] if len(plain) else np.full(len(states), "", dtype=object)


def _reasons(index: Index, s: Scope) -> Texts:
    """The reason stated last, by the day."""
    acts = index.acts[index.acts["on"].to_numpy() <= s.day]
    acts = acts[frame.equals(acts, "act", *(REASON + reason for reason in LateReason))]
    found = np.full(len(s.frame), "", dtype=object)
    if len(acts):
        acts = acts.sort_values("on", kind="stable").drop_duplicates("hazard_id", keep="last")
        place = pd.Index(s.frame["id"]).get_indexer(pd.Index(acts["hazard_id"]))
        told = acts["act"].astype("str").str.removeprefix(REASON).to_numpy(dtype=object)
        found[place[place >= 0]] = told[place >= 0]
    return found


def _pareto(index: Index, where: Filter, kind: str) -> Pareto:
    s = scope(index, where)
    counted = np.flatnonzero(_base(s, kind) & s.kept)
    totals = tally(_values(index, s, kind)[counted], s.facts.weight[counted])
    unstated = totals.pop("", 0)
    order = sorted(totals.items(), key=lambda one: (-one[1], one[0]))
    bars, reached = [], 0
    for code, n in order[:MOST]:
        reached += n
        bars.append(Bar(code, n, reached))
    rest = order[MOST:]
    return Pareto(kind, tuple(bars), sum(n for _, n in rest), len(rest), unstated, int(s.facts.weight[counted].sum()))


def tally(values: Texts, weight: frame.Ints) -> dict[str, int]:
    """Return value → items."""
    codes, known = pd.factorize(values)
    sums = np.bincount(codes, weights=weight, minlength=len(known)) if len(known) else np.zeros(0)
    return {str(code): int(n) for code, n in zip(known, sums, strict=True)}


def _origin(index: Index, where: Filter) -> Origin:
    s = scope(index, where)
    cohort = s.holds.cohort
    own = frame.equals(s.frame, "source", Source.SELF)
    checks = truth(index, where)
    majors = _majors(s)
    return Origin(
        self_found=(s.figure(cohort & own).n, s.figure(cohort).n),
        self_major=(s.figure(cohort & own & s.facts.major).n, s.figure(cohort & s.facts.major).n),
        first_pass=quality.quality(index, where).first_pass,
        extended=(checks.extended.n, s.figure(extension_base(s)).n),
        on_time_original=checks.on_time_original,
        sources=_sources(s),
        amounts=tuple(_amount(index, where, s, kind) for kind in AMOUNTS),
        majors=s.figure(majors).n,
        five=tuple(_five(s, majors, item) for item in (*(one.value for one in Item), "")),
    )


def _sources(s: Scope) -> tuple[Bar, ...]:
    rows_ = np.flatnonzero(s.holds.cohort & s.kept)
    totals = tally(s.frame["source"].to_numpy(dtype=object)[rows_], s.facts.weight[rows_])
    bars, reached = [], 0
    for code, n in sorted(totals.items(), key=lambda one: (-one[1], one[0])):
        reached += n
        bars.append(Bar(code, n, reached))
    return tuple(bars)


def _money(s: Scope, kind: str) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    return (
        np.nan_to_num(s.frame[kind].to_numpy(dtype=np.float64)) if kind in s.frame.columns else np.zeros(len(s.frame))
    )


def _amount(index: Index, where: Filter, s: Scope, kind: str) -> Amount:
    stated = s.holds.cohort & (_money(s, kind) > 0)
    return Amount(kind, float(getattr(quality.quality(index, where), kind)), s.figure(stated).n)


def _majors(s: Scope) -> Bools:
    """Valid major hazards by the day, open or closed, whenever found."""
    return (s.facts.entry <= s.day) & (s.facts.voided > s.day) & frame.equals(s.frame, "grade", Grade.MAJOR)


def _marks(s: Scope, mark: str, item: str) -> Bools:
    """Which hazards have a mark of the five at an item; "" = at all five."""
    if not item:
        return np.asarray(np.logical_and.reduce([_marks(s, mark, one.value) for one in Item]), dtype=np.bool_)
    place = list(Item).index(Item(item))
    if mark == PLACE:
        return np.asarray(frame.days(s.frame, FIVE_DAYS[place]) <= s.day)
    paper = s.frame["five_paper"].to_numpy() if "five_paper" in s.frame.columns else np.zeros(len(s.frame), np.int8)
    return np.asarray((paper >> place) & 1, dtype=np.bool_)


def _five(s: Scope, majors: Bools, item: str) -> Five:
    return Five(item, *(s.figure(majors & _marks(s, mark, item)).n for mark in (PAPER, PLACE)))
