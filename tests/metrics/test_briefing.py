"""The figures of a period's paper: borders of weeks, months and quarters, what it is compared with, enforcement."""

from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pandas as pd
import pytest
from histories import NEVER, day, frames, single
from hypothesis import given, settings
from hypothesis import strategies as st

from riskmap.domain import periods
from riskmap.domain.columns import ACTS, REVIEWED
from riskmap.domain.periods import Kind
from riskmap.metrics import briefing, drill, filters, inspected
from riskmap.metrics.forms import Register
from riskmap.metrics.index import Index

TODAY = date(2026, 11, 30)
ALL = filters.default(TODAY)


def made_up(seed: int, size: int = 40) -> Index:
    """Hazards found, done and crossed off on random days around the end of a year."""
    dice = Random(seed)
    rows = []
    for number in range(size):
        found = day(2025, 10, 1) + dice.randrange(420)
        done = found + dice.randrange(60) if dice.random() < 0.7 else NEVER
        closed = done + dice.randrange(9) if done != NEVER and dice.random() < 0.8 else NEVER
        done_by = {"declared": done, "rectified": done, "passed": closed, "closed": closed}
        due, grade = found + dice.choice((0, 7, 30)), dice.choice(("general", "major"))
        rows.append(single(id=f"h{number}", hazard_no=f"N{number}", found=found, due=due, grade=grade, **done_by))
    return Index(*frames(rows))


@settings(max_examples=3)
@given(st.integers(0, 10**6))
def test_what_came_and_went_in_the_months_adds_up_to_the_quarter(seed: int) -> None:
    index = made_up(seed)
    whole = briefing.figures(index, ALL, "2026-Q1", TODAY)
    months = [briefing.figures(index, ALL, f"2026-{month:02d}", TODAY) for month in (1, 2, 3)]
    for name in ("new_in_period", "closed_in_period", "flow.rectified", "flow.passed"):
        assert sum(one.this.flows[name] for one in months) == whole.this.flows[name], name
    assert months[2].this.counts == whole.this.counts
    for before, after in pairwise(months):
        assert after.this.alone["opening"] == before.this.alone["stock"] == after.before.counts["stock"]


@settings(max_examples=3)
@given(st.integers(0, 10**6), st.dates(date(2026, 1, 12), date(2026, 11, 29)))
def test_a_week_begins_on_monday_and_stands_where_the_next_one_opens(seed: int, on: date) -> None:
    index, name = made_up(seed), periods.label(Kind.WEEK, on)
    f, then = briefing.figures(index, ALL, name, TODAY), briefing.figures(index, ALL, briefing.beside(name, -1), TODAY)
    assert f.own.from_.isoweekday() == 1
    assert f.own.from_ <= on <= periods.parse(name).end
    assert f.this.alone["opening"] == then.this.counts["stock"] == f.before.counts["stock"]
    assert f.points[-1].counts == f.this.counts
    b = f.this.alone
    gone = b["closed_in_period"] + b["voided_in_period"]
    assert b["opening"] + b["new_in_period"] - gone + b["transferred"] == b["stock"]


@pytest.mark.parametrize(
    ("name", "before", "last_year"),
    [
        ("2026-W47", ("2026-11-09", "2026-11-11"), ("2025-11-17", "2025-11-19")),
        ("2026-11", ("2026-10-01", "2026-10-18"), ("2025-11-01", "2025-11-18")),
        ("2026-Q3", ("2026-04-01", "2026-06-30"), ("2025-07-01", "2025-09-30")),
    ],
)  # fmt: skip
def test_a_running_period_is_compared_with_as_many_days(name, before, last_year) -> None:
    today = date(2026, 11, 18)
    f = briefing.figures(made_up(1), filters.default(today), name, today)
    days = [tuple(map(str, (one.period.start, one.period.end))) for one in f.sides]
    assert days == [before, last_year]
    assert f.now.from_ == date(2026, 1, 1)


def test_two_periods_are_compared_with_as_many_days_and_kinds_are_never_mixed() -> None:
    index, today = made_up(2), date(2026, 11, 18)
    f = briefing.figures(index, filters.default(today), "2026-W47", today, against="2026-W40")
    assert f.against is f.beside is f.sides[-1]
    assert (f.against.period.start, f.against.period.end) == (date(2026, 9, 28), date(2026, 9, 30))
    alone = briefing.figures(index, filters.default(today), "2026-W40", date(2026, 9, 30))
    assert f.against.counts == alone.this.counts
    assert len(briefing.figures(index, ALL, "2026-W47", TODAY, against="2026-W46").sides) == 2  # the week before anyway
    for wrong in ("2026-10", "2027-W01", "2026-H1", "0001-W01", "x"):
        with pytest.raises(ValueError):
            briefing.figures(index, ALL, "2026-W47", TODAY, against=wrong)


def test_a_period_before_the_ledger_begins_is_compared_with_nothing() -> None:
    f = briefing.figures(Index(*frames([single(found=day(2026, 11, 3))])), ALL, "2026-11", TODAY)
    assert (f.this.known, f.before.known, f.last_year.known) == (True, False, False)
    assert [one.period.label for one in f.points] == ["2026-11"]


WITHIN, BEFORE = day(2026, 11, 10), day(2026, 10, 10)


def enforced() -> Index:
    rows = [
        single(id="h1", found=WITHIN, ordered=WITHIN, declared=WITHIN, rectified=WITHIN, on_the_spot=True),
        single(id="h2", found=BEFORE, ordered=BEFORE, control="suspended", control_on=WITHIN, grade="major"),
        single(id="h3", found=BEFORE, ordered=BEFORE, control="suspended", control_on=BEFORE, listed=WITHIN,
               listed_level="county", grade="major"),
        single(id="h4", found=BEFORE, declared=BEFORE, rectified=BEFORE, passed=WITHIN),
        single(id="h5", found=BEFORE, ordered=WITHIN, voided=WITHIN),  # found untrue: counts nowhere
        single(id="h6", found=BEFORE, listed=BEFORE, delisted=WITHIN, listed_level="city", grade="major"),
    ]  # fmt: skip
    told = [("h2", "transfer", WITHIN), ("h2", "transfer", WITHIN), ("h3", "interview", BEFORE)]
    told += [("h3", REVIEWED, WITHIN), ("h4", "supervise", WITHIN)]
    acts = pd.DataFrame(
        {"hazard_id": [one for one, _, _ in told], "act": [act for _, act, _ in told],
         "on": [on for _, _, on in told], "due": [NEVER] * len(told)}
    ).astype(ACTS)  # fmt: skip
    return Index(*frames(rows), acts=acts)


def test_enforcement_counts_what_the_ledger_records_each_with_its_rows() -> None:
    index = enforced()
    f = briefing.figures(index, ALL, "2026-11", TODAY)
    expected = {
        "on_the_spot": {"h1"}, "ordered": {"h1"}, "stopped": {"h2"}, "reviewed": {"h3", "h4"}, "listed": {"h3"},
        "delisted": {"h6"}, "supervised": {"h4"}, "criticised": set(), "interviewed": set(), "handed_over": {"h2"},
    }  # fmt: skip
    for name, ids in expected.items():
        rows = drill.rows(index, f.own, f"flow.{name}")
        assert set(index.at(day(2026, 11, 30)).loc[rows, "id"]) == ids, name
        assert f.this.flows[f"flow.{name}"] == len(ids), name
    assert f.year["flow.interviewed"] == 1
    assert f.year["flow.stopped"] == 2
    assert f.before.flows["flow.stopped"] == 1


def test_visits_of_authorities_count_in_their_period_and_self_checks_never() -> None:
    firms = pd.DataFrame({"id": ["e1", "e2"], "township": ["a", "b"], "sector": ["coal", "gas"], "group": ["", ""],
                          "department": ["", ""]})  # fmt: skip
    told = [("v1", "e1", WITHIN, "routine"), ("v2", "e2", WITHIN, "special"), ("v3", "e1", WITHIN, "self"),
            ("v4", "e1", BEFORE, "random"), ("v5", "", WITHIN - 1, "unknown")]  # fmt: skip
    made = pd.DataFrame(told, columns=["id", "enterprise_id", "on", "kind"])
    f = briefing.figures(enforced(), ALL, "2026-11", TODAY, Register(firms, made))
    assert made["id"].take(f.visits).tolist() == ["v5", "v1", "v2"]
    assert (f.this.visits, f.before.visits, f.year["visits"]) == (3, 1, 4)
    own = filters.changed(f.own, township=("b",))
    assert made["id"].take(inspected.visits(made, firms, own)).tolist() == ["v2"]


def test_the_last_period_that_is_over_is_asked_for_first() -> None:
    for on, week, month, quarter in (
        (date(2026, 11, 29), "2026-W48", "2026-10", "2026-Q3"), (date(2026, 11, 30), "2026-W48", "2026-11", "2026-Q3"),
        (date(2027, 1, 1), "2026-W52", "2026-12", "2026-Q4"),
    ):  # fmt: skip
        found = [briefing.reviewed(kind, on) for kind in (Kind.WEEK, Kind.MONTH, Kind.QUARTER)]
        assert found == [week, month, quarter]
        assert periods.parse(found[0]).end <= on
        assert on - periods.parse(found[0]).end <= timedelta(days=6)


def test_ages_of_the_paper_are_those_of_its_stock() -> None:
    f = briefing.figures(made_up(5), ALL, "2026-11", TODAY)
    assert sum(f.ages.general) + sum(f.ages.major) == f.this.counts["stock"]
    assert sum(f.ages.overdue) == f.this.counts["stock_overdue"] == len(f.overdue)
