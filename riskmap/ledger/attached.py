"""Pictures of evidence: which files the ledger speaks of, which it lacks, and how they travel with a backup."""

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine

from riskmap.domain.codes import EvidenceKind
from riskmap.domain.county import County
from riskmap.domain.people import Grant
from riskmap.domain.roles import RIGHTS, Right
from riskmap.ledger.errors import RestoreError
from riskmap.store import hazards as hazard_store
from riskmap.store import papers, rows
from riskmap.store.attachments import Attachments
from riskmap.store.engine import reading
from riskmap.store.schema import FILLING_TABLES

HASH: Final = re.compile(r'"(?:sha256|scan)":"([0-9a-f]{64})"')
TABLE: Final = "attachment_file"  # of a backup only: the files as rows
ASKED: Final = 400
PHOTOS: Final = frozenset({EvidenceKind.PHOTO_BEFORE, EvidenceKind.PHOTO_AFTER})


def may_open(engine: Engine, county: County, sha256: str, grants: Sequence[Grant], *, small: bool) -> bool:
    """Whether who holds these roles may have a file of evidence: as it is, or `small` as a little picture of a photo.

    The stamped scan of a paper is that of each hazard it names, also of one that was crossed off before it came.
    Papers and whole photos show persons: they are for roles that see names there. A little picture of a photo before
    or after a rectification is for every reader of the hazard.
    """
    with reading(engine) as connection:
        where = "county_code = ? AND sha256 = ?"
        found = rows.select(connection, "evidence", ("hazard_id", "kind"), where, (county.code, sha256))
        found += [(one, "") for one in papers.scans(connection, county.code, sha256).get(sha256, ())]
        held = hazard_store.load(connection, county.code, sorted({row[0] for row in found}))
    for hazard_id, kind in found:
        roles = {grant.role for grant in grants if hazard_id in held and grant.scope.covers(held[hazard_id])}
        if roles & RIGHTS[Right.NAMES] or (small and kind in PHOTOS and roles & RIGHTS[Right.READ]):
            return True
    return False


@contextmanager
def whole(kept: Attachments | None) -> Iterator[list[str]]:
    """Around a transaction: collects the hashes of new files, and takes them away again if it does not come about."""
    new: list[str] = []
    done = False
    try:
        yield new
        done = True
    finally:
        if kept is not None and new:  # without new ones, what is intended is somebody else's
            kept.forget(() if done else new)
            kept.settled()


def committed(connection: Connection, county: str, files: Iterable[Path], kept: Attachments, new: list[str]) -> None:
    """Keep those files (named by their hash) that evidence of the county now speaks of; `new` collects what was new.

    Only within the transaction of the evidence, which also settles what one that was cut off left behind.
    """
    if left := kept.intended():
        kept.forget(left - _stored(connection) - _spoken(connection))
        kept.settled()
    named = {file.name: file for file in files}
    missing = [name for name in _named(connection, county, list(named)) if kept.path(name) is None]
    if not missing:
        return
    kept.intend(missing)
    for name in missing:
        new.append(name)
        kept.keep(name, named[name].read_bytes())


def brought(told: Mapping[str, Any], files: Iterable[Path]) -> bool:
    """Whether every hash that the evidence of a form names is that of a file that comes with it.

    A hash alone gives no right to see what lies under it.
    """
    named = {
        str(one.get("sha256")) for one in told.get("evidence", ()) if isinstance(one, Mapping) and one.get("sha256")
    }
    return named <= {file.name for file in files}


def _named(connection: Connection, county: str, names: list[str]) -> list[str]:
    """Those of the hashes that evidence of the county speaks of, each once."""
    found: dict[str, None] = {}
    for start in range(0, len(names), ASKED):
        piece = names[start : start + ASKED]
        condition = f"county_code = ? AND {rows.among('sha256', piece)}"
        told = rows.select(connection, "evidence", ("sha256",), condition, (county, *piece))
        found |= dict.fromkeys(name for (name,) in told)
    found |= dict.fromkeys(name for name in names if name in papers.scans(connection, county, name))
    return list(found)


def photos(engine: Engine, county: County) -> dict[str, list[tuple[str, str]]]:
    """Hazard id → (kind of evidence, hash) of its kept files, in the order of the evidence."""
    found: dict[str, list[tuple[str, str]]] = {}
    condition = "county_code = ? AND sha256 IS NOT NULL AND sha256 <> ''"
    with reading(engine) as connection:
        told = rows.select(
            connection, "evidence", ("hazard_id", "kind", "sha256"), condition, (county.code,), "hazard_id, seq"
        )
    for hazard_id, kind, name in told:
        found.setdefault(hazard_id, []).append((kind, name))
    return found


def problems(connection: Connection, kept: Attachments) -> Iterator[str]:
    """What does not hold between evidence and files: missing, changed, without anything that speaks of them."""
    stored, spoken = _stored(connection), _spoken(connection) | kept.intended()
    there = set()
    for name in kept.names():
        there.add(name)
        if name not in stored and name not in spoken:
            yield f"attachment {name} belongs to no hazard"
        elif not kept.sound(name):
            yield f"attachment {name} was changed after it was written"
    for name in sorted(stored - there - _returned(connection)):
        yield f"attachment {name} is missing"


def _stored(connection: Connection) -> set[str]:
    found = rows.select(connection, "evidence", ("sha256",), "sha256 IS NOT NULL AND sha256 <> ''")
    return {name for (name,) in found} | papers.scans(connection).keys()


def _returned(connection: Connection) -> set[str]:
    """Hashes of the files that came back in rounds: papers of a step, of which the office keeps the original."""
    return {name for (name,) in rows.select(connection, FILLING_TABLES["returns"], ("sha256",), "sha256 <> ''")}


def _spoken(connection: Connection) -> set[str]:
    """Hashes in any event: evidence or a scan that a later file replaced is still part of the story."""
    condition = "payload LIKE ? OR payload LIKE ?"
    told = rows.stream(connection, "event", ("payload",), condition, ('%"sha256":"%', '%"scan":"%'))
    return {name for (payload,) in told for name in HASH.findall(payload)}


def pack(file: Path, kept: Attachments) -> None:
    """Add every file to a backup; raises OSError if it cannot be written."""
    try:
        with closing(sqlite3.connect(file)) as backup, backup:
            backup.execute(f"CREATE TABLE {TABLE} (sha256 TEXT PRIMARY KEY, content BLOB NOT NULL)")
            for name in kept.names():
                path = kept.path(name)
                if path is not None:
                    backup.execute(f"INSERT INTO {TABLE} VALUES (?, ?)", (name, path.read_bytes()))  # noqa: S608
    except sqlite3.Error as error:
        raise OSError(str(error)) from error


def unpack(file: Path, kept: Attachments) -> list[str]:
    """Bring the files of a backup; the hashes of those that are new. A backup of an older program has none."""
    new: list[str] = []
    try:
        with closing(sqlite3.connect(f"file:{file.absolute().as_posix()}?mode=ro", uri=True)) as backup:
            if backup.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (TABLE,)).fetchone():
                for name, content in backup.execute(f"SELECT sha256, content FROM {TABLE}"):  # noqa: S608
                    if kept.keep(name, content):
                        new.append(name)
    except (ValueError, OSError) as error:
        kept.forget(new)
        raise RestoreError("broken", f"a picture cannot be brought back: {error}") from error
    return new
