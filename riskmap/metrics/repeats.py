"""The same again: an enterprise where a category of hazard was found once more within a year.

A hazard is a repeat if another one of the same enterprise and category was found on an earlier day, at most 365 days
before, or if the ledger says that it recurs (`recurs_of`). General hazards that an enterprise found itself are on
neither side: looking again and again is what is asked of it. A hazard without a category or enterprise can be no
repeat, except by `recurs_of`; how many lack them is told beside the figure.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from riskmap.domain.codes import Grade, Source
from riskmap.domain.columns import to_day
from riskmap.metrics import frame
from riskmap.metrics.filters import Filter
from riskmap.metrics.frame import Bools, Ints
from riskmap.metrics.index import Index
from riskmap.metrics.scope import Scope, scope

WITHIN: Final = 365  # days


@dataclass(frozen=True, slots=True)
class Firm:
    """An enterprise with repeats: its id, its repeats, what was found there at all, the categories that came again."""

    enterprise: str
    n: int
    m: int
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Repeats:
    """Repeats among what was found in the period (`n` of `m`), `unknown`: of these without category or enterprise."""

    n: int
    m: int
    unknown: int
    firms: tuple[Firm, ...]  # most repeats first


def repeats(index: Index, where: Filter) -> Repeats:
    """Return the repeats of a filter."""
    return index.answers.get(("repeats", where), lambda: _repeats(index, where))


def rows(index: Index, where: Filter, word: str) -> Bools | None:
    """Return the hazards behind `again` (repeats), `of` (what could be one) or `unknown`; None for another word."""
    s = scope(index, where)
    counted = counts(s)
    if word == "again":
        return counted & again(index, where)
    if word == "of":
        return counted
    return counted & _unknown(s) if word == "unknown" else None


def counts(s: Scope) -> Bools:
    """Return what was found in the period, less the general hazards that enterprises found themselves."""
    alone = frame.equals(s.frame, "source", Source.SELF) & frame.equals(s.frame, "grade", Grade.GENERAL)
    return s.holds.cohort & ~alone


def again(index: Index, where: Filter) -> Bools:
    """Return which hazards of the index are repeats as of the filter's day; the earlier one may lie outside of it."""
    return index.answers.get(("again", to_day(where.as_of)), lambda: _again(index, to_day(where.as_of)))


def _again(index: Index, day: int) -> Bools:
    facts, states = index.facts.take(index.positions(day)), index.at(day)
    alone = frame.equals(states, "source", Source.SELF) & frame.equals(states, "grade", Grade.GENERAL)
    valid = (facts.entry <= day) & (facts.voided > day) & ~alone
    result: Bools = valid & _recurs(states)
    firm, kind = _code(states, "enterprise_id"), _code(states, "category")
    some = np.flatnonzero(valid & (firm >= 0) & (kind >= 0))
    key = firm[some] * (kind.max(initial=0) + 1) + kind[some]
    order = some[np.lexsort((facts.found[some], key))]
    key = firm[order] * (kind.max(initial=0) + 1) + kind[order]
    found = facts.found[order]
    first = np.concatenate([[True], (key[1:] != key[:-1]) | (found[1:] != found[:-1])]) if len(order) else found > 0
    runs = np.flatnonzero(first)  # where a day of an enterprise and category begins
    number = np.cumsum(first) - 1
    before = np.maximum(number - 1, 0)
    same = (number > 0) & (key[runs[before]] == key) if len(order) else first
    close = same & (found - found[runs[before]] <= WITHIN) if len(order) else first
    result[order[close]] = True
    return result


def _recurs(states: pd.DataFrame) -> Bools:
    if "recurs_of" not in states.columns:
        return np.zeros(len(states), dtype=np.bool_)
    return np.asarray(states["recurs_of"].to_numpy(dtype=object) != "", dtype=np.bool_)


def _code(states: pd.DataFrame, name: str) -> Ints:
    """Numbers of the texts of a column, blanks aside; −1 where none is stated."""
    if name not in states.columns:
        return np.full(len(states), -1, dtype=np.int64)
    codes, known = pd.factorize(states[name])
    plain = [" ".join(str(text).split()) for text in known]
    number = {text: place for place, text in enumerate(sorted(set(plain) - {""}))}
    table = np.array([*(number.get(text, -1) for text in plain), -1], dtype=np.int64)
    return table[codes]


def _unknown(s: Scope) -> Bools:
    return (_code(s.frame, "enterprise_id") < 0) | (_code(s.frame, "category") < 0)


def _repeats(index: Index, where: Filter) -> Repeats:
    s = scope(index, where)
    counted = counts(s)
    repeated = counted & again(index, where)
    return Repeats(
        n=s.figure(repeated).n,
        m=s.figure(counted).n,
        unknown=s.figure(counted & _unknown(s)).n,
        firms=_firms(s, counted & s.kept, repeated & s.kept),
    )


def _firms(s: Scope, counted: Bools, repeated: Bools) -> tuple[Firm, ...]:
    columns = {name: s.frame[name].to_numpy(dtype=object) for name in ("enterprise_id", "category")}
    all_ = pd.DataFrame({**columns, "n": s.facts.weight, "again": repeated})[counted]
    all_ = all_[all_["enterprise_id"] != ""]
    found = []
    here = all_[all_["enterprise_id"].isin(set(all_.loc[all_["again"], "enterprise_id"]))]
    for firm, rows_ in here.groupby("enterprise_id", sort=True):
        own = rows_[rows_["again"]]
        kinds = tuple(sorted({" ".join(str(text).split()) for text in own["category"]} - {""}))
        found.append(Firm(str(firm), int(own["n"].sum()), int(rows_["n"].sum()), kinds))
    return tuple(sorted(found, key=lambda one: (-one.n, one.enterprise)))
