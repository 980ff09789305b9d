"""The remaining formulas of DOMAIN.md §3.3: re-inspections, days, five implementations, delisting, coverage, funds."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from riskmap.domain.columns import NEVER
from riskmap.metrics import frame
from riskmap.metrics.filters import Filter
from riskmap.metrics.index import Index
from riskmap.metrics.scope import scope
from riskmap.metrics.stock import weighted_median

Parts = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Quality:
    """Rates by their parts (n, m), days as numbers (None of nothing), funds in 万元."""

    review_pass: Parts  # 复查合格率: passes / re-inspections with a conclusion in the period
    first_pass: Parts  # 一次复查合格率: first ones passed / hazards with a first re-inspection
    mean_days: float | None  # found → rectified, calendar days, rectified items found in the period
    median_days: float | None
    five_complete: Parts  # 五落实完成率: major with all five proved in place by the day / major found by it
    delisted: Parts  # 挂牌摘牌率, cumulative: listings ended / listings begun by the day (a hazard may be listed again)
    funds_planned: float
    funds_secured: float
    funds_paid: float


def quality(index: Index, where: Filter) -> Quality:
    """Return the figures for the hazards, period and day of a filter."""
    return index.answers.get(("quality", where), lambda: _quality(index, where))


def _quality(index: Index, where: Filter) -> Quality:
    s = scope(index, where)
    facts, kept, day, start, weight = s.facts, s.kept, s.day, s.start, s.facts.weight
    valid = (facts.entry <= day) & (facts.voided > day)
    passed = valid & (facts.passed >= start) & (facts.passed <= day)
    failures = failed_reviews(index, start, day)
    passed_first, first = first_reviews(index, where)
    done = s.holds.cohort & s.holds.rect & kept
    written = frame.days(s.frame, "rectified")  # the day it was done; a rectification counts from its declaration
    taken = np.maximum(np.minimum(np.where(written != NEVER, written, facts.rect), day) - facts.found, 0)
    major = valid & facts.major
    five = frame.days(s.frame, "five_on") <= day
    begun, ended = (int((number * weight)[valid & kept].sum()) for number in listings(index, day))
    n_failed = int((failures * weight)[valid & kept].sum())
    return Quality(
        review_pass=(s.figure(passed).n, s.figure(passed).n + n_failed),
        first_pass=(s.figure(passed_first).n, s.figure(first).n),
        mean_days=float((taken * weight)[done].sum() / weight[done].sum()) if done.any() else None,
        median_days=weighted_median(taken[done], weight[done]),
        five_complete=(s.figure(major & five).n, s.figure(major).n),
        delisted=(ended, begun),
        funds_planned=_sum(s.frame, "funds_planned", s.holds.cohort & kept),
        funds_secured=_sum(s.frame, "funds_secured", s.holds.cohort & kept),
        funds_paid=_sum(s.frame, "funds_paid", s.holds.cohort & kept),
    )


def first_reviews(index: Index, where: Filter) -> "tuple[frame.Bools, frame.Bools]":
    """Return the hazards whose first re-inspection passed, and all with a re-inspection by the filter's day."""
    s = scope(index, where)
    failed = failed_reviews(index, -NEVER, s.day) > 0
    first = (s.facts.entry <= s.day) & (s.facts.voided > s.day) & (failed | (s.facts.passed <= s.day))
    return np.asarray(first & ~failed, dtype=np.bool_), np.asarray(first, dtype=np.bool_)


def failed_reviews(index: Index, start: int, day: int) -> "frame.Ints":
    """Return how many re-inspections of each hazard failed within [start, day] (each state knows its latest)."""
    rows = np.concatenate([np.arange(index.size), index.states.row])
    failed = frame.days(index.states.all, "rejected")
    inside = (failed >= start) & (failed <= day)
    distinct = pd.DataFrame({"row": rows[inside], "day": failed[inside]}).drop_duplicates()
    return np.bincount(distinct["row"].to_numpy(dtype=np.int64), minlength=index.size).astype(np.int64)


def listings(index: Index, day: int) -> "tuple[frame.Ints, frame.Ints]":
    """Return how many listings of each hazard began by a day, and how many of these ended by it."""
    states = index.states
    rows, listed = np.concatenate([np.arange(index.size), states.row]), frame.days(states.all, "listed")
    some = np.flatnonzero(listed <= day)
    ends = frame.days(states.all, "delisted")[some]
    each = pd.DataFrame({"row": rows[some], "on": listed[some], "end": ends}).groupby(["row", "on"])["end"].min()
    row, gone = each.index.get_level_values("row").to_numpy(dtype=np.int64), each.to_numpy() <= day
    begun, ended = (np.bincount(one, minlength=index.size).astype(np.int64) for one in (row, row[gone]))
    return begun, ended


def _sum(states: pd.DataFrame, name: str, mask: frame.Bools) -> float:
    return float(np.nansum(states[name].to_numpy(dtype=np.float64)[mask])) if name in states.columns else 0.0


@dataclass(frozen=True, slots=True)
class Coverage:
    """Visits in a period: enterprises visited, enterprises to be visited, visits, visits that found nothing."""

    visited: int
    enterprises: int
    visits: int
    found_nothing: int


def coverage(inspections: pd.DataFrame, enterprises: pd.DataFrame, start: int, day: int) -> Coverage:
    """Return the coverage of enterprises (the frame given is 应排查) by visits within [start, day].

    排查覆盖率 = visited / enterprises; 隐患密度 = found / visited, to be divided by the caller with its count.
    """
    on = frame.days(inspections, "on")
    inside = inspections[(on >= start) & (on <= day)]
    known = inside["enterprise_id"].isin(enterprises["id"])
    return Coverage(
        visited=int(inside.loc[known, "enterprise_id"].nunique()),
        enterprises=len(enterprises),
        visits=len(inside),
        found_nothing=int(inside["found_nothing"].sum()) if len(inside) else 0,
    )
