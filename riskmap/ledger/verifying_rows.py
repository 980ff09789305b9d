"""Do stored rows say what their last events say? For every kind of row whose last event holds it whole."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from sqlalchemy import Connection

from riskmap.domain.codec import to_json
from riskmap.store import events

T = TypeVar("T")


def never(_facts: Mapping[str, Any], _seq: int) -> bool:
    """A row that an event told is there for good."""
    return False


def problems(
    connection: Connection,
    county: str,
    entity: str,
    stored: Mapping[str, T],
    *,
    marks: Mapping[str, int] | None = None,
    told: Callable[[T], Any] = to_json,
    named: Callable[[T], str] | None = None,
    gone: Callable[[Mapping[str, Any], int], bool] = never,
) -> Iterator[str]:
    """What stored rows say that their last events do not, and the other way round.

    `stored`: id → row; `marks`: id → the event that the row names as its last (None: looked at elsewhere);
    `told`: a row as events hold it; `named`: what the sentence calls it (None: the id); `gone`: whether what an event
    told is rightly there no more.
    """
    last = {event.entity_id: event for event in events.read(connection, county, "entity = ?", (entity,))}
    called = {one: named(row) if named else one for one, row in stored.items()}
    yield from (f"{entity} {called[one]} has no events" for one in stored.keys() - last.keys())
    for one, event in last.items():
        facts = events.facts(event.payload)
        if one not in stored:
            if not gone(facts, event.seq):
                yield f"{entity} {one} of event {event.seq} is missing"
        elif told(stored[one]) != facts or (marks is not None and marks[one] != event.seq):
            yield f"{entity} {called[one]} does not say what event {event.seq} says"
