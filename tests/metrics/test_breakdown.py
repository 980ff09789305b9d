"""Lines of a dimension against plain pandas and against each other: parts add up, rates are n/m of the rows."""

from dataclasses import replace
from random import Random

import numpy as np
import pandas as pd
from histories import FIRST, NEVER, SPAN, History, as_date, frames, random_history
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from riskmap.domain.codes import Grade
from riskmap.metrics import breakdown, drill, filters, own_work, sizes
from riskmap.metrics.breakdown import DEPARTMENT, DIMENSIONS, graded
from riskmap.metrics.counts import total
from riskmap.metrics.filters import Filter
from riskmap.metrics.index import Index
from riskmap.metrics.measures import COLUMNS
from riskmap.metrics.rates import ALL
from riskmap.metrics.truth import truth

HEADS = {"e1": 1000.0, "e2": 19.0, "e3": float("nan")}
FIRMS = pd.DataFrame({"id": list(HEADS), "headcount": list(HEADS.values())})
days = st.tuples(st.integers(FIRST, FIRST + SPAN), st.integers(0, 90)).map(lambda p: (p[0], p[0] - p[1]))
quick = settings(max_examples=8, deadline=None, phases=(Phase.explicit, Phase.generate))


def ledger(seed: int, size: int) -> list[History]:
    """Random histories of hazards with ids of their own."""
    made = (random_history(Random(seed * 1000 + number)) for number in range(size))
    return [tuple(replace(s, facts={**s.facts, "id": f"h{n}"}) for s in history) for n, history in enumerate(made)]


ledgers = st.builds(ledger, st.integers(0, 10**6), st.integers(0, 60))


def plain(index: Index, day: int, start: int) -> pd.DataFrame:
    """The ledger of a day by pandas alone: what each row counts, written from DOMAIN.md §3.2-3.3."""
    f = index.at(day).copy()
    f["size"] = f["enterprise_id"].map({"e1": "large", "e2": "micro"}).fillna("")
    f["due_on"] = f["due"].where(~((f["due"] == NEVER) & (f["rectified"] == f["found"])), f["found"])
    f.loc[f["undated"], "due_on"] = NEVER
    asked = f["declared"].where(f["declared"] != NEVER, f["rectified"])
    f["rect_on"] = pd.concat([asked, f["passed"], f["closed"]], axis=1).min(axis=1)
    f["pass_on"] = f[["passed", "closed"]].min(axis=1)
    valid = (f[["found", "confirmed"]].max(axis=1) <= day) & (f["voided"] > day)
    rect, passed = f["rect_on"] <= day, f["pass_on"] <= day
    cohort = valid & (f["found"] >= start)
    due = valid & (f["due_on"] >= start) & ((f["due_on"] < day) | ((f["due_on"] == day) & rect))
    done_on = f["rectified"].where(f["rectified"] != NEVER, f["rect_on"])
    timely = (done_on <= f["due_on"]) & (f["due_on"] != NEVER)
    major, closed = f["grade"] == "major", f["closed"] <= day
    marks = {
        "rectification_rate": (cohort & ((passed & ~major) | (closed & major)), cohort),
        "major_rate": (cohort & closed & major, cohort & major),
        "due_rate": (due & rect, due), "due_rate_passed": (due & passed, due),
        "on_time_rate": (due & rect & timely, due), "on_time_rate_passed": (due & passed & timely, due),
        "overdue_rate": (due & ~rect, due), "overdue_rate_passed": (due & ~passed, due),
        "closing_rate": (cohort & closed, cohort), "reported_rate": (cohort & rect, cohort),
    }  # fmt: skip
    for name, (above, below) in marks.items():
        f[f"{name}/n"], f[f"{name}/m"] = above * f["n"], below * f["n"]
    return f


def settled(rows: pd.DataFrame, by: list[str], mine: pd.Series) -> dict[tuple[str, ...], tuple[int, int]]:
    """(codes, rate) → (n, m) by groupby, zeros left out."""
    columns = [f"{name}/{part}" for name in ALL for part in "nm"]
    sums = rows[mine].groupby([rows.loc[mine, name].astype(str) for name in by])[columns].sum()
    found = {}
    for codes, line in zip(sums.index, sums.to_dict("records"), strict=True):
        for name in ALL:
            parts = (int(line[f"{name}/n"]), int(line[f"{name}/m"]))
            if any(parts):
                found[*(codes if isinstance(codes, tuple) else (codes,)), name] = parts
    return found


@quick
@given(ledgers, days)
def test_every_rate_of_every_line_is_what_pandas_says(histories, period) -> None:
    day, start = period
    index = Index(*frames(histories), firms=FIRMS)
    where = Filter(as_of=as_date(day), from_=as_date(start))
    rows = plain(index, day, start)
    alone = (rows["source"] == "self") & (rows["grade"] == "general")
    for by in DIMENSIONS:
        mine = ~alone & ~(rows["supervision"].isin(["city", "province", "state"]) if by == "township" else alone)
        found = breakdown.breakdown(index, where, by)
        lines = {(line.code,): line.counts for line in found.table.lines}
        assert told(lines) == settled(rows, [by], mine)
        grades = {(code, str(grade)): graded(found, code, grade) for (code,) in lines for grade in Grade}
        assert told(grades) == settled(rows, [by, "grade"], mine)


def told(lines: dict[tuple[str, ...], dict[str, int]]) -> dict[tuple[str, ...], tuple[int, int]]:
    """The same of our lines."""
    parts = {(*codes, name): rate.parts(counts) for codes, counts in lines.items() for name, rate in ALL.items()}
    return {key: pair for key, pair in parts.items() if any(pair)}


@quick
@given(ledgers, days, st.sampled_from([{}, {"grade": ("major",)}, {"township": ("141034100",)}, {"size": ("large",)}]))
def test_lines_and_what_stands_apart_add_up_to_the_whole(histories, period, narrowed) -> None:
    day, start = period
    index = Index(*frames(histories), firms=FIRMS)
    where = filters.changed(Filter(as_of=as_date(day), from_=as_date(start)), **narrowed)
    whole = total(index, where.as_of, where.from_, where)
    for by in DIMENSIONS:
        table = breakdown.breakdown(index, where, by).table
        lines = [*table.lines, *(one for one in (table.self_found, table.higher) if one is not None)]
        assert {name: sum(line.counts[name] for line in lines) for name in COLUMNS} == whole == table.total.counts


@quick
@given(ledgers, days)
def test_checks_and_steps_of_lines_are_the_rows_behind_their_links(histories, period) -> None:
    day, start = period
    index = Index(*frames(histories), firms=FIRMS)
    where = Filter(as_of=as_date(day), from_=as_date(start))
    weight = index.facts.weight[index.positions(day)]
    for by in ("township", "size", "supervision"):
        found = breakdown.breakdown(index, where, by)
        for prefix, table in (("check.", found.checks), ("step.", found.steps)):
            for code in found.checks:
                only = filters.changed(where, **{by: (code or "unknown",)})
                for name, number in table[code].items():
                    assert number == weight[drill.rows(index, only, prefix + name, found.among)].sum()
    assert sum(line["extended"] for line in found.checks.values()) <= truth(index, where).extended.n


@quick
@given(ledgers, days)
def test_the_crossed_work_of_departments_adds_up_to_each_department(histories, period) -> None:
    day, start = period
    index = Index(*frames(histories), firms=FIRMS)
    where = Filter(as_of=as_date(day), from_=as_date(start))
    lines = {line.code: line.counts for line in own_work.table(index, where)[:-1]}
    for across in (one for one in DIMENSIONS if one != DEPARTMENT):
        crossed = breakdown.work(index, where, across)
        for code, counts in lines.items():
            for part, number in counts.items():
                assert number == sum(row[part] for (department, _), row in crossed.items() if department == code)


def test_sizes_are_classes_of_headcount() -> None:
    heads = np.array([1000, 999, 300, 299, 20, 19, 1, 0, np.nan])
    names = [(*sizes.SIZES, "")[number] for number in sizes.codes(heads)]
    assert names == ["large", "medium", "medium", "small", "small", "micro", "micro", "", ""]


@quick
@given(ledgers, days, st.sampled_from(["large", "micro", "unknown"]))
def test_the_filter_of_a_size_keeps_the_hazards_of_its_enterprises(histories, period, size) -> None:
    day, start = period
    index = Index(*frames(histories), firms=FIRMS)
    where = filters.changed(Filter(as_of=as_date(day), from_=as_date(start)), size=(size,))
    wanted = {"large": {"e1"}, "micro": {"e2"}, "unknown": {"e3", ""}}[size]
    frame = index.at(day)
    assert (index.mask(where) == (frame["enterprise_id"].isin(wanted) & (frame["found"] <= day)).to_numpy()).all()


def test_where_no_register_is_known_nobody_has_a_size() -> None:
    histories = [random_history(Random(number)) for number in range(8)]
    index = Index(*frames(histories))
    assert set(index.dim("size")[0].tolist()) == {len(sizes.SIZES)}
