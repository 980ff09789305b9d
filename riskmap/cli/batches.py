"""`batches list`, `batches undo ID`: the imported files, and taking one back."""

import argparse
import logging
from typing import TYPE_CHECKING, Any, Final

from riskmap.cli.office import Office
from riskmap.cli.problem import Problem
from riskmap.cli.words import Result
from riskmap.domain.roles import Right

if TYPE_CHECKING:
    from riskmap.ledger.batches import Batch
    from riskmap.ledger.errors import NotUndone

logger = logging.getLogger("riskmap.batches")
WHY: Final = {
    "undo:already": "the file was undone before",
    "undo:others": "only the office or whoever took the file in may take it back",
    "undo:demo": "the demo county is removed with `demo clear`",
    "undo:touched": "something later changed rows of the file",
    "undo:asked": "a round of filling in, sent out since then, asks for hazards of the file",
    "undo:in_paper": "office papers that are not withdrawn name hazards of the file",
    "undo:in_use": "rows that came later belong to enterprises, visits or hazards of the file",
}


def show(options: argparse.Namespace) -> Result:
    """Answer `batches list`: every imported file, latest first."""
    from riskmap.ledger import batches

    office = Office.open()
    actor = office.acting(options.as_user, Right.IMPORT)
    return {"batches": [_document(one) for one in batches.listed(office.engine, office.county, actor=actor)]}, 0


def undo(options: argparse.Namespace) -> Result:
    """Answer `batches undo ID`: exit 2 with the rows that keep the file, or if there is no such file."""
    from riskmap.ledger.errors import NotFound, NotUndone, Refused

    office = Office.open()
    try:
        done = office.ledger.undo_batch(options.id, office.acting(options.as_user, Right.IMPORT))
    except NotFound as error:
        raise Problem(f"no imported file has the id {options.id}; see `batches list`") from error
    except NotUndone as error:
        raise Problem(_words(error), document={"undone": False, "rows": [list(one) for one in error.rows]}) from error
    except Refused as error:
        raise Problem("not undone: rows of the file lie outside the part of who undoes it") from error
    told = {name: getattr(done, name) for name in ("hazards", "enterprises", "inspections", "restored")}
    logger.info("undone: %s", ", ".join(f"{value} {name}" for name, value in told.items()))
    return {"undone": True, "batch": done.batch_id, **told}, 0


def _words(error: "NotUndone") -> str:
    names = ", ".join(f"{kind} {name}" for kind, name in error.rows)
    more = f" … and {error.more} more" if error.more else ""
    return f"not undone: {WHY[error.codes[0]]}{': ' if names else ''}{names}{more}"


def _document(one: "Batch") -> dict[str, Any]:
    undone = one.undone
    return {
        "id": one.id,
        "file": one.file_name,
        "sha256": one.sha256,
        "sender": one.sender,
        "kind": one.kind,
        "columns": dict(one.mapping),
        "counts": dict(one.counts),
        "findings": dict(one.findings),
        "demo": one.demo,
        "at": one.at.isoformat(),
        "by": one.by,
        "opening": one.opening.isoformat() if one.opening else None,
        "undone": {"at": undone.at.isoformat(), "by": undone.by, **undone.counts} if undone else None,
    }
