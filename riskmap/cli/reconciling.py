"""`reconcile FILE`: a ledger of a township or department against ours for a period; nothing is written."""

import argparse
import logging
from typing import TYPE_CHECKING, Any

import numpy as np

from riskmap.cli.office import Office, question, words_of
from riskmap.cli.problem import Problem
from riskmap.cli.words import Result

if TYPE_CHECKING:
    from riskmap.ingest.reconcile import Reconciled
    from riskmap.metrics.filters import Filter
    from riskmap.metrics.index import Index

logger = logging.getLogger("riskmap.reconcile")


def run(options: argparse.Namespace) -> Result:
    """Answer `reconcile FILE`: only there, only here, different, totals of both sides, the balance; 2 if unreadable."""
    from riskmap.ingest.messages import sentence
    from riskmap.ingest.reconcile import CODES, Scope, reconcile
    from riskmap.ledger import queries
    from riskmap.metrics.balance import in_play

    office = Office.open()
    index, where = question(office, words_of(options))
    ids = np.asarray(office.snapshot.hazards["id"], dtype=object).astype(str)
    codes = {name: frozenset(getattr(where, name)) for name in CODES if getattr(where, name)}
    found = reconcile(
        options.file,
        county=office.county,
        index=queries.match_index(office.engine, office.county, demo=office.snapshot.demo),
        scope=Scope(where.from_, where.as_of, frozenset(ids[in_play(index, where)].tolist()), codes),
        today=office.today,
        sender=options.sender,
        profile=options.profile,
        sheet=options.sheet,
    )
    if found.refusal:
        detail = f" ({found.dry.detail})" if found.dry.detail else ""
        raise Problem(f"{options.file}: {sentence(found.refusal)}{detail}")
    logger.info(
        "%s: %d the same, %d different, %d only there, %d only here",
        options.file, found.same, len(found.different), len(found.there), len(found.here),
    )  # fmt: skip
    return _document(office, index, where, found), 0


def _document(office: Office, index: "Index", where: "Filter", found: "Reconciled") -> dict[str, Any]:
    report = found.dry.report
    return {
        "file": report["file"],
        "from": where.from_.isoformat(),
        "as_of": where.as_of.isoformat(),
        "rows": report["rows"],
        "rejected": report["rejected"],
        "same": found.same,
        "beyond": found.beyond,
        "different": _different(office, found),
        "only_there": [_there(one.sheet, one.row, one.hazard) for one in found.there],
        "only_here": _here(office, found),
        "totals": _totals(office, index, where, found),
        "balance": {dim: _balance(office, index, where, dim) for dim in ("township", "sector")},
    }


def _different(office: Office, found: "Reconciled") -> list[dict[str, Any]]:
    from riskmap.domain import codec
    from riskmap.domain.hazard import Hazard
    from riskmap.ingest.reconcile import told_fields
    from riskmap.ledger import queries

    ids = [one.hazard_id for one in found.different]
    stored = {one.id: one for one in queries.hazards(office.engine, office.county, ids)}
    return [
        {
            "hazard_no": stored[one.hazard_id].hazard_no, "sheet": one.sheet, "row": one.row, "protected": one.code,
            "fields": [
                {
                    "field": name,
                    "ours": codec.encode_field(Hazard, name, getattr(stored[one.hazard_id], name)),
                    "theirs": codec.encode_field(Hazard, name, one.changes[name]),
                }
                for name in told_fields(one.changes)
            ],
        }
        for one in found.different
    ]  # fmt: skip


def _there(sheet: str, row: int, hazard: Any) -> dict[str, Any]:
    return {
        "sheet": sheet, "row": row, "ledger_no": hazard.ledger_no, "enterprise": hazard.enterprise_name,
        "place": hazard.place, "description": hazard.description, "found": hazard.found.isoformat(),
        "township": hazard.township, "sector": hazard.sector, "grade": hazard.grade.value,
        "status": hazard.status.value,
    }  # fmt: skip


def _here(office: Office, found: "Reconciled") -> list[dict[str, Any]]:
    frame = office.snapshot.hazards.set_index("id").loc[list(found.here)]
    names = ("hazard_no", "ledger_no", "enterprise", "place", "description", "township", "sector", "grade", "status")
    return [{name: str(row[name]) for name in names} for row in frame.to_dict("records")]


def _totals(office: Office, index: "Index", where: "Filter", found: "Reconciled") -> dict[str, dict[str, int]]:
    from riskmap.ledger import unstored
    from riskmap.metrics.counts import total
    from riskmap.metrics.index import Index as Counted
    from riskmap.metrics.measures import CONTRACT

    theirs = Counted(unstored.frame(found.theirs, office.county), None, index.order)
    sides = {"theirs": theirs, "ours": index}
    told = {name: total(one, where.as_of, where.from_, where) for name, one in sides.items()}
    return {name: {key: counts[key] for key in CONTRACT} for name, counts in told.items()}


def _balance(office: Office, index: "Index", where: "Filter", dim: str) -> dict[str, Any]:
    from riskmap.metrics.balance import PARTS, balance
    from riskmap.views.names import labels

    label = labels(office.county, where.lang or office.lang, {})
    lines, whole = balance(index, where, dim)

    def told(line: Any) -> dict[str, Any]:
        return {name: getattr(line, name) for name in PARTS} | {"holds": line.holds}

    rows = [{dim: line.code, "name": label(dim, line.code or "")} | told(line) for line in lines]
    return {"rows": rows, "total": told(whole)}
