"""Corrections (更正): what may be put right, by whom, and never into an order of days that cannot be."""

from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from riskmap.domain.actions import Action
from riskmap.domain.codes import Grade, Level, ListingState, Source, Status
from riskmap.domain.corrections import ORDER, disorder
from riskmap.domain.due import due_eff, ordered_due
from riskmap.domain.events import Event
from riskmap.domain.hazard import Hazard, Listing
from riskmap.domain.lifecycle import apply, decide
from support.lives import DAY, FOUND, made, refused, step, take

A = Action
NOW = FOUND + 60 * DAY
OFFICE = {"role": "committee"}


def imported(**over: Any) -> Hazard:
    """A row of an old ledger: done late, without a step in the program, so that no gate has judged a date of it."""
    told: dict[str, Any] = {
        "status": Status.VERIFIED, "rectified": FOUND + 20 * DAY, "declared": FOUND + 20 * DAY,
        "passed": FOUND + 25 * DAY, "reviewers": "张某、李某", "review_result": "合格", "responsible_person": "王某",
    }  # fmt: skip
    return made(**(told | over))


def corrected(hazard: Hazard, field: str, new: Any, role: str = "committee", on: date = NOW) -> Hazard | set[str]:
    answer = decide(hazard, A.CORRECT, {"field": field, "new": new, "reason": "录入错误"}, role, on, actor="officer")
    return apply(hazard, answer) if isinstance(answer, Event) else set(answer.codes)


def test_no_day_after_the_correction_itself() -> None:
    assert corrected(made(due=None), "found", "2031-12-31") == {"bad_order:on=2026-05-01<found=2031-12-31",
        "bad_order:ordered=2026-03-02<found=2031-12-31", "bad_order:confirmed=2026-03-02<found=2031-12-31"}  # fmt: skip
    assert corrected(made(), "plan_filed", (NOW + DAY).isoformat()) == {"bad_order:on=2026-05-01<plan_filed=2026-05-02"}
    assert isinstance(corrected(made(due=NOW + 9 * DAY), "due", (NOW + 99 * DAY).isoformat()), Hazard)


@pytest.mark.parametrize(
    ("field", "new", "code"),
    [
        ("due", "2026-03-01", "bad_order:due=2026-03-01<found=2026-03-02"),
        ("rectified", "2020-01-01", "bad_order:rectified=2020-01-01<found=2026-03-02"),
        ("passed", "2019-01-01", "bad_order:passed=2019-01-01<rectified=2026-03-22"),
        ("confirmed", "2026-03-01", "bad_order:confirmed=2026-03-01<found=2026-03-02"),
        ("found", "2026-03-23", "bad_order:rectified=2026-03-22<found=2026-03-23"),
        ("declared", "2026-03-21", "bad_order:declared=2026-03-21<rectified=2026-03-22"),
    ],
)
def test_an_order_that_cannot_be_is_refused_with_both_days(field: str, new: str, code: str) -> None:
    answer = corrected(imported(), field, new)
    assert isinstance(answer, set)
    assert code in answer


def test_closed_never_before_passed() -> None:
    closed = imported(status=Status.CLOSED, closed=FOUND + 30 * DAY)
    answer = corrected(closed, "closed", "2026-03-20")
    assert isinstance(answer, set)
    assert "bad_order:closed=2026-03-20<passed=2026-03-27" in answer
    assert isinstance(corrected(closed, "closed", "2026-03-28"), Hazard)


def test_an_old_row_out_of_order_may_be_bettered_and_not_worsened() -> None:
    old = imported(rectified=FOUND - 10 * DAY, declared=None)
    assert isinstance(corrected(old, "rectified", (FOUND - 5 * DAY).isoformat()), Hazard)
    assert corrected(old, "rectified", (FOUND - 11 * DAY).isoformat()) != {}
    assert isinstance(corrected(old, "rectified", (FOUND - 11 * DAY).isoformat()), set)
    assert isinstance(corrected(old, "place", "副井"), Hazard)


_DAY = st.integers(-20, 80).map(lambda n: FOUND + timedelta(days=n))
_DAYS = st.none() | _DAY
_DATES = sorted({name for pair in ORDER for name in pair} - {"on", "reviewed", "delisted", "found", "restart_on"})
_rows = st.fixed_dictionaries(dict.fromkeys(_DATES, _DAYS) | {"found": _DAY})


@settings(max_examples=300, deadline=None)
@given(_rows, st.sampled_from([*_DATES, "found"]), _DAY)
def test_no_correction_leaves_days_further_out_of_order(told: dict[str, Any], field: str, new: date) -> None:
    before = made(status=Status.OPEN, **told)
    after = corrected(before, field, new.isoformat())
    then, gaps = disorder(before, NOW), disorder(replace(before, **{field: new}), NOW)
    worse = any(gap > then.get(pair, 0) for pair, gap in gaps.items())
    if isinstance(after, Hazard):
        assert not worse
        assert disorder(after, NOW) == gaps
    else:
        assert worse == any(code.startswith("bad_order") for code in after) or after & {f"not_correctable:{field}"}


@pytest.mark.parametrize("field", ["place", "description", "due", "ordered", "reviewers", "review_result"])
def test_a_required_fact_is_not_emptied(field: str) -> None:
    for nothing in ("", None):
        answer = corrected(imported(), field, nothing)
        assert isinstance(answer, set)
        assert answer & {f"required:{field}", "bad:new"}
    assert corrected(imported(), "place", "  ") == {"required:place"}


def test_what_only_the_other_of_two_tells_may_go() -> None:
    assert corrected(made(), "enterprise_name", "") == {"required:enterprise_name"}
    assert isinstance(corrected(made(enterprise_id="e1"), "enterprise_name", ""), Hazard)
    assert corrected(made(), "source", "unknown") == {"required:source"}
    major = made(grade=Grade.MAJOR, basis="判定标准第5条", responsible_person="王某")
    assert corrected(major, "basis", "") == {"required:basis"}
    assert corrected(major, "responsible_person", "") == {"required:responsible_person"}
    assert isinstance(corrected(imported(remark="x"), "remark", ""), Hazard)


def test_the_due_date_of_an_order_is_put_right_by_the_office_alone() -> None:
    later = (FOUND + 90 * DAY).isoformat()
    assert corrected(made(), "due", later, "department") == {"due:by_extension"}
    for role in ("township", "enterprise", "inspector", "leader", "auditor", "admin"):
        assert corrected(made(), "due", later, role) == {"role:not_allowed"}
    after = corrected(made(), "due", later)
    assert isinstance(after, Hazard)
    assert (after.due, ordered_due(after)) == (FOUND + 90 * DAY, FOUND + 10 * DAY)
    again = corrected(after, "due", (FOUND + 80 * DAY).isoformat())
    assert isinstance(again, Hazard)
    assert (ordered_due(again), due_eff(again, NOW)) == (FOUND + 10 * DAY, FOUND + 80 * DAY)
    assert [(move.name, move.reason) for move in again.moves] == [("due", "录入错误")] * 2


def test_an_event_of_before_replays_to_what_it_led_to() -> None:
    old = Event("correct", NOW, {"field": "due", "old": "2026-03-12", "new": "2026-04-30", "reason": "录入错误"})
    after = apply(made(), old)
    assert (after.due, after.moves) == (date(2026, 4, 30), ())


def test_a_due_date_that_is_missing_or_not_yet_ordered_is_no_order_moved() -> None:
    missing = corrected(made(due=None), "due", "2026-03-30", "department")
    assert isinstance(missing, Hazard)
    assert missing.moves == ()
    pending = made(status=Status.PENDING, confirmed=None, ordered=None)
    assert isinstance(corrected(pending, "due", "2026-03-30", "department"), Hazard)


def test_a_due_date_ordered_here_is_put_right_until_a_re_inspection_judged_by_it() -> None:
    ordered = take(made(status=Status.PENDING, confirmed=None, ordered=None, due=None), A.CONFIRM, FOUND)
    assert isinstance(corrected(ordered, "due", "2026-06-30"), Hazard)
    passed = take(take(ordered, A.DECLARE, FOUND + DAY), A.PASS, FOUND + 2 * DAY)
    assert corrected(passed, "due", "2026-06-30") == {"judged:due"}


@pytest.mark.parametrize(("field", "new"), [("rectified", "2026-03-10"), ("started", "2026-03-05")])
def test_what_the_enterprise_declared_the_department_does_not_move(field: str, new: str) -> None:
    row = imported(started=FOUND + DAY)
    assert corrected(row, field, new, "department") == {f"decided:{field}"}
    assert isinstance(corrected(row, field, new), Hazard)


def test_who_may_re_inspect_corrects_the_day_and_nobody_else() -> None:
    day = (FOUND + 24 * DAY).isoformat()
    assert isinstance(corrected(imported(), "passed", day, "department"), Hazard)
    assert corrected(imported(source=Source.SELF), "passed", day, "department") == {"decided:passed"}
    assert corrected(imported(), "passed", day, "township") == {"role:not_allowed"}


def test_a_correction_does_not_make_the_rectifier_a_reviewer() -> None:
    row = imported(rectified_by="王某")
    assert corrected(row, "reviewers", "王某、李某") == {"same_person:rectifier"}
    assert isinstance(corrected(row, "reviewers", "赵某、李某"), Hazard)


def test_crossing_off_ends_a_proposal_that_nobody_decided_and_the_event_tells_so() -> None:
    one = imported(listings=(Listing(ListingState.PROPOSED, Level.COUNTY, proposed=FOUND),))
    form = step(A.CLOSE, NOW, one)
    event = decide(one, A.CLOSE, form.data, "department", NOW, actor="officer")
    assert isinstance(event, Event)
    assert event.data["dropped_listing"] == "county"
    after = apply(one, event)
    assert (after.status, after.listings[0].state) == (Status.CLOSED, ListingState.DROPPED)
    told = {**form.data, "dropped_listing": "province"}
    plain = decide(imported(), A.CLOSE, told, "department", NOW, actor="officer")
    assert isinstance(plain, Event)
    assert "dropped_listing" not in plain.data


def test_a_proposal_left_on_a_crossed_off_hazard_is_dropped_by_the_office() -> None:
    left = (Listing(ListingState.PROPOSED, Level.COUNTY),)
    one = imported(status=Status.CLOSED, closed=NOW, listings=left)
    assert take(one, A.DROP_LISTING, NOW).listings[0].state is ListingState.DROPPED
    assert refused(one, A.DROP_LISTING, NOW, by={"role": "department"}) == {"role:not_allowed"}


def test_every_name_of_the_order_is_a_fact() -> None:
    names = {one.name for one in fields(Hazard)} | {"reviewed", "delisted", "on"}
    assert {name for pair in ORDER for name in pair} <= names
