"""Earlier records of a hazard (历次记录): what hangs on it and has no column of its own in a ledger, one line each.

A line is `kind：field=value；field=value`. Words for kinds, fields and codes are data of those who write and read;
here they are names of the domain. A backslash stands before ； ; and before itself; with n it is a line break.
"""

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any, Final

from riskmap.domain.codes import EvidenceKind, ListingState
from riskmap.domain.hazard import (
    ControlRecord,
    Escalation,
    Evidence,
    Extension,
    FiveItem,
    Hazard,
    Listing,
    Reported,
    Responsible,
    Round,
    Statement,
)
from riskmap.domain.past import extension_on

ROUNDS: Final = 5  # as many failed re-inspections as a ledger has columns for
Record = (
    Round | Extension | Listing | FiveItem | Evidence | ControlRecord | Responsible | Statement | Escalation | Reported
)
KINDS: Final[dict[str, type[Any]]] = {
    "round": Round, "extension": Extension, "listing": Listing, "five": FiveItem, "evidence": Evidence,
    "control": ControlRecord, "post": Responsible, "statement": Statement, "escalation": Escalation,
    "reported": Reported,
}  # fmt: skip
HELD_IN: Final = {
    "round": "rounds", "extension": "extensions", "listing": "listings", "five": "five", "evidence": "evidence",
    "control": "controls", "post": "chain", "statement": "statements", "escalation": "escalations",
    "reported": "reported",
}  # fmt: skip
# Fields that a record has to have and that may be empty.
BLANK: Final[dict[str, dict[str, Any]]] = {
    "round": {"rectified": None, "declared": None, "reviewers": "", "opinion": "", "new_due": None},
    "extension": {"reason": ""},
    "evidence": {"on": None},
}
# Kinds of evidence that a ledger has a column for, and the day a piece takes from the row it stands in.
PAPERS: Final = frozenset(
    {
        EvidenceKind.INSPECTION_PAPER, EvidenceKind.PHOTO_BEFORE, EvidenceKind.PHOTO_AFTER, EvidenceKind.REVIEW_PAPER,
        EvidenceKind.PLAN, EvidenceKind.CONTROL_RECORD, EvidenceKind.ASSESSMENT, EvidenceKind.WORKERS_REPORT,
        EvidenceKind.ACCEPTANCE, EvidenceKind.DELISTING, EvidenceKind.RESTART,
    }
)  # fmt: skip
TEXT_LIMIT: Final = 32_000  # a cell of a spreadsheet holds 32,767 characters


def earlier(hazard: Hazard, day: date) -> Iterator[tuple[str, Record]]:
    """The records known on a day that no column tells, with their kind, oldest first within each kind.

    Hashes of files are left out: files do not travel in a ledger.
    """
    yield from (("round", one) for one in [one for one in hazard.rounds if one.reviewed <= day][ROUNDS:])
    applied = [one for one in hazard.extensions if one.applied <= day]
    yield from (("extension", extension_on(one, day)) for one in applied[:-1])
    yield from (("listing", one) for one in _listings(hazard.listings, day))
    controls = sorted((one for one in hazard.controls if one.on <= day), key=lambda one: one.on)
    yield from (("control", one) for one in controls[:-1])
    yield from (("five", one) for one in hazard.five if one.in_place_on is not None and one.in_place_on <= day)
    yield from (("evidence", one) for one in _evidence(hazard, day))
    yield from (("post", one) for one in _posts(hazard.chain, day))
    yield from (("statement", one) for one in hazard.statements if one.on <= day)
    yield from (("escalation", one) for one in hazard.escalations if one.on <= day)
    yield from (("reported", one) for one in hazard.reported if one.on is None or one.on <= day)


def _listings(found: Sequence[Listing], day: date) -> Iterator[Listing]:
    """All but the last that stands; a dropped proposal is never the one of the columns."""
    known = [one for one in found if (on := one.proposed or one.listed) is None or on <= day]
    standing = [one for one in known if one.state is not ListingState.DROPPED]
    yield from (one for one in known if not standing or one is not standing[-1])


def _evidence(hazard: Hazard, day: date) -> Iterator[Evidence]:
    """Every piece of a kind that its column could not tell whole: without a column, several, or of a day of its own."""
    known = [replace(one, sha256=None) for one in hazard.evidence if one.on is None or one.on <= day]
    days = {EvidenceKind.PHOTO_BEFORE: hazard.found, EvidenceKind.PHOTO_AFTER: hazard.rectified}
    for kind in dict.fromkeys(one.kind for one in known):
        pieces = [one for one in known if one.kind is kind]
        if kind not in PAPERS or len(pieces) > 1 or pieces[0].on != days.get(kind):
            yield from pieces


def _posts(chain: Sequence[Responsible], day: date) -> Iterator[Responsible]:
    """Every holder of a post whose column, one name, could not tell it whole."""
    known = [one for one in chain if one.since is None or one.since <= day]
    for post in dict.fromkeys(one.post for one in known):
        holders = [one for one in known if one.post is post]
        if len(holders) > 1 or holders[0].unit or holders[0].since is not None:
            yield from holders


def values(record: Record) -> Iterator[tuple[str, Any]]:
    """Field names and values of a record; what is empty is left out."""
    for spec in fields(record):
        value = getattr(record, spec.name)
        if value is not None and value != "":
            yield spec.name, value


def escaped(text: str) -> str:
    """A value as it stands in a line."""
    plain = text.replace("\r\n", "\n").replace("\\", "\\\\").replace("；", "\\；").replace(";", "\\;")
    return plain.replace("\n", "\\n")


def parted(line: str) -> list[tuple[str, str]]:
    """The parts of a line after its kind, as (field word, value); a part without = has an empty field word."""
    parts, now, marks = [""], 0, iter(line)
    for mark in marks:
        if mark == "\\":
            following = next(marks, "\\")
            parts[now] += "\n" if following == "n" else following
        elif mark in "；;":
            parts.append("")
            now += 1
        else:
            parts[now] += mark
    told = [part.partition("=") if "=" in part else ("", "", part) for part in parts if part.strip()]
    return [(word.strip(), value.strip()) for word, _, value in told]


def with_earlier(facts: dict[str, Any], found: Sequence[tuple[str, Any]]) -> None:
    """Put records that were read beside what the columns of the row told, in place.

    Pieces of evidence, holders of a post and proofs of one of the five replace what their column says of the same
    kind, post or item; of the others the column tells the last (of rounds the first).
    """
    for kind, held in HELD_IN.items():
        records = tuple(record for name, record in found if name == kind)
        if not records:
            continue
        told = tuple(facts.get(held, ()))
        if kind in _REPLACING:
            key = _REPLACING[kind]
            said = {getattr(one, key) for one in records}
            facts[held] = (*(one for one in told if getattr(one, key) not in said), *records)
        else:
            facts[held] = (*told, *records) if kind == "round" else (*records, *told)


_REPLACING: Final = {"evidence": "kind", "post": "post", "five": "item"}
