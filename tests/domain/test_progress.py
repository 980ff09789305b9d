"""What a hazard shows on a day (DESIGN.md §1) and the rules of DOMAIN.md §2.3 that a test should pin."""

from datetime import date

import pytest

from riskmap.domain.actions import Action
from riskmap.domain.codes import Control, Grade, Level, ListingState, Progress, Status
from riskmap.domain.hazard import ControlRecord, Hazard, Listing, Move, Round
from riskmap.domain.progress import (
    alarm,
    control_at,
    days_left,
    is_overdue,
    progress,
    rectified_on,
    standing,
    status_at,
)
from support.lives import DAY, FOUND, made, take

A = Action

DUE = FOUND + 10 * DAY


def course(**dates: int) -> Hazard:
    """A hazard due ten days after it was found, with events so many days after it was found."""
    return made(**{name: FOUND + n * DAY for name, n in dates.items()})


@pytest.mark.parametrize(
    ("hazard", "day", "shown"),
    [
        (course(), -1, None),
        (course(), 0, Progress.IN_PROGRESS),
        (course(), 2, Progress.IN_PROGRESS),
        (course(), 3, Progress.DUE_SOON),
        (course(), 10, Progress.DUE_SOON),
        (course(), 11, Progress.OVERDUE),
        (course(rectified=11), 10, Progress.DUE_SOON),
        (course(rectified=12), 11, Progress.OVERDUE),
        (course(rectified=12), 12, Progress.WAITING),
        (course(declared=5), 5, Progress.WAITING),
        (course(rectified=5, passed=7), 30, Progress.WAITING),
        (course(rectified=5, passed=7, closed=8), 7, Progress.WAITING),
        (course(rectified=5, passed=7, closed=8), 8, Progress.CLOSED),
        (course(closed=8), 8, Progress.CLOSED),
        (course(passed=8), 8, Progress.WAITING),
        (course(voided=4), 3, Progress.DUE_SOON),
        (course(voided=4), 4, Progress.VOID),
        (made(status=Status.PENDING, confirmed=None), 99, Progress.PENDING),
        (course(confirmed=20), 15, Progress.PENDING),
        (course(confirmed=20), 20, Progress.OVERDUE),
        (made(due=None), 400, Progress.IN_PROGRESS),
    ],
)
def test_the_first_match_of_the_marks_wins(hazard: Hazard, day: int, shown: Progress | None) -> None:
    assert progress(hazard, FOUND + day * DAY) is shown


@pytest.mark.parametrize(("day", "left"), [(0, 10), (3, 7), (10, 0), (11, -1), (30, -20)])
def test_days_are_counted_from_the_day_asked_and_the_due_day_is_included(day: int, left: int) -> None:
    hazard = course()
    assert days_left(hazard, FOUND + day * DAY) == left
    assert is_overdue(hazard, FOUND + day * DAY) is (left < 0)


def test_without_a_due_date_there_is_no_countdown() -> None:
    assert days_left(made(due=None), FOUND) is None


def test_what_waits_to_be_confirmed_is_not_overdue() -> None:
    hazard = made(status=Status.PENDING, confirmed=None)
    assert not is_overdue(hazard, date(2027, 1, 1))
    assert not alarm(made(status=Status.PENDING, confirmed=None, grade=Grade.MAJOR), FOUND)


def failed_once() -> Hazard:
    first = Round(FOUND + 5 * DAY, FOUND + 6 * DAY, FOUND + 8 * DAY, "张某、李某", "不合格", FOUND + 20 * DAY)
    return made(status=Status.REJECTED, rounds=(first,))


def test_a_failed_re_inspection_makes_the_hazard_unrectified_again() -> None:
    hazard = failed_once()
    assert status_at(hazard, FOUND + 7 * DAY) is Status.AWAITING_REVIEW
    assert rectified_on(hazard, FOUND + 5 * DAY) is None  # done, not declared yet
    assert rectified_on(hazard, FOUND + 7 * DAY) == FOUND + 6 * DAY
    assert rectified_on(hazard, FOUND + 8 * DAY) is None
    assert status_at(hazard, FOUND + 8 * DAY) is Status.REJECTED


def test_it_is_overdue_by_the_effective_date_whatever_the_round_was_given() -> None:
    hazard = failed_once()
    assert progress(hazard, FOUND + 10 * DAY) is Progress.IN_PROGRESS  # countdown to the round's own date
    assert days_left(hazard, FOUND + 10 * DAY) == 10
    assert progress(hazard, FOUND + 11 * DAY) is Progress.OVERDUE
    assert days_left(hazard, FOUND + 11 * DAY) == -1


def test_a_walked_loop_shows_each_state_on_its_day() -> None:
    hazard = take(None, A.REGISTER, FOUND)
    for action, day in [
        (A.CONFIRM, 1), (A.START, 2), (A.DECLARE, 4), (A.FAIL, 5), (A.RESUME, 6), (A.DECLARE, 8), (A.PASS, 9),
        (A.CLOSE, 10),
    ]:  # fmt: skip
        hazard = take(hazard, action, FOUND + day * DAY)
    shown = {n: status_at(hazard, FOUND + n * DAY) for n in (0, 1, 4, 5, 6, 7, 8, 9, 10, 99)}
    assert shown == {
        0: Status.PENDING, 1: Status.OPEN, 4: Status.AWAITING_REVIEW, 5: Status.REJECTED, 6: Status.RECTIFYING,
        7: Status.RECTIFYING, 8: Status.AWAITING_REVIEW, 9: Status.VERIFIED, 10: Status.CLOSED, 99: Status.CLOSED,
    }  # fmt: skip


def test_an_open_major_hazard_without_control_is_an_alarm() -> None:
    hazard = made(grade=Grade.MAJOR)
    assert alarm(hazard, FOUND)
    held = take(hazard, A.RECORD_CONTROL, FOUND + 2 * DAY)
    assert alarm(held, FOUND + DAY)
    assert not alarm(held, FOUND + 2 * DAY)
    none = take(held, A.RECORD_CONTROL, FOUND + 3 * DAY, status="none")
    assert alarm(none, FOUND + 3 * DAY)
    assert not alarm(made(), FOUND)
    assert not alarm(made(grade=Grade.MAJOR, closed=FOUND), FOUND)


def test_the_alarm_asks_for_the_grade_of_that_day() -> None:
    hazard = made(grade=Grade.MAJOR, moves=(Move("grade", FOUND + 5 * DAY, "general", "major"),))
    assert not alarm(hazard, FOUND + 4 * DAY)
    assert alarm(hazard, FOUND + 5 * DAY)


def test_of_two_control_records_of_a_day_the_later_one_holds() -> None:
    two = (ControlRecord(Control.NONE, FOUND), ControlRecord(Control.PARTIAL, FOUND))
    record = control_at(made(controls=two), FOUND)
    assert record is not None
    assert record.status is Control.PARTIAL


def test_standing_says_everything_at_once() -> None:
    listed = Listing(ListingState.LISTED, Level.CITY, FOUND, listed=FOUND + DAY)
    hazard = made(listings=(listed,), suspended=True, recurs_of="h0")
    now = standing(hazard, FOUND + 12 * DAY)
    assert now is not None
    assert (now.listed, now.suspended, now.repeated, now.overdue, now.extended) == (Level.CITY, True, True, True, False)
    assert (now.due, now.days_left, now.progress) == (DUE, -2, Progress.OVERDUE)
    assert standing(hazard, FOUND - DAY) is None
