"""Units proposed for an interview: by the county's threshold, in two weeks, with enough due, and never again for the
same items.
"""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

from riskmap.domain import periods
from riskmap.domain.codes import Step
from riskmap.domain.columns import ACTS, NEVER, to_day
from riskmap.domain.escalation import Ladder, load_ladder
from riskmap.domain.meetings import Listed, Meeting
from riskmap.domain.periods import Kind
from riskmap.i18n import Translator
from riskmap.metrics import briefing, drill, filters, frozen_lists
from riskmap.metrics.escalation_units import RATE, standing, units
from riskmap.metrics.forms import Register
from riskmap.metrics.frozen_lists import State
from riskmap.metrics.index import Index
from riskmap.reports import briefing_proposed
from riskmap.reports.briefing_told import Asked
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


def test_weeks_end_on_the_day_of_the_weekly_review() -> None:
    thursday = index(load_ladder({"units": {"below": 85}}, week_ends=4))
    one = next(one for one in units(thursday, AS_OF) if one.by == "township")
    assert [week.end for week in one.weeks] == [AS_OF - timedelta(days=3), AS_OF - timedelta(days=10)]
    assert standing(thursday, AS_OF, one.by, one.code) == one
    assert townships(thursday, AS_OF + timedelta(days=4)) == [NEW, BAD]  # late on two Thursdays, on one Sunday only
    week, today = periods.label(Kind.WEEK, AS_OF), AS_OF + timedelta(days=1)
    paper = briefing.figures(thursday, filters.default(today), week, today)  # closed with its own days
    assert [week.end for week in paper.units[0].weeks] == [AS_OF, AS_OF - timedelta(days=7)]


def test_it_is_not_proposed_again_for_the_same_items_nor_without_any() -> None:
    assert townships(index(interviewed=7)) == [BAD]
    assert townships(index(interviewed=8)) == []
    assert townships(index(interviewed=8), AS_OF - timedelta(days=2)) == [BAD]  # the day before the interview
    for more in (
        {"extended": T - 20, "due_original": EARLY, "due": T + 5},
        {"extended": T - 20, "extended_to": T},  # applied for late: overdue all the same, but excused until that day
        {"declared": EARLY - 1, "rectified": EARLY - 1, "status": "awaiting_review"},  # the department is late, not it
    ):
        told = [{**one, **more} if one["township"] == BAD and one["status"] == "open" else one for one in rows()]
        assert townships(index(told=told)) == []


def test_an_extension_that_has_run_out_or_is_granted_later_excuses_nothing() -> None:
    for more in ({"extended": T - 20, "extended_to": T - 1}, {"extended": T + 1, "extended_to": T + 9}):
        told = [{**one, **more} if one["township"] == BAD and one["status"] == "open" else one for one in rows()]
        assert townships(index(told=told)) == [BAD]
    told = rows()
    told[4] |= {"extended": T - 20, "extended_to": T + 9}  # one of eight
    assert [one.overdue for one in units(index(told=told), AS_OF) if one.by == "township"] == [8]


def test_what_enterprises_found_and_what_the_city_supervises_lowers_no_rate() -> None:
    told = [{**one, "source": "self"} if one["township"] == BAD else one for one in rows()]
    assert townships(index(told=told)) == []
    told = [{**one, "supervision": "city"} if one["township"] == BAD else one for one in rows()]
    assert townships(index(told=told)) == []


def asked(of: Index, f: briefing.Figures, lang: str, register: Register) -> Asked:
    return Asked(t=Translator(lang), label=lambda _, code: code, county="", index=of, figures=f,
                 meeting=Meeting(f.name, AS_OF), decisions=(), hazards={}, register=register)  # fmt: skip


def test_a_closed_meeting_keeps_the_units_that_were_proposed_and_tells_what_became_of_them() -> None:
    none = Register(pd.DataFrame({"id": []}), pd.DataFrame({"id": []}))
    week, today, then, now = periods.label(Kind.WEEK, AS_OF), AS_OF + timedelta(days=1), index(), index(interviewed=8)
    was = briefing.figures(then, filters.default(today), week, today)
    assert [one.code for one in was.units] == [BAD, "coal"]
    assert all(standing(then, AS_OF, one.by, one.code) == one for one in was.units)
    told = frozen_lists.lists(then, was, none)
    meeting = Meeting(week, AS_OF, closed=today, rows=told.rows, lists=told.lists)
    f = briefing.figures(now, filters.default(today), week, today)
    held = frozen_lists.held(now, f, none, meeting)
    found = frozen_lists.units(now, f, held)
    assert [(one.code, state) for one, state in found] == [(BAD, State.LEFT), ("coal", State.SAME)]
    assert [one.parts for one, _ in found] == [one.parts for one in was.units]
    assert frozen_lists.units_since(f, held) == []
    other = replace(meeting, rows=(), lists=(Listed("units"),))
    since = frozen_lists.held(now, f, none, other)
    assert frozen_lists.units_since(f, since) == list(f.units)
    paper = asked(now, f, "zh_CN", none)
    said = "单位按现台账和规则：新列入 0 个（另列）、退出 1 个（已标注）。"
    assert briefing_proposed.sentence(replace(paper, lists=held))[1] == said
    main, apart = briefing_proposed.units(replace(paper, lists=since))
    assert (main.rows, [row[-1] for row in apart.rows]) == ((), ["更正，新列入"])


@pytest.mark.parametrize(("lang", "word"), [("zh_CN", "仅为建议"), ("en", "not an interview until it is signed")])
def test_the_paper_proposes_units_with_their_rates_and_declares_nothing(lang: str, word: str) -> None:
    today, made = AS_OF + timedelta(days=1), index()
    f = briefing.figures(made, filters.default(today), periods.label(Kind.WEEK, AS_OF), today)
    told = asked(made, f, lang, Register(pd.DataFrame({"id": []}), pd.DataFrame({"id": []})))
    (said,), (table,) = briefing_proposed.sentence(told), briefing_proposed.units(told)
    assert word in said
    assert [row[0] for row in table.rows] == [BAD, "coal"]
    assert "4/12" in table.rows[0][1]
    assert table.rows[0][-1] == "8"
    assert [one.among for one in table.behind] == ["township", "sector"]
    assert {one.word for one in table.behind} == {"stock_overdue"}
    silent = replace(told, figures=replace(f, units=()))
    assert (briefing_proposed.sentence(silent), briefing_proposed.units(silent)) == ((), ())
