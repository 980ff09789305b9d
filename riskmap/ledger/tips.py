"""The door for reports of whistle-blowers: each write one wordless event; the named receiver alone reads them.

Whoever is a deputy (AB角) sees that a report is there as any officer of the committee does, and enters one, but is
never its receiver. Nobody reads through a token.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, Engine

from riskmap.domain.county import County
from riskmap.domain.people import Person
from riskmap.domain.roles import RIGHTS, Right
from riskmap.domain.tips import Tip, TipMove, Words, faults, moved, nameable, number, officer, refusals
from riskmap.ledger import permission, sealing
from riskmap.ledger.batch import Actor
from riskmap.ledger.errors import NotFound, Refused, Stale
from riskmap.ledger.journal import Journal, journal
from riskmap.ledger.sealing import Keyring
from riskmap.store import events, hazards, people, register, tips
from riskmap.store.engine import reading
from riskmap.store.shapes import loads
from riskmap.store.tips import Kept


class Opened(NamedTuple):
    """A report as its named receiver reads it."""

    tip: Tip
    words: Words


@dataclass(frozen=True, slots=True)
class Tips:
    """The reports of one county. Every change is one transaction with one event; raises Refused, Stale, NotFound."""

    engine: Engine
    county: County
    keys: Keyring

    def receive(self, told: Tip, words: Words, actor: Actor, on: date) -> Tip:
        """Enter a report on a day; with its number. What `told` says of number, state and version is ignored."""
        actor = _officer(actor)
        fresh = Tip("", told.received, told.channel, told.receiver, told.due)
        if codes := faults(fresh, words, on):
            raise Refused(codes)
        with journal(self.engine, self.county, actor) as book:
            _named(book.connection, self.county, fresh.receiver, actor, on)
            newest = tips.newest_sealed(book.connection, self.county.code)
            if not newest:
                self.keys.make()
            box = self.keys.box()
            if newest and not sealing.opens(box, newest):
                raise Refused((sealing.WRONG,))  # a second key would lock what lies here already
            year = fresh.received.year
            serial = register.next_numbers(book.connection, self.county.code, "tip", year, 1)[0]
            tip = replace(fresh, number=number(year, serial), demo=book.demo)
            sealed = sealing.seal(box, self.county.code, tip, words)
            return _write(book, "tip_received", tip, sealed, tip.received)

    def move(self, told: str, step: TipMove, answer: str, actor: Actor, seen_version: int, on: date) -> Tip:
        """Take a step with the report of a number; the last one says what was answered."""
        with self._held(told, actor, seen_version) as (book, kept):
            if codes := refusals(kept.tip, step, answer, on):
                raise Refused(codes)
            after, sealed = moved(kept.tip, step, on), kept.sealed
            if step is not TipMove.CHECK:
                box = self.keys.box()
                words = sealing.unseal(box, self.county.code, kept.tip, kept.sealed)
                sealed = sealing.seal(box, self.county.code, after, replace(words, answer=answer.strip()))
            return _write(book, f"tip_{step}", after, sealed, on)

    def hand_over(self, told: str, receiver: str, actor: Actor, seen_version: int, on: date) -> Tip:
        """Give a report into other hands: from then on the new receiver reads it, and the former no more."""
        with self._held(told, actor, seen_version) as (book, kept):
            if receiver == kept.tip.receiver:
                raise Refused(("same:receiver",))
            _named(book.connection, self.county, receiver, actor, on)
            box = self.keys.box()
            words = sealing.unseal(box, self.county.code, kept.tip, kept.sealed)
            after = replace(kept.tip, receiver=receiver, version=kept.tip.version + 1)
            return _write(book, "tip_handed_over", after, sealing.seal(box, self.county.code, after, words), on)

    def link(self, told: str, hazard_no: str, actor: Actor, seen_version: int, on: date) -> Tip:
        """Say by its number which hazard came of a report, "" for none; the hazard learns nothing of it."""
        with self._held(told, actor, seen_version) as (book, kept):
            wanted = hazard_no.strip()
            where, values = "hazard_no = ?", (wanted,)
            if wanted and next(hazards.load_where(book.connection, self.county.code, where, values), None) is None:
                raise Refused(("tip:no_hazard",))
            if wanted == kept.tip.hazard:
                raise Refused(("no_change",))
            after = replace(kept.tip, hazard=wanted, version=kept.tip.version + 1)
            return _write(book, "tip_linked", after, kept.sealed, on)

    def every(self, actor: Actor) -> list[Tip]:
        """The plain part of every report, latest first, for any officer of the committee; the link for its receiver."""
        actor = _officer(actor)
        with reading(self.engine) as connection:
            found = [kept.tip for kept in tips.kept(connection, self.county.code)]
        return [tip if _reads(tip, actor) else replace(tip, hazard="") for tip in found]

    def opened(self, told: str, actor: Actor) -> Opened:
        """A report with its words. Raises Refused for everybody but its named receiver, and without the key."""
        actor = _officer(actor)
        with reading(self.engine) as connection:
            kept = _kept(connection, self.county, told, actor)
        return Opened(kept.tip, sealing.unseal(self.keys.box(), self.county.code, kept.tip, kept.sealed))

    def receivers(self, actor: Actor, on: date) -> list[Person]:
        """Who may be the named receiver on a day, by login."""
        _officer(actor)
        with reading(self.engine) as connection:
            return [one for one in people.people(connection, self.county.code) if nameable(one, on)]

    @contextmanager
    def _held(self, told: str, actor: Actor, seen_version: int) -> Iterator[tuple[Journal, Kept]]:
        """A transaction about a report in the hands of its named receiver."""
        actor = _officer(actor)
        with journal(self.engine, self.county, actor) as book:
            kept = _kept(book.connection, self.county, told, actor)
            if kept.tip.version != seen_version:
                raise Stale(kept.tip.version)
            yield book, kept


def _officer(actor: Actor) -> Actor:
    """The actor as an officer of the committee, in person. Raises Refused."""
    if actor.id.startswith("token:"):
        raise Refused(("role:not_allowed",))
    return permission.permit(actor, RIGHTS[Right.TIPS])


def _reads(tip: Tip, actor: Actor) -> bool:
    return bool(actor.id) and actor.id == tip.receiver and officer(actor.held)


def _kept(connection: Connection, county: County, told: str, actor: Actor) -> Kept:
    """The report of a number as its named receiver may have it, if it is what its last event says."""
    found = tips.kept(connection, county.code, "id = ?", (told,))
    if not found:
        raise NotFound(told)
    kept = found[0]
    if not _reads(kept.tip, actor):
        raise Refused(("tip:receiver",))
    where, values = "seq = ? AND entity = ? AND entity_id = ?", (kept.seq, events.TIP, told)
    event = next(events.read(connection, county.code, where, values), None)
    if event is None or loads(event.payload) != tips.told_of(kept, tips.resealings(connection, county.code)):
        raise Refused((sealing.CHANGED,))
    return kept


def _named(connection: Connection, county: County, receiver: str, actor: Actor, on: date) -> None:
    """The receiver is an officer of the committee on a day: of the accounts, or the one who enters it."""
    found = people.people(connection, county.code, "id = ?", (receiver,))
    if not (found and nameable(found[0], on)) and not (receiver == actor.id and officer(actor.held)):
        raise Refused(("bad:receiver",))


def _write(book: Journal, action: str, tip: Tip, sealed: str, on: date) -> Tip:
    seq = book.note(action, events.TIP, tip.number, on, tips.told(tip, sealed))
    tips.write(book.connection, book.county.code, tip, sealed, seq)
    return tip
