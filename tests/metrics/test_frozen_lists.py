"""Lists that a meeting froze: as many rows as the figure says, whatever happened to the ledger since."""

from dataclasses import replace

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from test_briefing import ALL, TODAY, made_up

from riskmap.domain.meetings import Meeting
from riskmap.i18n import Translator
from riskmap.metrics import briefing, frozen, frozen_lists
from riskmap.metrics.forms import Register
from riskmap.metrics.frozen_lists import COUNTED, State
from riskmap.reports import briefing_lists, briefing_since
from riskmap.reports.briefing_told import Asked

WEEK = "2026-W40"
NONE = Register(pd.DataFrame({"id": []}), pd.DataFrame({"id": []}))


def shown(index, f, name):
    return index.at(0)["id"].to_numpy(dtype=object)[frozen_lists.rows(index, f, name)].tolist()


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 80))
def test_a_frozen_list_has_the_rows_that_its_figure_counts(seed: int, other: int, size: int) -> None:
    index = made_up(seed)
    then = briefing.figures(index, ALL, WEEK, TODAY)
    meeting_figures = frozen.printed(then)
    told = frozen_lists.lists(index, then, NONE)
    meeting = Meeting(WEEK, then.now.as_of, closed=TODAY, rows=told.rows, lists=told.lists)
    after = made_up(other, size)  # any later history: rows changed, gone, new
    now = briefing.figures(after, ALL, WEEK, TODAY)
    held = frozen_lists.held(after, now, NONE, meeting)
    for name, figure in COUNTED.items():
        assert len(held[name].rows) == len(held[name].states) == meeting_figures[figure], name
    for name, one in held.items():
        if name == frozen_lists.VISITS:
            continue
        was, live = shown(index, then, name), shown(after, now, name)
        assert [row.id for row in one.rows] == was
        ids = after.at(0)["id"].to_numpy(dtype=object)
        assert ids[one.came].tolist() == [key for key in live if key not in was]
        stays = [row.id for row, state in zip(one.rows, one.states, strict=True)
                 if state in {State.SAME, State.CHANGED}]  # fmt: skip
        assert set(stays) == set(was) & set(live)
        gone = [row.id for row, state in zip(one.rows, one.states, strict=True) if state is State.GONE]
        assert set(gone) == set(was) - set(ids)
        assert len(one.there) == len(was) - len(gone)
    listed = frozen_lists.restored(frozen.restored(now, meeting_figures), held)
    asked = Asked(t=Translator("zh_CN"), label=lambda _, code: code, county="", index=after, figures=listed,
                  meeting=replace(meeting, figures=()), decisions=(), hazards={}, register=NONE, live=now,
                  lists=held)  # fmt: skip
    for part, figure in ((briefing_lists.overdue(asked).tables, "stock_overdue"),
                         (briefing_lists.majors(asked).tables, "stock_major"),
                         (briefing_lists.ledger(asked), "stock")):  # fmt: skip
        printed = [table for table in part if not table.of]
        assert sum(len(table.rows) for table in printed) == meeting_figures[figure]
    rows = briefing_since.printed(asked, "stock")
    deleted = [row.number for row in rows if row.since == "更正，已删除"]
    assert deleted == [row.number for row in held["stock"].rows if row.id not in set(ids)]


def test_nothing_is_marked_while_nothing_changed_and_an_older_paper_has_no_lists() -> None:
    index = made_up(7)
    f = briefing.figures(index, ALL, WEEK, TODAY)
    told = frozen_lists.lists(index, f, NONE)
    meeting = Meeting(WEEK, f.now.as_of, closed=TODAY, rows=told.rows, lists=told.lists)
    held = frozen_lists.held(index, f, NONE, meeting)
    assert {state for one in held.values() for state in one.states} == {State.SAME}
    assert not any(len(one.came) for one in held.values())
    assert len({row.id for row in told.rows}) == len(told.rows)
    back = frozen_lists.restored(f, held)
    assert all(np.array_equal(getattr(back, name), getattr(f, name)) for name in frozen_lists.KEPT)
    assert frozen_lists.held(index, f, NONE, Meeting(WEEK, f.now.as_of, closed=TODAY)) == {}
    assert frozen_lists.restored(f, {}) is f
