"""`import`: a file through the dry run into the ledger, in one transaction."""

import argparse
import logging
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from riskmap.cli.office import Office
from riskmap.cli.problem import Problem
from riskmap.cli.words import Result
from riskmap.domain.roles import Right

if TYPE_CHECKING:
    from riskmap.ingest.likeness import Decisions
    from riskmap.ingest.pictures import Places
    from riskmap.ingest.run import DryRun
    from riskmap.ledger.commands import Actor, BatchResult

logger = logging.getLogger("riskmap.import")
PASTED = "stdin"  # what a report calls rows that came without a file
ATTEMPTS = 3  # another writer between dry run and commit: read again


def run(options: argparse.Namespace) -> Result:
    """Answer `import FILE`: the report of the contract; exit 2 with nothing changed if the whole file is refused."""
    from riskmap.ledger.commands import Stale

    office = Office.open()
    if options.save_profile:
        office.acting(options.as_user, Right.PROFILES)
    source = _source(options)
    for _ in range(ATTEMPTS):
        dry, unplaced = _read(office, source, options)
        refused = _refused(dry, strict=options.strict) or unplaced or _nobody(dry, options)
        if refused:
            raise Problem(refused, document=_nothing(dry.report))
        if options.dry_run:
            return dry.report, 0
        try:
            result = _commit(office, dry, office.acting(options.as_user, Right.IMPORT))
        except Stale:
            logger.info("the ledger was changed meanwhile, reading again")
            continue
        report = _told(dry.report, result)
        return (report | {"profile_saved": _saved(office, dry, options)} if options.save_profile else report), 0
    raise Problem("the ledger is being changed by others all the time; try again", 1, _nothing(dry.report))


def _source(options: argparse.Namespace) -> bytes | Path:
    """The file, or what comes on stdin for `-`: a file, or rows as they are copied from a sheet."""
    return sys.stdin.buffer.read() if options.file == Path("-") else Path(options.file)


def _read(office: Office, source: bytes | Path, options: argparse.Namespace) -> tuple["DryRun", str]:
    """The dry run, and which picture of --place has no row; the file is read once more for what is decided."""
    dry = _dry_run(office, source, options)
    if dry.refusal or not (options.place or options.decide):
        return dry, ""
    from riskmap.cli import deciding, placing

    meant = deciding.resolved(options.decide, dry.report) if options.decide else {}
    put = placing.resolved(options.place, dry.report)
    dry = _dry_run(office, source, options, put, meant)
    return dry, "" if dry.refusal else placing.refused(put, dry.report)


def _dry_run(
    office: Office, source: bytes | Path, options: argparse.Namespace, put: "Places | None" = None,
    meant: "Decisions | None" = None,
) -> "DryRun":  # fmt: skip
    from riskmap.ingest.run import dry_run
    from riskmap.ledger import queries

    return dry_run(
        source,
        name=PASTED if isinstance(source, bytes) else "",
        county=office.county,
        match_index=queries.match_index(
            office.engine, office.county, actor=office.acting(options.as_user, Right.IMPORT)
        ),
        profile=options.profile,
        sender=options.sender,
        sheet=options.sheet,
        today=office.today,
        profiles={name: one.told for name, one in queries.profiles(office.engine, office.county).items()},
        split=options.split,
        opening=_opening(office, options.opening),
        pictures=put,
        decisions=meant,
    )


def _opening(office: Office, told: str | None) -> date | None:
    """启用日: the day told, else the county's own, else today; None where no opening import is asked for."""
    if told is None:
        return None
    if told == "county":
        return office.county.gates_since or office.today
    try:
        return date.fromisoformat(told)
    except ValueError as error:
        raise Problem(f"--opening takes a day such as 2026-07-01, not {told!r}") from error


def _refused(dry: "DryRun", *, strict: bool) -> str:
    """Why the file as a whole is not taken, "" if it is."""
    from riskmap.ingest.messages import sentence

    report = dry.report
    code = dry.refusal
    if not code and report["rows"] and not report["accepted"]:
        code = "no_row_accepted"
    if not code and strict and report["rejected"]:
        code = "rows_rejected"
    if not code:
        return ""
    detail = f" ({dry.detail})" if dry.detail else ""
    return f"{report['file']}: {sentence(code)}{detail}; nothing was taken"


def _nobody(dry: "DryRun", options: argparse.Namespace) -> str:
    """A profile is kept for somebody: why it cannot be, "" if it can."""
    if not options.save_profile or dry.batch.sender:
        return ""
    return f"{dry.report['file']}: --save-profile needs --sender; nothing was taken"


def _saved(office: Office, dry: "DryRun", options: argparse.Namespace) -> str:
    """Keep the given profile with what the values told, over what was kept of the sender; whose it is."""
    from riskmap.ingest.profile import Profile, choosing, load, merged, parse
    from riskmap.ingest.recognition import guessed
    from riskmap.ledger import queries

    sender = dry.batch.sender
    given = load(options.profile) if options.profile else Profile()
    kept = queries.profiles(office.engine, office.county).get(sender)
    whole = choosing(merged(parse(kept.told), given) if kept else given, guessed(dry.report["recognition"]))
    if told := whole.as_table():
        office.ledger.save_profile(sender, told, office.acting(options.as_user, Right.PROFILES))
    return sender


def _commit(office: Office, dry: "DryRun", actor: "Actor") -> "BatchResult":
    try:
        return office.ledger.import_batch(dry.batch, actor)
    except OSError as error:
        words = f"the pictures cannot be kept: {error.strerror or error}; nothing was taken"
        raise Problem(words, 1, _nothing(dry.report)) from error


def _told(report: dict[str, Any], result: "BatchResult") -> dict[str, Any]:
    logger.info(
        "%s: %d rows, %d accepted, %d rejected; %d created, %d changed, %d unchanged; %d findings",
        report["file"], report["rows"], report["accepted"], report["rejected"], report["created"], report["changed"],
        report["unchanged"], len(report["issues"]),
    )  # fmt: skip
    if result.demo_removed:
        logger.info("the demo county was removed in the same step (%d rows)", result.demo_removed)
        return report | {"demo_removed": result.demo_removed}
    return report


def _nothing(report: dict[str, Any]) -> dict[str, Any]:
    return report | {"created": 0, "changed": 0, "changes": []}
