"""The profiles of senders: kept, replaced and removed through the one door, each time with one event."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection

from riskmap.domain.sender import SenderProfile, faults
from riskmap.ledger.errors import NotFound, Refused
from riskmap.ledger.journal import Journal
from riskmap.store import events, profiles
from riskmap.store.shapes import dumps, loads


def save(book: Journal, sender: str, told: Mapping[str, Any]) -> SenderProfile:
    """Keep a sender's profile; the same one again writes nothing. Raises Refused (domain.sender.faults)."""
    sender = sender.strip()
    if codes := faults(sender, told):
        raise Refused(codes)
    before = profiles.profiles(book.connection, book.county.code, sender).get(sender)
    if before is not None and before.told == loads(dumps(dict(told))):
        return before
    profile = SenderProfile(sender, dict(told), book.at)
    number = book.note("profile_saved", events.PROFILE, sender, None, {"told": dict(told)})
    profiles.write(book.connection, book.county.code, profile, number)
    return profile


def remove(book: Journal, sender: str) -> None:
    """Remove a sender's profile. Raises NotFound."""
    if not profiles.delete(book.connection, book.county.code, sender):
        raise NotFound(sender)
    book.note("profile_removed", events.PROFILE, sender, None, {})


def problems(connection: Connection, county: str) -> Iterator[str]:
    """What the stored profiles say that their last events do not, and the other way round."""
    stored = profiles.profiles(connection, county)
    last = {event.entity_id: event for event in events.read(connection, county, "entity = ?", (events.PROFILE,))}
    marks = dict(profiles.marks(connection, county))
    yield from (f"profile of {sender} has no events" for sender in stored.keys() - last.keys())
    for sender, event in last.items():
        profile = stored.get(sender)
        if event.action == "profile_removed":
            if profile is not None:
                yield f"profile of {sender} was removed by event {event.seq}, but is there"
        elif profile is None:
            yield f"profile of {sender} of event {event.seq} is missing"
        elif (profile.told, profile.at, marks[sender]) != (loads(event.payload)["told"], event.at, event.seq):
            yield f"profile of {sender} does not say what event {event.seq} says"
