"""Units proposed for an interview: by the county's threshold, in two weeks, with enough due, and never again for the
same items.
"""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

from riskmap.domain.codes import Step
from riskmap.domain.columns import ACTS, NEVER, to_day
from riskmap.domain.escalation import Ladder, load_ladder
from riskmap.metrics import drill, filters
from riskmap.metrics.escalation_units import RATE, units
from riskmap.metrics.index import Index
from support.hazard_frames import AS_OF, TOWNSHIPS, T, facts, frame

BAD, GOOD, FEW = TOWNSHIPS[:3]
NEW = "141034203"
EARLY, WEEK = T - 60, to_day(AS_OF - timedelta(days=5))  # AS_OF is a Sunday
DONE = {"rectified": EARLY - 5, "passed": EARLY - 4, "closed": EARLY - 3, "status": "closed"}
LADDER = load_ladder({"units": {"below": 85}})


def rows() -> list[dict[str, Any]]:
    """Twelve due and eight late; twelve due, none late; nine due, all late; late since this week alone."""
    told: list[dict[str, Any]] = []
    kinds = (
        (BAD, 4, DONE), (BAD, 8, {}), (GOOD, 12, DONE), (FEW, 9, {}), (NEW, 12, DONE), (NEW, 12, {"due": WEEK}),
    )  # fmt: skip
    for township, count, more in kinds:
        for _ in range(count):
            told.append(facts(len(told), **{"township": township, "found": T - 90, "due": EARLY, **more}))
    return told


def index(ladder: Ladder = LADDER, told: list[dict[str, Any]] | None = None, interviewed: int = 0) -> Index:
    made = rows() if told is None else told
    late = [one["id"] for one in made if one["township"] == BAD and one["status"] == "open"][:interviewed]
    acts = pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in ACTS.items()})
    if late:
        known = {"hazard_id": late, "act": [str(Step.INTERVIEW)] * len(late), "on": T - 1, "due": NEVER}
        acts = pd.DataFrame(
            {name: pd.Series(known.get(name, [""] * len(late)), index=range(len(late))) for name in ACTS}
        )
    order = {"township": [NEW, FEW, GOOD, BAD]}
    return Index(frame(*made), None, order, acts=acts.astype(ACTS), ladder=ladder)


def townships(found: Index, as_of: date = AS_OF) -> list[str]:
    return [one.code for one in units(found, as_of) if one.by == "township"]


def test_a_unit_below_the_threshold_in_both_weeks_is_proposed_with_figures_that_open_their_rows() -> None:
    made = index()
    assert townships(made) == [BAD]
    one = next(one for one in units(made, AS_OF) if one.by == "township")
    assert [(week.end, RATE.parts(week.counts)) for week in one.weeks] == [
        (AS_OF, (4, 12)), (AS_OF - timedelta(days=7), (4, 12)),
    ]  # fmt: skip
    assert one.overdue == 8
    own = filters.changed(filters.default(AS_OF), township=(BAD,))
    for measure, count in (("due", 12), ("due_passed", 4), ("stock_overdue", 8)):
        assert np.count_nonzero(drill.rows(made, own, measure, "township")) == count
    assert [one.code for one in units(made, AS_OF) if one.by == "sector"] == ["coal"]


@pytest.mark.parametrize(
    ("own", "found"),
    [
        ({}, []), ({"below": 33}, []), ({"below": 34}, [BAD]), ({"below": 85, "least": 13}, []),
        ({"below": 85, "least": 9}, [FEW, BAD]), ({"below": 85, "weeks": 1}, [NEW, BAD]), ({"below": 100}, [BAD]),
    ],
)  # fmt: skip
def test_the_rule_is_data(own: dict[str, Any], found: list[str]) -> None:
    assert townships(index(load_ladder({"units": own}))) == found


def test_on_a_day_within_a_week_the_whole_weeks_before_it_count() -> None:
    assert townships(index(), AS_OF + timedelta(days=6)) == [BAD]
    assert townships(index(), AS_OF + timedelta(days=7)) == [NEW, BAD]  # two Sundays by now
    assert townships(index(), AS_OF - timedelta(days=1)) == [BAD]


def test_it_is_not_proposed_again_for_the_same_items_nor_without_any() -> None:
    assert townships(index(interviewed=7)) == [BAD]
    assert townships(index(interviewed=8)) == []
    assert townships(index(interviewed=8), AS_OF - timedelta(days=2)) == [BAD]  # the day before the interview
    for more in (
        {"extended": T - 20, "due_original": EARLY, "due": T + 5},
        {"declared": EARLY - 1, "rectified": EARLY - 1, "status": "awaiting_review"},  # the department is late, not it
    ):
        told = [{**one, **more} if one["township"] == BAD and one["status"] == "open" else one for one in rows()]
        assert townships(index(told=told)) == []


def test_what_enterprises_found_and_what_the_city_supervises_lowers_no_rate() -> None:
    told = [{**one, "source": "self"} if one["township"] == BAD else one for one in rows()]
    assert townships(index(told=told)) == []
    told = [{**one, "supervision": "city"} if one["township"] == BAD else one for one in rows()]
    assert townships(index(told=told)) == []
