"""All counts of the metrics contract by sector × township as of a date: ours beside pandas, DuckDB and Polars."""

import time
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl

from riskmap.domain.columns import NEVER, to_day
from riskmap.metrics.counts import tally
from riskmap.metrics.index import Index
from riskmap.metrics.measures import COLUMNS, CONTRACT

AS_OF, FROM = date(2026, 11, 22), date(2026, 1, 1)
T, A = to_day(AS_OF), to_day(FROM)
BY = ("sector", "township")
SECTORS = [f"s{number:02d}" for number in range(24)]
TOWNSHIPS = [f"1410341{number:02d}" for number in range(8)]
DAY_COLUMNS = ["found", "confirmed", "due", "declared", "rectified", "passed", "closed", "voided", "listed", "delisted"]


def hazards(size: int, seed: int = 7) -> pd.DataFrame:
    """Return a county's two years of hazards: ordered dates, 1 % void, 0.7 % listed, 3 % still open."""
    rng = np.random.default_rng(seed)
    found = rng.integers(T - 730, T + 1, size)
    confirmed = found + rng.integers(0, 3, size)
    due = confirmed + rng.choice([3, 7, 15, 30, 60], size)
    rectified = found + rng.geometric(0.09, size)
    passed = rectified + rng.integers(0, 13, size)
    closed = passed + rng.integers(0, 6, size)
    never = rng.random(size) < 0.03
    listed = rng.random(size) < 0.007
    days = {
        "found": found,
        "confirmed": confirmed,
        "due": np.where(rng.random(size) < 0.01, NEVER, due),
        "declared": np.where(never, NEVER, rectified),
        "rectified": np.where(never, NEVER, rectified),
        "passed": np.where(never, NEVER, passed),
        "closed": np.where(never, NEVER, closed),
        "voided": np.where(rng.random(size) < 0.01, confirmed + 5, NEVER),
        "listed": np.where(listed, confirmed + 2, NEVER),
        "delisted": np.where(listed & ~never, closed, NEVER),
    }
    frame = pd.DataFrame({name: np.where(d > T, NEVER, d) if name != "due" else d for name, d in days.items()})
    frame = frame.astype(np.int32)
    frame["found"], frame["confirmed"] = found.astype(np.int32), confirmed.astype(np.int32)
    frame["sector"] = pd.Categorical.from_codes(rng.integers(0, len(SECTORS), size), categories=SECTORS)
    frame["township"] = pd.Categorical.from_codes(rng.integers(0, len(TOWNSHIPS), size), categories=TOWNSHIPS)
    frame["grade"] = pd.Categorical.from_codes(
        (rng.random(size) < 0.03).astype(np.int8), categories=["general", "major"]
    )
    frame["undated"] = False
    frame["n"] = np.int64(1)
    return frame


Choose = Callable[[Any, Any, Any], Any]
Extreme = Callable[[Any, Any], Any]


def conditions(f: Any, if_else: Choose, least: Extreme, most: Extreme) -> dict[str, Any]:
    """Return each count of the contract as a condition over columns `f[name]`; the same text serves pandas and Polars."""
    entry = most(f["found"], f["confirmed"])
    passed = least(f["passed"], f["closed"])
    rect = least(if_else(f["rectified"] != NEVER, f["rectified"], f["declared"]), passed)
    due = if_else((f["due"] == NEVER) & (f["rectified"] == f["found"]), f["found"], f["due"])
    done = if_else(f["rectified"] != NEVER, f["rectified"], rect)
    valid = (entry <= T) & (f["voided"] > T)
    major, cohort = f["grade"] == "major", valid & (f["found"] >= A)
    is_rect, is_passed, is_closed = rect <= T, passed <= T, f["closed"] <= T
    stock = valid & (f["closed"] > T)
    open_ = stock & (rect > T)
    dues = valid & (due >= A) & ((due < T) | ((due == T) & is_rect))
    opening = (entry < A) & (f["voided"] >= A) & (f["closed"] >= A)
    entered = (entry <= T) & (entry >= A) & ~((f["voided"] <= T) & (f["voided"] <= entry))
    left = (opening | entered) & ~stock
    void = f["voided"] <= T
    return {
        "found": cohort,
        "rectified": cohort & is_rect,
        "passed": cohort & is_passed,
        "closed": cohort & is_closed,
        "major_found": cohort & major,
        "major_closed": cohort & major & is_closed,
        "due": dues,
        "due_rectified": dues & is_rect,
        "due_passed": dues & is_passed,
        "on_time": dues & is_rect & (done <= due),
        "overdue": dues & ~is_rect,
        "not_yet_due": open_ & (due >= T) & (due != NEVER),
        "opening": opening,
        "closed_in_period": left & ~void & is_closed,
        "voided_in_period": left & void,
        "transferred": entered & False,  # no hazard of this county is moved or taken back
        "carried_in": stock & (f["found"] < A),
        "stock": stock,
        "stock_overdue": open_ & (due < T),
        "stock_major": stock & major,
        "stock_listed": stock & (f["listed"] <= T) & (f["delisted"] > T),
        "new_in_period": entered,
    }


def with_pandas(frame: pd.DataFrame) -> pd.DataFrame:
    """Straightforward pandas: the conditions as columns, one groupby-sum."""
    marks = conditions(frame, lambda test, yes, no: no.where(~test, yes), np.minimum, np.maximum)
    table = pd.DataFrame(marks).groupby([frame["sector"], frame["township"]], observed=True).sum()
    return table.reset_index()


def with_polars(frame: pl.DataFrame) -> pl.DataFrame:
    """Polars, lazily, one group_by with a sum a count."""
    f = {name: pl.col(name) for name in frame.columns}
    marks = conditions(
        f,
        lambda test, yes, no: pl.when(test).then(yes).otherwise(no),
        pl.min_horizontal,
        pl.max_horizontal,
    )
    sums = [mark.sum().alias(name) for name, mark in marks.items()]
    return frame.lazy().group_by("sector", "township").agg(sums).collect()


# ruff: noqa: E501
SQL = f"""
with h as (select *, greatest(found, confirmed) as entry, least(passed, closed) as p,
    least(case when rectified <> {NEVER} then rectified else declared end, passed, closed) as r,
    case when due = {NEVER} and rectified = found then found else due end as d, grade = 'major' as major from hazards),
v as (select *, entry <= {T} and voided > {T} as valid, case when rectified <> {NEVER} then rectified else r end as done,
    entry < {A} and voided >= {A} and closed >= {A} as opening,
    entry <= {T} and entry >= {A} and not (voided <= {T} and voided <= entry) as entered from h),
w as (select *, valid and found >= {A} as cohort, valid and closed > {T} as stock,
    valid and closed > {T} and r > {T} as open, valid and d >= {A} and (d < {T} or (d = {T} and r <= {T})) as dues,
    (opening or entered) and not (valid and closed > {T}) as gone from v)
select sector, township, count(*) filter (cohort) as found, count(*) filter (cohort and r <= {T}) as rectified,
    count(*) filter (cohort and p <= {T}) as passed, count(*) filter (cohort and closed <= {T}) as closed,
    count(*) filter (cohort and major) as major_found, count(*) filter (cohort and major and closed <= {T}) as major_closed,
    count(*) filter (dues) as due, count(*) filter (dues and r <= {T}) as due_rectified,
    count(*) filter (dues and p <= {T}) as due_passed, count(*) filter (dues and r <= {T} and done <= d) as on_time,
    count(*) filter (dues and r > {T}) as overdue, count(*) filter (open and d >= {T} and d <> {NEVER}) as not_yet_due,
    count(*) filter (opening) as opening, count(*) filter (gone and voided > {T} and closed <= {T}) as closed_in_period,
    count(*) filter (gone and voided <= {T}) as voided_in_period, 0 as transferred,
    count(*) filter (stock and found < {A}) as carried_in, count(*) filter (stock) as stock,
    count(*) filter (open and d < {T}) as stock_overdue, count(*) filter (stock and major) as stock_major,
    count(*) filter (stock and listed <= {T} and delisted > {T}) as stock_listed,
    count(*) filter (entered) as new_in_period
from w group by sector, township
"""


def best(works: dict[str, Callable[[], Any]], rounds: int) -> dict[str, float]:
    """Return the least wall time of each work in milliseconds; they take turns, so that all meet the same machine."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for work in works.values():
        work()
    for _ in range(rounds):
        for name, work in works.items():
            began = time.perf_counter()
            work()
            times[name].append(time.perf_counter() - began)
    return {name: min(taken) * 1000 for name, taken in times.items()}


def _totals(table: pd.DataFrame) -> dict[str, int]:
    return {name: int(table[name].sum()) for name in CONTRACT}


def run(quick: bool = False) -> list[dict[str, Any]]:
    """Measure 10^4, 10^5 (and, unless quick, 10^6) hazards; raises AssertionError if the peers count otherwise."""
    results = []
    for size in (10_000, 100_000) if quick else (10_000, 100_000, 1_000_000):
        frame = hazards(size)
        rounds = 5 if quick else 25
        arrow = pl.from_pandas(frame)
        base = duckdb.connect()
        base.execute("create table hazards as select * from frame")
        began = time.perf_counter()
        index = Index(frame)
        keys, table = tally(index, T, A, BY)
        built = (time.perf_counter() - began) * 1000
        ours = {name: int(table[:, place].sum()) for place, name in enumerate(COLUMNS) if name in CONTRACT}
        for name, other in {
            "pandas": with_pandas(frame),
            "DuckDB": base.execute(SQL).df(),
            "Polars": with_polars(arrow).to_pandas(),
        }.items():
            assert _totals(other) == ours, name
        peers = best(
            {
                "ours": partial(tally, index, T, A, BY),
                "pandas": partial(with_pandas, frame),
                "DuckDB": lambda base=base: base.execute(SQL).fetchall(),
                "Polars": partial(with_polars, arrow),
            },
            rounds,
        )
        mine = peers.pop("ours")
        fastest = min(peers.values())
        results.append(
            {
                "work": f"all counts by sector × township, {size:,} hazards",
                "unit": "ms",
                "ours": mine,
                "peers": peers,
                "target": f"≤ 1/2 of the fastest peer ({fastest / 2:.2f} ms)",
                "met": mine <= fastest / 2,
                "note": f"{len(keys)} cells; index built once per revision in {built:.0f} ms",
            }
        )
    return results
