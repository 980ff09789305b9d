"""Do the forecasts of "what is coming" hold? The list of enterprises to check first, and the interval of closures.

The list of each month's start is held against who became newly overdue in the month (riskmap.metrics.hindsight), beside
"most open hazards first" and chance, on three ledgers: the shipped demo county, and two made-up counties of 10^5
hazards in 1,000 enterprises, one where every enterprise is as often late as any other, one where some are habitually
late. The made-up ones tell what the list can find when there is, or is not, something to find; only a real ledger tells
what is there (the page computes it). The target is: better than chance. Whether it is better than "most open first" is
told either way and is no target: the list puts danger before lateness.
"""

import tempfile
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.metrics_bench import hazards
from riskmap.domain.columns import HAZARDS, NEVER
from riskmap.metrics.expected import LEVEL, expected
from riskmap.metrics.filters import Filter
from riskmap.metrics.hindsight import Month, past
from riskmap.metrics.index import Index

ROOT = Path(__file__).resolve().parents[1]
NOW = Filter(as_of=date(2026, 11, 22), from_=date(2026, 1, 1))
FIRST = (10, 20, 50)
MONTHS, FIRMS, DRAWS = 18, 1_000, 400
Row = dict[str, Any]


def demo() -> Index:
    """The shipped demo county as of the benchmark's day."""
    from riskmap.domain.county import load_county
    from riskmap.domain.gates import load_gates
    from riskmap.ingest.demo import load
    from riskmap.ledger import queries
    from riskmap.ledger.batch import Actor
    from riskmap.ledger.commands import Ledger
    from riskmap.store.engine import open_engine
    from riskmap.store.migrate import upgrade

    own = load_county(ROOT / "data" / "county.toml")
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{folder}/demo.sqlite3")
        upgrade(engine)
        ledger = Ledger(engine, own, load_gates())
        load(ledger, engine, own, ROOT / "data" / "demo", NOW.as_of, Actor("bench", "bench", "system"))
        told = queries.snapshot(engine, own)
        engine.dispose()
    return Index(told.hazards, told.spells, acts=told.acts, posts=told.posts, firms=told.enterprises)


def county(size: int, *, habits: bool, seed: int = 3) -> Index:
    """A made-up county; with `habits` a tenth of the enterprises rectify three times as slowly as the others."""
    rng = np.random.default_rng(seed)
    table = hazards(size, seed)
    firm = rng.integers(0, FIRMS, size)
    if habits:
        slow = rng.random(FIRMS)[firm] < 0.1
        longer = np.where(slow, 3, 1)
        found = table["found"].to_numpy()
        for name in ("declared", "rectified", "passed", "closed"):
            days = table[name].to_numpy()
            moved = found + (days - found) * longer
            table[name] = np.where((days == NEVER) | (moved > table["found"].max()), NEVER, moved).astype(np.int32)
    table["enterprise_id"] = pd.array([f"e{number:04d}" for number in firm], dtype="str")
    control = np.where(rng.random(size) < 0.85, "suspended", "none")  # what is said of majors
    table["control"] = pd.Categorical(np.where(table["grade"] == "major", control, ""))
    return Index(_whole(table))


def _whole(table: pd.DataFrame) -> pd.DataFrame:
    """The frame with every column of the contract."""
    blank = {"str": "", "int64": 1, "int32": NEVER, "category": "", "bool": False, "float64": np.nan, "int8": 0}
    for name, kind in HAZARDS.items():
        if name not in table:
            table[name] = pd.Series([blank[kind]] * len(table), dtype=kind)
    return table


def area(score: np.ndarray, late: np.ndarray) -> float:
    """ROC area: how often who came stands before who did not; ties count half."""
    ranks = pd.Series(score).rank().to_numpy()
    hits = int(late.sum())
    return float((ranks[late].sum() - hits * (hits + 1) / 2) / (hits * (len(late) - hits)))


def areas(months: tuple[Month, ...], rng: np.random.Generator | None = None) -> tuple[float, float]:
    """Mean ROC area of the list and of most open first over the months; with `rng` of enterprises drawn anew."""
    found = []
    for month in months:
        known = np.flatnonzero(month.known)
        some = known if rng is None else rng.choice(known, len(known))
        late = month.late[some]
        if late.any() and not late.all():
            found.append((area(month.score[some], late), area(month.open[some], late)))
    ours, theirs = np.mean(found, axis=0)
    return float(ours), float(theirs)


def ranked(name: str, index: Index, months: int, draws: int) -> list[Row]:
    """Rows of one ledger: precision at k beside most open first and chance, and the ROC area with its interval."""
    told = past(index, NOW, months)
    rows = []
    for first in FIRST:
        places = sum(min(first, len(one.order)) for one in told)
        ours = sum(int(one.late[one.order[:first]].sum()) for one in told) / places
        other = sum(int(one.late[one.open_order[:first]].sum()) for one in told) / places
        chance = sum(int((one.late & one.known).sum()) for one in told) / sum(int(one.known.sum()) for one in told)
        rows.append({
            "work": f"{name}: newly late among the first {first}", "unit": "%", "ours": 100 * ours,
            "peers": {"most open first": 100 * other, "chance": 100 * chance},
            "target": "above chance", "met": ours > chance,
        })  # fmt: skip
    ours, theirs = areas(told)
    rng = np.random.default_rng(1)
    drawn = np.array([areas(told, rng) for _ in range(draws)])
    low, high = np.quantile(drawn[:, 0], (0.025, 0.975))
    less, more = np.quantile(drawn[:, 0] - drawn[:, 1], (0.025, 0.975))
    verdict = "better" if less > 0 else "worse" if more < 0 else "no better and no worse"
    rows.append({
        "work": f"{name}: ROC area over {len(told)} months", "unit": "", "ours": ours,
        "peers": {"most open first": theirs, "chance": 0.5}, "target": "interval above 0.5", "met": low > 0.5,
        "note": f"95 % [{low:.3f}, {high:.3f}]; less most open first [{less:+.3f}, {more:+.3f}]: {verdict}",
    })  # fmt: skip
    return rows


def covered(name: str, index: Index) -> list[Row]:
    """How often the interval of closures held over the past year, week by week, from what was known then."""
    found = expected(index, NOW)
    held, trials = sum(one.held for one in found), sum(one.trials for one in found)
    by_week = ", ".join(f"{one.weeks}: {one.held}/{one.trials}" for one in found)
    share = 100 * held / trials
    return [{
        "work": f"{name}: closure intervals that held", "unit": "%", "ours": share, "peers": {"promised": 100 * LEVEL},
        "target": f"≥ {100 * LEVEL - 10:.0f} %", "met": share >= 100 * LEVEL - 10, "note": f"by weeks ahead {by_week}",
    }]  # fmt: skip


def run(quick: bool = False) -> list[Row]:
    """Measure the three ledgers."""
    size, months, draws = (20_000, 6, 100) if quick else (100_000, MONTHS, DRAWS)
    own = demo()
    plain, habitual = county(size, habits=False), county(size, habits=True)
    rows = []
    for name, index in (("demo county", own), ("no habits", plain), ("some habitually late", habitual)):
        rows += [*ranked(name, index, months, draws), *covered(name, index)]
    return rows
