"""Whole records without the names and numbers of persons: which of their fields hold persons, which free text.

One definition for screens, files and frames. A field of text is free text unless it is named here as a person's or as a
key, so that a field that is new is hidden until somebody says that it need not be.
"""

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import Any, Final, NamedTuple, TypeVar

from riskmap.domain.annotations import Annotation
from riskmap.domain.columns import ENTERPRISES, HAZARDS, INSPECTIONS, POSTS, TEXT
from riskmap.domain.enterprise import Enterprise, Inspection
from riskmap.domain.hazard import Hazard, Move
from riskmap.domain.masking import PERSONS, SEES_NAMES, WITHIN, hidden_kept, hidden_names, hidden_numbers, masks
from riskmap.domain.meetings import Decision, Meeting
from riskmap.domain.papers import Paper
from riskmap.domain.records import HELD_IN, KINDS

Record = TypeVar("Record", Hazard, Inspection, Enterprise, Paper, Meeting, Decision, Annotation)
KEYS: Final = frozenset(
    {
        # numbers, ids and codes by which rows are found and counted: never changed
        "id", "hazard_no", "ledger_no", "township", "sector", "department", "restart_no", "judged",
        "number", "old", "new", "sha256", "uscc", "industry_code", "licence", "record_no", "scan", "week",
        "subject_id", "enterprise_id", "recurs_of", "listing_number", "hazard_id",
    }
)  # fmt: skip
FIRM_PERSONS: Final = PERSONS | {"legal_person"}
PAPER_PERSONS: Final = frozenset({"drafted_by", "reviewed_by", "signed_by", "received_by"})
MEETING_PERSONS: Final = frozenset({"chair", "present", "absent"})


class Told(NamedTuple):
    """The fields of a record, or the columns of a frame, that hold persons, and those that hold free text."""

    persons: tuple[str, ...]
    words: tuple[str, ...]


def _told(texts: Iterable[str], persons: Iterable[str] = PERSONS, keys: frozenset[str] = KEYS) -> Told:
    names, own = sorted(texts), frozenset(persons)
    words = (one for one in names if one not in own and one not in keys)
    return Told(tuple(one for one in names if one in own), tuple(words))


def _texts(kind: type[Any]) -> list[str]:
    return [one.name for one in fields(kind) if one.type is str]


def _columns(kinds: Mapping[str, str]) -> list[str]:
    return [name for name, kind in kinds.items() if kind == TEXT]


RECORDS: Final[Mapping[type[Any], Told]] = {
    Hazard: _told(_texts(Hazard)),
    Inspection: _told(_texts(Inspection)),
    Enterprise: _told(_texts(Enterprise), FIRM_PERSONS),
    Paper: _told(_texts(Paper), PAPER_PERSONS),
    Meeting: _told(_texts(Meeting), MEETING_PERSONS),
    Decision: _told(_texts(Decision)),
    Annotation: _told(_texts(Annotation)),
}
PARTS: Final[Mapping[str, Told]] = {  # records that hang on a hazard, by the field that holds them
    **{held: _told(_texts(KINDS[kind]), WITHIN.get(held, ())) for kind, held in HELD_IN.items()},
    "moves": _told(_texts(Move), keys=KEYS | {"name"}),
}
FRAMES: Final[Mapping[str, Told]] = {  # of a snapshot
    "hazards": _told(_columns(HAZARDS)),
    "spells": _told(_columns(HAZARDS)),
    "enterprises": _told(_columns(ENTERPRISES)),
    "inspections": _told(_columns(INSPECTIONS)),
    "posts": _told(_columns(POSTS), {"person"}),
}


def without_names(record: Record) -> Record:
    """A record as who need not know the persons sees it: each name to its first character, numbers hidden."""
    return _hidden(record, names=True)


def for_role(record: Record, role: str) -> Record:
    """A record as a role may take it out of the program (masking.masked)."""
    if role not in {one.value for one in SEES_NAMES}:
        return _hidden(record, names=True)
    return _hidden(record, names=False) if masks(role) else record


def _hidden(record: Record, *, names: bool) -> Record:
    own = _changes(record, RECORDS[type(record)], names=names)
    if isinstance(record, Hazard):
        for held in PARTS:
            if parts := getattr(record, held):
                own[held] = tuple(_part(held, one, names=names) for one in parts)
    if extra := getattr(record, "extra", ()):
        own["extra"] = tuple(_part("extra", one, names=names) for one in extra)
    return replace(record, **own) if own else record


def restored(held: str, before: tuple[Any, ...], told: tuple[Any, ...]) -> tuple[Any, ...]:
    """What a file tells in a field of a hazard: the masked form of a stored record, or kept column, is that one.

    `held`: a field of PARTS, or extra; whatever else the file tells stays as it tells it.
    """
    if not before or "**" not in repr(told):
        return told
    known = {_part(held, one, names=names): one for names in (True, False) for one in before}
    return tuple(known.get(one, one) for one in told)


def _part(held: str, one: Any, *, names: bool) -> Any:
    return hidden_kept(*one) if held == "extra" else replace(one, **_changes(one, PARTS[held], names=names))


def _changes(record: Any, told: Told, *, names: bool) -> dict[str, Any]:
    """The fields of a record that read otherwise without persons."""
    found: dict[str, Any] = {}
    for name in (*told.persons, *told.words):
        before = getattr(record, name)
        text = hidden_names(before) if names and before and name in told.persons else before
        if text and (after := hidden_numbers(text)) != before:
            found[name] = after
    return found
