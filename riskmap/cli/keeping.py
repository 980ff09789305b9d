"""`verify`, `backup`, `restore`, `prepare`: keeping the ledger whole."""

import argparse
import logging
import re
from typing import Final
from zoneinfo import ZoneInfo

from riskmap.cli.office import Office
from riskmap.cli.problem import Problem
from riskmap.cli.words import Result

logger = logging.getLogger("riskmap")
HASH: Final = re.compile(r"[0-9a-f]{64}")


def verify(options: argparse.Namespace) -> Result:
    """Answer `verify [--head HEAD]`: exit 0 if chain and projections hold, else 1 with what does not.

    `days`: the head at the end of each of the last days, as the page of the audit trail shows them.
    """
    from riskmap.ledger import audit, maintain
    from riskmap.settings import now

    expected = _hash(options.head)
    office = Office.open()
    report = maintain.verify(office.engine, office.county, office.attachments, expected)
    for line in report.problems:
        logger.error("%s", line)
    if report.ok:
        logger.info("head of the chain, to be kept outside of this machine: %s", report.head)
    day = now().astimezone(ZoneInfo(office.county.time_zone)).date()
    days = audit.heads_of_days(office.engine, office.county, day)
    document = {
        "ok": report.ok,
        "events": report.events,
        "hazards": report.hazards,
        "head": str(report.head),
        "days": {on.isoformat(): str(head) for on, head in days},
        "problems": list(report.problems),
    }
    return document, 0 if report.ok else 1


def _hash(head: str) -> str:
    """The hash of a head as it was printed, with its number or without; the sheet prints it in groups."""
    found = "".join(head.rpartition(":")[2].split()).lower()
    if head and not HASH.fullmatch(found):
        raise Problem(f"--head takes a head as verify and backup print it, not {head!r}")
    return found


def backup(options: argparse.Namespace) -> Result:
    """Answer `backup FILE`: one file, verified after writing; exit 1 if it cannot be written or proved."""
    from riskmap.ledger import maintain
    from riskmap.ledger.errors import RestoreError

    office = Office.open()
    try:
        heads = maintain.backup(office.engine, options.file, office.attachments)
    except (OSError, RestoreError) as error:
        raise Problem(f"{options.file} cannot be written: {getattr(error, 'strerror', None) or error}", 1) from error
    head = heads.get(office.county.code)
    return {"file": str(options.file), "bytes": options.file.stat().st_size, "head": str(head) if head else None}, 0


def restore(options: argparse.Namespace) -> Result:
    """Answer `restore FILE`: exit 2 if the file is no backup, newer than this program, or the ledger is not empty."""
    from riskmap.ledger import maintain
    from riskmap.ledger.errors import RestoreError

    office = Office.open()
    if not options.file.is_file():
        raise Problem(f"there is no file {options.file}")
    try:
        counts = maintain.restore(office.engine, options.file, office.attachments, replace=options.replace)
    except RestoreError as error:
        raise Problem(f"{options.file} was not restored: {error}") from error
    logger.info("%d hazards and %d events restored from %s", counts["hazard"], counts["event"], options.file)
    return {"file": str(options.file), "rows": counts}, 0


def prepare(options: argparse.Namespace) -> Result:
    """Answer `prepare`: the database is made or updated, the demo loaded or renewed where that is due."""
    from riskmap.cli.demo import renew

    del options
    office = Office.open()
    return {"demo": renew(office)}, 0
