"""What the ledger tells of rounds of filling in: the rounds, and their items now and as they were sent out."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import Connection, Engine

from riskmap.domain.county import County
from riskmap.domain.filling import Asked, FillingRound
from riskmap.domain.hazard import Hazard
from riskmap.domain.lifecycle import replay
from riskmap.ledger.errors import NotFound
from riskmap.store import events, rows
from riskmap.store import filling as store
from riskmap.store import hazards as hazard_store
from riskmap.store.engine import reading
from riskmap.store.events import event_of


@dataclass(frozen=True, slots=True)
class Item:
    """One asked item: the hazard as it was sent out, and as it stands now."""

    asked: Asked
    sent: Hazard
    now: Hazard


def rounds(engine: Engine, county: County) -> list[FillingRound]:
    """Every round, latest first."""
    with reading(engine) as connection:
        return list(reversed(store.load(connection, county.code).values()))


def one(engine: Engine, county: County, round_id: str) -> FillingRound:
    """One round by its id or its token. Raises NotFound."""
    with reading(engine) as connection:
        found = store.load(connection, county.code, "id = ?", (round_id,)).get(round_id)
        if found is None:
            known = store.load(connection, county.code).values() if round_id else ()
            found = next((sent for sent in known if sent.token == round_id), None)
    if found is None:
        raise NotFound(round_id)
    return found


def items(engine: Engine, county: County, sent: FillingRound) -> dict[str, Item]:
    """The items of a round by hazard id; what changed since it went out is replayed to the version that was sent."""
    with reading(engine) as connection:
        now = hazard_store.load(connection, county.code, (one.hazard_id for one in sent.asked))
        moved = {one.hazard_id: one.version for one in sent.asked if now[one.hazard_id].version != one.version}
        before = _replayed(connection, county.code, moved)
    return {
        one.hazard_id: Item(one, before.get(one.hazard_id, now[one.hazard_id]), now[one.hazard_id])
        for one in sent.asked
    }


def _replayed(connection: Connection, county: str, versions: dict[str, int]) -> dict[str, Hazard]:
    """Hazards as they stood at a version: the version counts the events."""
    found = {}
    for piece in rows.chunks(versions):
        own = defaultdict(list)
        for event in events.read(connection, county, rows.among("entity_id", piece), piece):
            own[event.entity_id].append(event_of(event))
        found.update({one: replay(told[: versions[one]]) for one, told in own.items()})
    return found
