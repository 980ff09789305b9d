"""`round create | send | collect | status | back | close`: the weekly round from the command line."""

import argparse
import logging
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from riskmap.cli import round_documents as documents
from riskmap.cli.exporting import leave
from riskmap.cli.office import Office, question, words_of
from riskmap.cli.problem import Problem
from riskmap.cli.words import Result
from riskmap.settings import now

if TYPE_CHECKING:
    from riskmap.domain.filling import FillingRound
    from riskmap.ledger.filling import Collected

logger = logging.getLogger("riskmap.round")


def create(options: argparse.Namespace) -> Result:
    """Answer `round create`: who is asked for how many items."""
    from riskmap.ledger.commands import Refused, Stale
    from riskmap.metrics import sending

    office = Office.open()
    index, where = question(office, words_of(options))
    title = options.title or f"{office.county.label(office.lang)} {where.as_of.isoformat()}"
    order = sending.Order(title, office.today, _day(options.deadline), options.notes)
    label = _label(office)
    left_out: dict[str, Any] = {}
    if options.kind == "form":
        if options.by == "enterprise":
            raise Problem("the monthly form goes to townships or departments")
        units = office.county.regions.codes if options.by == "township" else office.county.departments.codes
        draft = sending.drafted_form(units, where, options.by, order, lambda code: label(options.by, code))
    else:
        found = sending.scope(index, where, options.by)
        draft = sending.drafted(found, where, options.by, order, lambda code: label(options.by, code))
        left_out = {"left_out": {"total": found.total, "higher": found.higher, "nobody": found.nobody}}
    try:
        made = office.ledger.create_round(draft, office.actor)
    except Refused as refused:
        raise Problem(f"not sent out: {_reasons(refused.codes)}") from refused
    except Stale as stale:
        raise Problem("the ledger was changed meanwhile; try again", 1) from stale
    return documents.told(made, office.today) | left_out, 0


def send(options: argparse.Namespace) -> Result:
    """Answer `round send`: the zip of workbooks, written whole or not at all; it leaves an event."""
    from riskmap.i18n import Translator
    from riskmap.ledger import rounds
    from riskmap.ledger.batch import of_round
    from riskmap.views.filling_pack import pack

    office = Office.open()
    sent = _round(office, options.round)
    hazards = {key: one.sent for key, one in rounds.items(office.engine, office.county, sent).items()}
    t = Translator(office.lang)
    moment = t.moment(now().astimezone(ZoneInfo(office.county.time_zone)))
    content = pack(sent, hazards, _label(office), t, who=office.actor.name, moment=moment,
                   sectors=office.county.sectors.codes)  # fmt: skip
    leave(office, of_round(sent, "round", "zip", len(sent.asked)), {options.out: content})
    logger.info("%d workbooks with %d items in %s", len(sent.receivers), len(sent.asked), options.out)
    return {"round": sent.id, "file": str(options.out), "workbooks": len(sent.receivers), "items": len(sent.asked)}, 0


def collect(options: argparse.Namespace) -> Result:
    """Answer `round collect`: what came back against the ledger; with `--dry-run` nothing is written."""
    from riskmap.ingest import collecting, returns
    from riskmap.ingest.proposals import Desk
    from riskmap.ingest.reading.album import FOLDER
    from riskmap.ingest.spool import Spool
    from riskmap.ledger import rounds
    from riskmap.views.filling import vocabulary

    office = Office.open()
    sent = _round(office, options.round)
    spool = Spool()
    files = returns.read([_file(path) for path in options.file], folder=spool.folder)
    on = _day(options.received) if options.received else office.today
    if sent.kind == "form":
        return _form(office, sent, files, on, dry_run=options.dry_run)
    desk = Desk(on, office.actor, office.county.gates(), frozenset(options.take))
    items = rounds.items(office.engine, office.county, sent)
    found = collecting.preview(files, sent, items, vocabulary(), desk, spool.files(FOLDER))
    document = documents.collected(found)
    if options.dry_run or found.empty:
        return document | {"written": False}, 0
    return _taken(office, found.to_confirm, document)


def _taken(office: Office, told: "Collected", document: dict[str, Any]) -> Result:
    from riskmap.ledger.errors import LedgerError, Refused

    try:
        office.ledger.collect_round(told, office.actor)
    except Refused as refused:
        raise Problem(f"not taken over: {_reasons(refused.codes)}", document=document | {"written": False}) from refused
    except OSError as error:
        words = f"the photos cannot be kept: {error.strerror or error}; nothing was taken over"
        raise Problem(words, 1, document | {"written": False}) from error
    except LedgerError as error:
        raise Problem("the ledger was changed meanwhile; try again", 1, document | {"written": False}) from error
    return document | {"written": True}, 0


def _form(office: Office, sent: "FillingRound", files: Any, on: date, *, dry_run: bool) -> Result:
    """Returned monthly forms: every figure that changes, and the findings."""
    from riskmap.ingest.form_returns import preview
    from riskmap.views.filling_form import vocabulary

    found = preview(files, sent, vocabulary(), on)
    lines = [
        {"unit": unit, "row": row, "column": column, "old": documents.plain(old), "new": documents.plain(new)}
        for (unit, row, column), (old, new) in found.changes.items()
    ]
    document = {
        "round": sent.id,
        "changes": len(lines),
        "lines": lines,
        "findings": [documents.finding(one) for one in found.findings],
    }
    if dry_run or found.empty:
        return document | {"written": False}, 0
    return _taken(office, found.to_confirm, document)


def status(options: argparse.Namespace) -> Result:
    """Answer `round status`: every round, or how the units of one stand."""
    from riskmap.ledger import rounds

    office = Office.open()
    if options.round:
        sent = _round(office, options.round)
        return documents.told(sent, office.today) | (documents.form(office, sent) if sent.kind == "form" else {}), 0
    found = rounds.rounds(office.engine, office.county)
    return {"rounds": [documents.told(one, office.today, units=False) for one in found]}, 0


def back(options: argparse.Namespace) -> Result:
    """Answer `round back`: a unit's report is sent back with a reason."""
    office = Office.open()
    sent = _round(office, options.round)
    ledger, today = office.ledger, office.today
    return _done(
        lambda: ledger.send_back(sent.id, sent.version, options.unit, options.reason, today, office.actor), today
    )


def close(options: argparse.Namespace) -> Result:
    """Answer `round close`."""
    office = Office.open()
    sent = _round(office, options.round)
    ledger, today = office.ledger, office.today
    return _done(lambda: ledger.close_round(sent.id, sent.version, today, office.actor), today)


def _done(step: Any, today: date) -> Result:
    from riskmap.ledger.errors import LedgerError, Refused

    try:
        return documents.told(step(), today), 0
    except Refused as refused:
        raise Problem(_reasons(refused.codes)) from refused
    except LedgerError as error:
        raise Problem("the round was changed meanwhile; try again", 1) from error


def _round(office: Office, round_id: str) -> "FillingRound":
    from riskmap.ledger import rounds
    from riskmap.ledger.errors import NotFound

    try:
        return rounds.one(office.engine, office.county, round_id)
    except NotFound as error:
        raise Problem(f"there is no round {round_id!r}") from error


def _file(path: Path) -> Any:
    from riskmap.ingest.returns import File

    try:
        return File(path.name, path.read_bytes())
    except OSError as error:
        raise Problem(f"{path} cannot be read: {error.strerror or error}") from error


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Problem(f"{text!r} is not a day like 2026-11-22") from error


def _label(office: Office) -> Any:
    from riskmap.views.names import labels

    firms = office.snapshot.enterprises
    return labels(office.county, office.lang, dict(zip(firms["id"], firms["name"], strict=True)))


def _reasons(codes: tuple[str, ...]) -> str:
    from riskmap.i18n import Translator
    from riskmap.views.html.actions import reasons

    return " ".join(reasons(Translator("en"), codes))
