"""The ledger as it would stand after a file, without writing it: for the figures of a dry run.

The rows that a file brings or changes pass through a database in memory, so that the frames are made by the one code
that makes them, and join the frames that stand.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import count, islice
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.pool import StaticPool

from riskmap.domain import codec
from riskmap.domain.county import County
from riskmap.domain.hazard import Hazard
from riskmap.domain.lifecycle import Event, apply
from riskmap.ledger import frames, queries
from riskmap.ledger.batch import PreparedBatch, Progress, Revision, Telling, silent
from riskmap.ledger.importing import revised
from riskmap.ledger.journal import new_id
from riskmap.ledger.queries import Snapshot
from riskmap.store import hazards as hazard_store
from riskmap.store import register, schema
from riskmap.store.hazards import Entry, Given

CHUNK: Final = 2_000


def foresee(
    engine: Engine, county: County, batch: PreparedBatch, standing: Snapshot, progress: Progress = silent
) -> Snapshot:
    """The hazards and their earlier states as they would be if the batch were committed now.

    A real file drives the demo out, also here. Enterprises and visits are those that stand: no figure counts them.
    `progress` hears of rows done; what it raises ends the counting and goes on to the caller.
    """
    done, of = 0, len(batch.creates) + len(batch.revises)
    base = _without_demo(standing) if standing.demo and not batch.demo else standing
    memory = create_engine("sqlite://", poolclass=StaticPool)
    try:
        schema.metadata.create_all(memory)
        with memory.begin() as connection:
            entries = _entries(engine, county, batch)
            while piece := list(islice(entries, CHUNK)):
                hazard_store.insert(connection, hazard_store.lay_out(county.code, piece), 0)
                done += len(piece)
                progress(done, of)
            loaded = frames.hazards(connection, county)
    finally:
        memory.dispose()
    if not len(loaded.hazards):
        return base
    joined = queries.joined(base, loaded)
    return replace(base, hazards=joined.hazards, spells=joined.spells)


def _without_demo(standing: Snapshot) -> Snapshot:
    """Demo rows and real ones never stand together: what is left is nothing."""
    return replace(standing, hazards=standing.hazards.iloc[:0], spells=standing.spells.iloc[:0], demo=False)


def _entries(engine: Engine, county: County, batch: PreparedBatch) -> Iterator[Entry]:
    numbers = count()
    with engine.connect() as connection:
        at = register.now(connection)
    today = datetime.fromisoformat(at).astimezone(ZoneInfo(county.time_zone)).date()  # as the journal has it
    made = batch.creates
    hazards = made.facts() if isinstance(made, Telling) else map(hazard_store.told, made)
    for one in hazards:
        given = Given(new_id(), f"~{next(numbers)}", None, batch.demo, touched=False)
        yield Entry(hazard_store.named(one, given), "", today.isoformat(), at)
    with engine.connect() as connection:
        revises = [Revision(*one) for one in batch.revises]
        for start in range(0, len(revises), CHUNK):
            piece = revises[start : start + CHUNK]
            stored = hazard_store.load(connection, county.code, [one.hazard_id for one in piece])
            entered = _entered(connection, county, list(stored))
            for after in _revised(piece, stored, today):
                given = Given(after.id, after.hazard_no, after.batch_id, after.demo, after.touched, after.version)
                facts = hazard_store.named(hazard_store.told(after), given)
                yield Entry(facts, "", entered[after.id], at)


def _entered(connection: Connection, county: County, ids: Sequence[str]) -> dict[str, str]:
    return {key: str(day) for key, day in hazard_store.entered(connection, county.code, ids)}


def _revised(revises: Sequence[Revision], stored: dict[str, Hazard], today: date) -> Iterator[Hazard]:
    for one in revises:
        before = stored.get(one.hazard_id)
        if before is None:
            continue
        changes = {
            name: [None, codec.encode_field(Hazard, name, value)]
            for name, value in one.changes.items()
            if getattr(before, name) != value
        }
        yield apply(before, Event("revise", today, revised(changes), "")) if changes else before
