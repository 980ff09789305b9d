"""Are the rounds of filling in what their events say?"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from operator import attrgetter

from sqlalchemy import Connection

from riskmap.domain import filling
from riskmap.domain.filling import FillingRound
from riskmap.store import events, rows
from riskmap.store import filling as store
from riskmap.store.events import StoredEvent


def problems(connection: Connection, county: str, removed_at: int) -> Iterator[str]:
    """Sentences about every stored round that differs from the replay of its events; `removed_at`: the demo went."""
    stored = store.load(connection, county)
    condition, values = "county_code = ? AND entity = ?", (county, events.ROUND)
    told = rows.select(connection, "event", events.NAMES, condition, values, "entity_id, seq")
    for round_id, own in groupby(map(StoredEvent._make, told), attrgetter("entity_id")):
        story = list(own)
        ours = stored.pop(round_id, None)
        try:
            replayed = _replay(story)
        except (ValueError, KeyError, TypeError) as error:
            yield f"the events of round {round_id} cannot be replayed: {type(error).__name__}: {error}"
            continue
        if ours is None:
            if not (replayed.demo and story[0].seq < removed_at):
                yield f"round {round_id} of event {story[-1].seq} is missing"
        elif ours != replayed:
            yield f"round {round_id} does not say what its events say (up to event {story[-1].seq})"
    yield from (f"round {round_id} has no events" for round_id in stored)


def _replay(story: Iterable[StoredEvent]) -> FillingRound:
    sent: FillingRound | None = None
    for event in story:
        sent = filling.apply(sent, event.action, date.fromisoformat(event.on_date), events.facts(event.payload))
    assert sent is not None
    return sent
