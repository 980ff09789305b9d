"""Keeping the ledger whole: verify, backup, restore, and the demo that goes."""

import shutil
import tempfile
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection, Engine

from riskmap.domain.county import County
from riskmap.domain.roles import OFFICE
from riskmap.ledger import attached, importing
from riskmap.ledger.batch import Actor
from riskmap.ledger.demo import DemoState, demo_state
from riskmap.ledger.errors import RestoreError
from riskmap.ledger.journal import journal
from riskmap.ledger.permission import permit
from riskmap.ledger.verifying import Verifier, VerifyReport, shortened
from riskmap.store import copying, heads, migrate
from riskmap.store.attachments import Attachments
from riskmap.store.engine import TURNSTILE, open_engine, reading, writing
from riskmap.store.heads import Head

__all__ = ["DemoState", "Head", "VerifyReport", "backup", "clear_demo", "demo_state", "restore", "verify"]


def verify(engine: Engine, county: County, files: Attachments | None = None, expected: str = "") -> VerifyReport:
    """Recompute the chain of events and every row from it, in one view of the database, and look at the pictures.

    `expected`: the hash of an earlier head that was kept outside; it has to stand in the chain.
    """
    with reading(engine) as connection:
        report = Verifier(connection, county.code, expected).run()
        if files is None:
            return report
        return replace(report, problems=(*report.problems, *shortened(list(attached.problems(connection, files)))))


def clear_demo(engine: Engine, county: County, actor: Actor) -> int:
    """Remove the demo; how many hazards went. Raises Refused for a role that may not."""
    actor = permit(actor, OFFICE)
    with journal(engine, county, actor) as book:
        return importing.remove_demo(book)


def backup(engine: Engine, file: Path, files: Attachments | None = None) -> dict[str, Head]:
    """Write the whole database to one SQLite file in one step, with the pictures, prove it, then give it its name.

    The heads of the chains in it, by county.

    Works on both databases: PostgreSQL is copied table by table from one view of it. Raises OSError if the file cannot
    be written, RestoreError("broken") if the copy does not prove whole.
    """
    file = Path(file)
    part = file.with_name(f".{file.name}.part")
    part.unlink(missing_ok=True)
    try:
        part.touch()  # the plain error of the operating system, if any
        with reading(engine) as connection:
            counts = copying.write_file(connection, part)
        if files is not None:
            attached.pack(part, files)
        found = _prove(part, counts)
        part.replace(file)
        return found
    finally:
        part.unlink(missing_ok=True)


def restore(engine: Engine, file: Path, files: Attachments | None = None, *, replace: bool = False) -> dict[str, int]:
    """Bring a backup with its pictures into a database without events, or in the place of what is there; rows by table.

    One transaction: counts and chain are proved before it ends, and nothing has changed if they do not hold. Raises
    RestoreError: not_a_backup, newer_schema, not_empty (events are there and `replace` is False), broken.
    """
    file = Path(file)
    with tempfile.TemporaryDirectory(prefix="riskmap-restore-") as folder:
        copy = _opened(file, Path(folder))
        try:
            migrate.upgrade(copy)
            with reading(copy) as source:
                _hold(source, copying.counts(source))
                with ExitStack() as undo:
                    if files is not None:
                        undo.callback(files.forget, attached.unpack(file, files))
                    counts = _bring(engine, source, replace=replace)
                    undo.pop_all()
                return counts
        finally:
            copy.dispose()


def _opened(file: Path, folder: Path) -> Engine:
    """A copy of the backup, ready to be brought up to date."""
    try:
        version = copying.version_of(file)
    except ValueError as error:
        raise RestoreError("not_a_backup", f"{file} is not a backup of a ledger: {error}") from error
    if version > migrate.HEAD:
        raise RestoreError(
            "newer_schema", f"{file} has schema {version}, this program knows up to {migrate.HEAD}: use a newer program"
        )
    copy = folder / "copy.sqlite3"
    shutil.copyfile(file, copy)
    return open_engine(f"sqlite:///{copy.as_posix()}")


def _bring(engine: Engine, source: Connection, *, replace: bool) -> dict[str, int]:
    with writing(engine) as target:
        if any(copying.counts(target).values()):
            if not replace:
                raise RestoreError("not_empty", "the ledger is not empty; a restore would lose what is in it")
            copying.empty(target)
        counts = copying.copy_rows(source, target)
        _hold(target, counts)
    return counts


def _prove(file: Path, counts: dict[str, int]) -> dict[str, Head]:
    """A written backup is opened as a reader would and looked through; the head of each county's chain."""
    engine = open_engine(f"sqlite:///{file.as_posix()}")
    try:
        with reading(engine) as connection:
            _hold(connection, counts)
            return {county: heads.kept(connection, county) for county in copying.counties(connection)}
    finally:
        engine.dispose()
        for suffix in ("-wal", "-shm", TURNSTILE):
            file.with_name(file.name + suffix).unlink(missing_ok=True)


def _hold(connection: Connection, counts: dict[str, int]) -> None:
    """Raise RestoreError unless the tables hold so many rows and every county's chain and rows prove whole."""
    found = copying.counts(connection)
    if found != counts:
        wrong = [f"{name} {found[name]} instead of {count}" for name, count in counts.items() if found[name] != count]
        raise RestoreError("broken", f"rows are missing: {', '.join(wrong)}")
    for county in copying.counties(connection):
        report = Verifier(connection, county).run()
        if not report.ok:
            raise RestoreError("broken", f"county {county}: {'; '.join(report.problems[:3])}")
