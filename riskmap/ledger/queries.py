"""What the ledger tells: its frames by revision, one hazard with its story, the keys that files are matched by."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Engine

from riskmap.domain.columns import HAZARDS
from riskmap.domain.county import County
from riskmap.domain.enterprise import Enterprise, Inspection
from riskmap.domain.hazard import Hazard
from riskmap.domain.roles import RIGHTS, Right
from riskmap.domain.sender import SenderProfile
from riskmap.ledger import acts, frames, permission, posts
from riskmap.ledger.batch import Actor, Known, MatchIndex, Published
from riskmap.ledger.errors import NotFound
from riskmap.store import events, register, rows
from riskmap.store import hazards as hazard_store
from riskmap.store import profiles as profile_store
from riskmap.store import published as published_store
from riskmap.store.engine import reading
from riskmap.store.events import StoredEvent
from riskmap.store.shapes import as_date

PIECE = 2_000
RELOAD_SHARE = 0.2  # more changed rows than this part: a whole load is faster
KNOWN = (
    "id", "hazard_no", "sender", "ledger_no", "fingerprint", "version", "status", "touched", "enterprise_name",
    "place", "description", "found",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The ledger of one revision as frames (riskmap.domain.columns). `revision` is the number of the last event.

    `head`: hash of that event, by which a chain is known that was put in the place of this one (a restored backup).
    `updated_at`: moment of the last event that changed a fact (an export does not), in UTC; `demo`: demo rows are
    present. Frames are shared: never write to them.
    """

    hazards: pd.DataFrame
    spells: pd.DataFrame
    enterprises: pd.DataFrame
    inspections: pd.DataFrame
    acts: pd.DataFrame
    posts: pd.DataFrame
    revision: int
    head: str
    updated_at: datetime | None
    demo: bool


def revision(engine: Engine, county: County) -> int:
    """Number of the last event of the county, 0 before the first: one look into an index."""
    return head(engine, county)[0]


def head(engine: Engine, county: County) -> tuple[int, str]:
    """Number and hash of the last event of the county: one look into an index."""
    with engine.connect() as connection:
        return events.last(connection, county.code)


def snapshot(engine: Engine, county: County, since: Snapshot | None = None) -> Snapshot:
    """The frames of the ledger as it stands; with `since` only what changed after it is read again.

    Where the ledger is not the one that `since` was read from (a backup was restored) all of it is.
    """
    with reading(engine) as connection:
        number, last = events.last(connection, county.code)
        if since is not None and not events.holds(connection, county.code, since.revision, since.head):
            since = None
        if since is not None and since.revision == number:
            return since
        updated_at = _updated(connection, county)
        after = since.revision if since else 0
        kinds = _changed_kinds(connection, county, after)
        loaded = _hazards(connection, county, since, kinds)
        changed = since is None or bool(kinds - {events.HAZARD, events.BATCH, events.ROUND} - events.BESIDE)
        firms = frames.enterprises(connection, county) if changed or since is None else since.enterprises
        visits = frames.inspections(connection, county) if changed or since is None else since.inspections
        done = _beside(acts.load, connection, county, kinds, since.acts if since else None, after)
        held = _beside(posts.load, connection, county, kinds, since.posts if since else None, after)
    if len(loaded.spells) and (since is None or changed or loaded.spells is not since.spells):
        loaded = frames.Loaded(loaded.hazards, _named(loaded.spells, firms))
    demo = bool(loaded.hazards["demo"].any() or firms["demo"].any())
    return Snapshot(loaded.hazards, loaded.spells, firms, visits, done, held, number, last, updated_at, demo)


def _updated(connection: Connection, county: County) -> datetime | None:
    """Moment of the last event that changed a fact; None before the first."""
    beside = sorted(events.BESIDE)
    condition = f"county_code = ? AND NOT {rows.among('entity', beside)}"
    found = rows.select(connection, "event", ("at",), condition, (county.code, *beside), "seq DESC LIMIT 1")
    return datetime.fromisoformat(found[0][0]) if found else None


def _changed_kinds(connection: Connection, county: County, after: int) -> set[str]:
    statement = "SELECT DISTINCT entity FROM event WHERE county_code = ? AND seq > ?"
    statement = statement.replace("?", rows.mark(connection))
    return {row[0] for row in connection.exec_driver_sql(statement, (county.code, after))}


def _hazards(connection: Connection, county: County, since: Snapshot | None, kinds: set[str]) -> frames.Loaded:
    """A removal, or many changes, ask for a whole load; else the changed rows join those of `since`."""
    if since is None or events.LEDGER in kinds:
        return frames.hazards(connection, county)
    if events.HAZARD not in kinds:
        return frames.Loaded(since.hazards, since.spells)
    count = _count(connection, county, since.revision)
    if count > max(len(since.hazards) * RELOAD_SHARE, 1000):
        return frames.hazards(connection, county)
    return joined(since, frames.hazards(connection, county, "last_event > ?", (since.revision,)))


def _beside(
    load: Callable[[Connection, County, pd.DataFrame | None, int], pd.DataFrame],
    connection: Connection,
    county: County,
    kinds: set[str],
    known: pd.DataFrame | None,
    after: int,
) -> pd.DataFrame:
    """What stands beside the hazards: read again where they changed, whole after a removal or a file."""
    if known is None or kinds & {events.LEDGER, events.BATCH}:
        return load(connection, county, None, 0)
    return load(connection, county, known, after) if kinds - events.BESIDE else known


def _count(connection: Connection, county: County, after: int) -> int:
    found = rows.select(connection, "hazard", ("id",), "county_code = ? AND last_event > ?", (county.code, after))
    return len(found)


def joined(since: Snapshot, fresh: frames.Loaded) -> frames.Loaded:
    """Frames of `since` with the rows of `fresh` in the place of their former selves, new ones at the end."""
    place = pd.Index(since.hazards["id"]).get_indexer(pd.Index(fresh.hazards["id"]))
    known = place >= 0
    changed = _differing(since.hazards.take(place[known]), fresh.hazards[known])
    merged = _stacked(frames.overwrite(since.hazards, place[known], changed), fresh.hazards[~known])
    place[~known] = np.arange(len(since.hazards), len(merged))
    kept = since.spells[~since.spells["row"].isin(place)]
    return frames.Loaded(merged, _stacked(kept, fresh.spells.assign(row=place[fresh.spells["row"]])))


def _differing(before: pd.DataFrame, after: pd.DataFrame) -> dict[str, list[Any]]:
    """The columns in which rows differ: few after a step, and copying one column of 10^5 texts takes a millisecond."""
    pairs = ((name, before[name].tolist(), after[name].tolist()) for name in HAZARDS)
    return {name: new for name, old, new in pairs if old != new}


def _stacked(head: pd.DataFrame, tail: pd.DataFrame) -> pd.DataFrame:
    if not len(tail):
        return head if isinstance(head.index, pd.RangeIndex) else head.reset_index(drop=True)
    columns = {}
    for name in head.columns:
        if isinstance(head[name].dtype, pd.CategoricalDtype):
            columns[name] = pd.api.types.union_categoricals([head[name], tail[name]])
        else:
            columns[name] = pd.concat([head[name], tail[name]], ignore_index=True).array
    return pd.DataFrame(columns)


def _named(spells: pd.DataFrame, enterprises: pd.DataFrame) -> pd.DataFrame:
    """Earlier states bear the name of the enterprise they belonged to."""
    names = dict(zip(enterprises["id"], enterprises["name"], strict=True))
    found = [names.get(e, name) for e, name in zip(spells["enterprise_id"], spells["enterprise"], strict=True)]
    return spells.assign(enterprise=pd.array(found, dtype="str"))


def several(engine: Engine, county: County, ids: Iterable[str]) -> dict[str, Hazard]:
    """Hazards by id with everything they consist of; those that are not there are left out."""
    with reading(engine) as connection:
        return hazard_store.load(connection, county.code, ids)


def hazard(engine: Engine, county: County, hazard_id: str) -> Hazard:
    """One hazard with everything it consists of. Raises NotFound."""
    with reading(engine) as connection:
        found = hazard_store.one(connection, county.code, hazard_id)
    if found is None:
        raise NotFound(hazard_id)
    return found


def hazards(engine: Engine, county: County, ids: Iterable[str]) -> Iterator[Hazard]:
    """Hazards with everything they consist of, in the order asked for, a piece at a time. Raises NotFound."""
    wanted = iter(ids)
    while piece := list(islice(wanted, PIECE)):
        with reading(engine) as connection:
            found = hazard_store.load(connection, county.code, piece)
        for hazard_id in piece:
            if hazard_id not in found:
                raise NotFound(hazard_id)
            yield found[hazard_id]


def story(engine: Engine, county: County, hazard_id: str) -> list[StoredEvent]:
    """Every event of one hazard, oldest first; empty for an unknown id."""
    with reading(engine) as connection:
        return events.of_entity(connection, county.code, hazard_id)


def profiles(engine: Engine, county: County) -> dict[str, SenderProfile]:
    """The stored profiles of senders by their names."""
    with reading(engine) as connection:
        return profile_store.profiles(connection, county.code)


def published(engine: Engine, county: County, form: str, period: str, *, cumulative: bool) -> Published | None:
    """Figures of a form as they were published for a period, None where none were entered."""
    with reading(engine) as connection:
        row = published_store.one(connection, county.code, form, period, cumulative=cumulative)
    return None if row is None else Published(form, period, cumulative, json.loads(row.figures), row.source)


def match_index(engine: Engine, county: County, *, demo: bool = False, actor: Actor | None = None) -> MatchIndex:
    """The stored hazards by the keys of import (issue 2): hazard_no, (sender, ledger_no), fingerprint with ordinal.

    Demo rows are in it only when a demo file is being matched (`demo`), real rows only when a real one is. `actor`: who
    will take the file in, whose part of the county goes with it; without one it is all of it.
    """
    which = "county_code = ? AND demo" if demo else "county_code = ? AND NOT demo"
    other = "county_code = ? AND demo"
    with reading(engine) as connection:
        found = rows.select(connection, "hazard", KNOWN, which, (county.code,), "id")
        firms = register.enterprises(connection, county.code, "demo" if demo else "NOT demo")
        number = events.last(connection, county.code)[0]
        beyond = _beyond(connection, county, actor, firms.values()) if actor else {}
        demo_rows = len(found) if demo else len(rows.select(connection, "hazard", ("id",), other, (county.code,)))
    known = {row[0]: Known._make((*row[:7], bool(row[7]), *row[8:11], as_date(row[11]))) for row in found}
    by_fingerprint: defaultdict[str, list[str]] = defaultdict(list)
    for one in known.values():
        if one.fingerprint:
            by_fingerprint[one.fingerprint].append(one.id)

    def load(ids: Iterable[str]) -> dict[str, Hazard]:
        with reading(engine) as connection:
            return hazard_store.load(connection, county.code, ids)

    def visits(ids: Iterable[str]) -> dict[str, Inspection]:
        with reading(engine) as connection:
            return register.inspections_of(connection, county.code, ids)

    return MatchIndex(
        known=known,
        by_hazard_no={one.hazard_no: one.id for one in known.values()},
        by_ledger_no={(one.sender, one.ledger_no): one.id for one in known.values() if one.ledger_no},
        by_fingerprint={key: tuple(ids) for key, ids in by_fingerprint.items()},
        enterprises=tuple(firms.values()),
        load=load,
        demo_rows=demo_rows,
        revision=number,
        visits=visits,
        **beyond,
    )


def _beyond(connection: Connection, county: County, actor: Actor, firms: Iterable[Enterprise]) -> dict[str, Any]:
    """The part for which somebody imports, and of what lies there: hazards within, enterprises that are read.

    An enterprise is read where it lies within what is read, or where a hazard that is read does, as on the pages.
    """
    imports, reads = (permission.part(actor, RIGHTS[right]) for right in (Right.IMPORT, Right.READ))
    if not (imports or reads):
        return {}
    names = ("id", "sector", "department", "township", "enterprise_id")
    found = rows.select(connection, "hazard", names, "county_code = ?", (county.code,))
    at = {str(row[4]) for row in found if permission.covered(reads, *row[1:])}
    return {
        "part": imports,
        "own": frozenset(str(row[0]) for row in found if permission.covered(imports, *row[1:])) if imports else None,
        "seen_firms": frozenset(one.id for one in firms if one.id in at or permission.holds(reads, one)),
    }
