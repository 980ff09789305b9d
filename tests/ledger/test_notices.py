"""The queue of notices in the ledger's hands: only the office, each notice once, one attempt at a time."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from riskmap.domain.notices import Kind, Notice, State
from riskmap.ledger import maintain
from riskmap.ledger.batch import Actor
from riskmap.ledger.errors import Refused
from riskmap.ledger.notices import Notices
from riskmap.settings import now
from riskmap.store import events
from riskmap.store.engine import reading
from riskmap.store.shapes import loads
from riskmap.web import data
from support.small import OFFICE, ledger_of, ledger_template, use

__all__ = ["ledger_of", "ledger_template", "use"]
ONE = Notice("", "值班群", date(2026, 11, 18), Kind.WAITING, {"overdue": 3}, "提醒", "超期 3 项")
WRONG = Actor("1", "某人", "department")


@pytest.fixture
def book(ledger_of: Callable[..., Any]) -> Notices:
    """The notices of a small ledger."""
    ledger_of("one")
    return Notices(data.engine(), data.county())


def test_a_notice_is_queued_once_taken_once_and_put_back_for_later(book: Notices) -> None:
    assert book.queue([ONE, ONE], OFFICE) == 1
    assert book.queue([ONE], OFFICE) == 0
    moment = now()
    ((waiting,), _) = book.waiting(moment)
    taken = book.take(waiting, OFFICE)
    assert taken is not None
    assert taken.state is State.SENDING
    assert book.take(waiting, OFFICE) is None
    book.failed(taken, moment, OFFICE)
    due, later = book.waiting(moment)
    assert (len(due), len(later)) == (0, 1)
    assert len(book.waiting(moment + timedelta(minutes=5))[0]) == 1
    assert later[0].attempts == 1


def test_what_was_cut_off_is_queued_anew_by_a_person_alone(book: Notices) -> None:
    book.queue([ONE], OFFICE)
    book.take(book.waiting(now())[0][0], OFFICE)
    assert (book.waiting(now()), len(book.cut_off())) == (([], []), 1)
    assert book.again(OFFICE) == 1
    assert len(book.waiting(now())[0]) == 1


def test_what_was_cut_off_and_seen_to_arrive_is_sent_with_one_event(book: Notices) -> None:
    book.queue([ONE], OFFICE)
    taken = book.take(book.waiting(now())[0][0], OFFICE)
    assert taken is not None
    assert (book.arrived(OFFICE), book.arrived(OFFICE)) == (1, 0)
    assert (book.cut_off(), book.waiting(now())) == ([], ([], []))
    assert book.sent(taken, OFFICE) == 0  # the program that was at it comes too late: no second event
    with reading(data.engine()) as connection:
        found = list(events.read(connection, data.county().code, "entity = ?", (events.NOTICE,)))
    told = [loads(one.payload) for one in found]
    assert [(one["channel"], one["seen"]) for one in told] == [("值班群", True)]
    assert maintain.verify(data.engine(), data.county()).ok


def test_who_is_not_of_the_office_queues_sends_and_repeats_nothing(book: Notices) -> None:
    book.queue([ONE], OFFICE)
    one = book.waiting(now())[0][0]
    for step in (
        lambda: book.queue([ONE], WRONG), lambda: book.take(one, WRONG), lambda: book.sent(one, WRONG),
        lambda: book.failed(one, now(), WRONG), lambda: book.again(WRONG), lambda: book.arrived(WRONG),
    ):  # fmt: skip
        with pytest.raises(Refused):
            step()
    assert book.waiting(now())[0] == [one]
