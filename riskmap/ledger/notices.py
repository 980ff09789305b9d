"""The queue of notices, step by step: queued once, taken for one attempt, sent with an event or put back for later.

An attempt is written down before it is made. Whoever is killed in between leaves the notice as SENDING: nobody knows
whether it arrived, so it is told and not repeated, until a person says so (`again`).
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Engine

from riskmap.domain.county import County
from riskmap.domain.notices import Notice, State, retry_at
from riskmap.domain.roles import OFFICE
from riskmap.ledger import permission
from riskmap.ledger.batch import Actor
from riskmap.ledger.journal import Journal, journal, new_id
from riskmap.store import events
from riskmap.store import notices as stored
from riskmap.store.engine import reading, writing


class Notices:
    """The notices of one county. Methods raise Refused for who is not of the office."""

    def __init__(self, engine: Engine, county: County) -> None:
        self.engine, self.county = engine, county

    def queue(self, wanted: Iterable[Notice], actor: Actor) -> int:
        """Queue notices, each channel, day and kind once for ever; how many were new."""
        permission.permit(actor, OFFICE)
        with writing(self.engine) as connection:
            return sum(stored.add(connection, self.county.code, replace(one, id=new_id())) for one in wanted)

    def waiting(self, now: datetime) -> tuple[list[Notice], list[Notice]]:
        """Notices in the queue: those to be tried by now, and those that wait for a later moment."""
        with reading(self.engine) as connection:
            found = stored.of_state(connection, self.county.code, State.QUEUED)
        due = [one for one in found if not one.next_at or datetime.fromisoformat(one.next_at) <= now]
        return due, [one for one in found if one not in due]

    def cut_off(self) -> list[Notice]:
        """Notices whose attempt has no outcome: the program ended, or another one is at it."""
        with reading(self.engine) as connection:
            return stored.of_state(connection, self.county.code, State.SENDING)

    def take(self, one: Notice, actor: Actor) -> Notice | None:
        """Take a notice for one attempt; None where somebody else has. Raises Refused where no event could follow."""
        with journal(self.engine, self.county, permission.permit(actor, OFFICE)) as book:
            taken = replace(one, state=State.SENDING, attempts=one.attempts + 1, next_at="")
            return taken if stored.move(book.connection, self.county.code, taken, State.QUEUED) else None

    def sent(self, one: Notice, actor: Actor) -> int:
        """A notice went out: number of its event, 0 where a person said so before. Words are forgotten, counts stay."""
        with journal(self.engine, self.county, permission.permit(actor, OFFICE)) as book:
            return self._sent(book, one)

    def _sent(self, book: Journal, one: Notice, **more: bool) -> int:
        after = replace(one, state=State.SENT, body="")
        if not stored.move(book.connection, self.county.code, after, State.SENDING):
            return 0
        told = {
            "channel": one.channel, "kind": one.kind.value, "counts": dict(one.counts), "detail": one.detail,
            "attempts": one.attempts, **more,
        }  # fmt: skip
        return book.note("notice_sent", events.NOTICE, one.id, one.day, told)

    def failed(self, one: Notice, now: datetime, actor: Actor) -> Notice:
        """An attempt failed for certain: the notice goes back into the queue, for a later moment."""
        permission.permit(actor, OFFICE)
        back = replace(one, state=State.QUEUED, next_at=retry_at(now, one.attempts).isoformat())
        with writing(self.engine) as connection:
            stored.move(connection, self.county.code, back, State.SENDING)
        return back

    def arrived(self, actor: Actor) -> int:
        """Take what was cut off for sent, as a person saw it arrive; how many. Their events say `seen`."""
        with journal(self.engine, self.county, permission.permit(actor, OFFICE)) as book:
            found = stored.of_state(book.connection, self.county.code, State.SENDING)
            return sum(self._sent(book, one, seen=True) > 0 for one in found)

    def again(self, actor: Actor) -> int:
        """Queue what was cut off anew, as a person has decided; how many. They may arrive a second time."""
        permission.permit(actor, OFFICE)
        with writing(self.engine) as connection:
            found = stored.of_state(connection, self.county.code, State.SENDING)
            queued = (replace(one, state=State.QUEUED, next_at="") for one in found)
            return sum(stored.move(connection, self.county.code, one, State.SENDING) for one in queued)
