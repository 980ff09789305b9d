"""What this process keeps of the ledger: settings, county, engine, the newest snapshot and its index.

Shared by all sessions and routes, made on first use, brought up to date by revision. No streamlit here.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from secrets import token_hex
from threading import RLock
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy.exc import SQLAlchemyError

from riskmap import settings as settings_module
from riskmap.domain.county import County, load_county
from riskmap.domain.people import Scope
from riskmap.metrics.filters import Vocabulary
from riskmap.metrics.index import Index, Memory
from riskmap.settings import Settings
from riskmap.web import paper_twice

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from riskmap.domain.hazard import Hazard
    from riskmap.ledger.commands import Attachments, Ledger
    from riskmap.ledger.queries import Snapshot
    from riskmap.store.events import StoredEvent

logger = logging.getLogger("riskmap.web")
STARTED = token_hex(8)  # another start of the program is another word
PARTS = 32  # of the ledger kept at a time, one a scope and revision


@dataclass(frozen=True, slots=True)
class View:
    """One consistent state of the ledger: what a run of a page works on from beginning to end."""

    snapshot: "Snapshot"
    index: Index
    vocabulary: Vocabulary
    key: tuple[int, ...]  # (revision, number of the index, number of the scopes): part of every cache key
    failed: bool = False  # the database did not answer: this is the last good state


class Silent(Exception):
    """The database does not give now what the snapshot holds."""


class Part(NamedTuple):
    """What of the ledger somebody sees: scopes (None = all), and whether with the names of persons."""

    scopes: tuple[Scope, ...] | None
    names: bool


EVERYTHING = Part(None, names=True)


@dataclass
class _Process:
    lock: RLock = field(default_factory=RLock)
    settings: Settings | None = None
    county: County | None = None
    engine: "Engine | None" = None
    view: View | None = None
    made: int = 0
    parts: Memory = field(default_factory=lambda: Memory(PARTS))
    scopes: dict["Part", int] = field(default_factory=dict)


_process = _Process()


def configure(values: Settings | None = None) -> None:
    """Start over with other settings (the environment's when None): tests and the launcher call this."""
    with _process.lock:
        if _process.engine is not None:
            _process.engine.dispose()
        _process.settings, _process.county, _process.engine, _process.view = values, None, None, None
        _process.parts = Memory(PARTS)


def settings() -> Settings:
    """Settings of this process; raises SettingsError."""
    with _process.lock:
        if _process.settings is None:
            _process.settings = settings_module.load_settings()
        return _process.settings


def county() -> County:
    """County of this process; raises CountyError."""
    with _process.lock:
        if _process.county is None:
            _process.county = load_county(settings().county_file)
        return _process.county


def engine() -> "Engine":
    """Database of this process, made or brought up to date when it is first asked for."""
    with _process.lock:
        if _process.engine is None:
            from riskmap.store.engine import open_engine
            from riskmap.store.migrate import upgrade

            values = settings()
            if values.database_url.startswith("sqlite:///"):
                Path(values.database_url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
            opened = open_engine(values.database_url)
            upgrade(opened)
            _process.engine = opened
        return _process.engine


def today() -> date:
    """The day in the county."""
    return settings_module.today(settings(), county().time_zone)


def now() -> datetime:
    """The present moment (UTC), for staleness only."""
    return settings_module.now()


def attachments() -> "Attachments":
    """Where the pictures of evidence are kept."""
    from riskmap.ledger.commands import Attachments

    return Attachments(settings().attachments)


def uploads() -> "Attachments":
    """Where files lie that were uploaded to a form, until it is entered."""
    from riskmap.ledger.commands import Attachments

    return Attachments(settings().uploads)


def ledger() -> "Ledger":
    """The one door for writes."""
    from riskmap.ledger.commands import Ledger

    return Ledger(engine(), county(), county().gates(), attachments())


def view() -> View:
    """The newest state of the ledger as who asks may see it; the last good one, marked, while no database answers."""
    from riskmap.web import identity

    asks = identity.reader()
    part = Part(asks.scopes, asks.shows_names)
    return whole() if part == EVERYTHING else _part(whole(), part)


def _part(view: View, part: "Part") -> View:
    """The state as a part of it is seen, made once a revision; its key differs from that of every other part."""
    key = (*view.key, _number(part))
    return replace(_process.parts.get(key, lambda: _made_part(view, part, key)), failed=view.failed)


def _number(part: "Part") -> int:
    """The number of a part in every cache key; two that come at once must never share one."""
    with _process.lock:
        return _process.scopes.setdefault(part, len(_process.scopes) + 1)


def _made_part(view: View, part: "Part", key: tuple[int, ...]) -> View:
    from riskmap.web import scoped

    snapshot, order = view.snapshot, county().orders()
    if part.scopes is not None:
        snapshot = scoped.snapshot(snapshot, part.scopes)
    if not part.names:
        snapshot = scoped.nameless(snapshot)
    index = _index(snapshot)
    return View(snapshot, index, Vocabulary.of(snapshot.hazards, order, snapshot.spells), key)


def whole() -> View:
    """The newest state of the whole ledger: for the program itself, never for a reader."""
    from riskmap.ledger import queries

    try:
        head = queries.head(engine(), county())
        known = _process.view
        if known is not None and (known.snapshot.revision, known.snapshot.head) == head:
            return known
        return _renew()
    except SQLAlchemyError:
        known = _process.view
        if known is None:
            raise
        logger.exception("the database did not answer; the last good state is shown")
        return replace(known, failed=True)


def hazard(hazard_id: str) -> "Hazard":
    """One hazard as who asks may see it: names of persons to their first character where they are not to be read.

    Raises NotFound, also for one that lies beyond what the reader reaches.
    """
    from riskmap.ledger import queries

    return _as_seen(queries.hazard(engine(), county(), hazard_id))


def hazards(ids: Iterable[str]) -> "list[Hazard]":
    """Several hazards, each as `hazard` gives it, read together. Raises Silent where they cannot be read now."""
    from riskmap.ledger import queries
    from riskmap.ledger.errors import NotFound

    try:
        return [_as_seen(one) for one in queries.hazards(engine(), county(), ids)]
    except (SQLAlchemyError, NotFound) as error:  # NotFound: taken out since the snapshot was made
        raise Silent from error


def _as_seen(found: "Hazard") -> "Hazard":
    from riskmap.ledger.errors import NotFound
    from riskmap.web import identity, scoped

    if not identity.reader().sees(found):
        raise NotFound(found.id)
    return scoped.named(found, identity.reader())


def story(hazard: "Hazard") -> list["StoredEvent"]:
    """What happened to a hazard that who asks may see; without persons and details where names are not to be read."""
    from riskmap.ledger import queries
    from riskmap.web import identity, scoped

    found = queries.story(engine(), county(), hazard.id)
    return found if identity.reader().sees_names(hazard) else scoped.bare(found)


def shows_attachment(sha256: str, *, small: bool) -> bool:
    """Whether who asks may have a file of evidence, `small` as a little picture (ledger.attached.may_open)."""
    from riskmap.ledger import attached
    from riskmap.web import identity

    return attached.may_open(engine(), county(), sha256, identity.reader().grants, small=small)


def current() -> "Snapshot":
    """The newest snapshot."""
    return view().snapshot


def index() -> Index:
    """The index of the newest snapshot, made once a revision."""
    return view().index


def _renew() -> View:
    """Read what changed; one thread does it, the others wait for it."""
    from riskmap.ledger import queries

    with _process.lock:
        known = _process.view
        since = known.snapshot if known is not None else None
        fresh = queries.snapshot(engine(), county(), since)
        if known is not None and fresh is known.snapshot:
            return known
        if known is not None and _same(fresh, known.snapshot):
            _process.view = replace(known, snapshot=fresh, key=(fresh.revision, _process.made))
            return _process.view  # an export, a paper: nothing that is counted has changed
        _process.made += 1
        _process.view = View(
            snapshot=fresh,
            index=_index(fresh),
            vocabulary=Vocabulary.of(fresh.hazards, county().orders(), fresh.spells),
            key=(fresh.revision, _process.made),
        )
        return _process.view


def _same(fresh: "Snapshot", known: "Snapshot") -> bool:
    return all(getattr(fresh, name) is getattr(known, name) for name in ("hazards", "spells", "enterprises"))


def _index(of: "Snapshot") -> Index:
    own = county()
    made = Index(
        of.hazards, of.spells, own.orders(), acts=of.acts, posts=of.posts, firms=of.enterprises, ladder=own.ladder(),
        report_to=own.report_to,
    )  # fmt: skip
    made.twice = paper_twice.twice
    return made
