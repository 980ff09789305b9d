"""What an event of a hazard tells who audits it: fields, old → new, by code and value; persons are masked.

A step names what it was told and the state it led to; a correction, and a file that changed something, both values.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from riskmap.domain.actions import Action
from riskmap.domain.codes import Grade, Status
from riskmap.domain.masking import PERSONS, hidden_numbers, hidden_person
from riskmap.domain.table import LOOP
from riskmap.store import events

MOST: Final = 80  # signs of a text
NAMES: Final = PERSONS | {"signed_by", "decided_by", "stated_by", "approved_by", "person"}
ENTERED: Final = ("found", "status", "grade", "source", "township", "sector", "department")
SKIPPED: Final = frozenset({"facts", "changes", "field", "old", "new", "evidence", "chain", "plan", "keeps_due"})
STATE: Final = "state_of_loop"  # the hazard's own; a control record tells a `status` too
LOOPED: Final = {"status": STATE}
LEADS: Final[dict[Action, Status]] = {  # steps that lead to one state alone
    action: states[0] for (before, action), states in LOOP.items() if before is not None and action is not Action.RECUR
}
GRADES: Final = {Action.UPGRADE: (Grade.GENERAL, Grade.MAJOR), Action.DOWNGRADE: (Grade.MAJOR, Grade.GENERAL)}


class Change(NamedTuple):
    """One fact: "" for a value that was not told; `kinds` of papers that came with a step are `evidence`."""

    field: str
    old: str
    new: str


def changes(action: str, told: Mapping[str, Any]) -> tuple[Change, ...]:
    """What an event of a hazard changed, as the event itself says it."""
    return tuple(Change(name, _value(name, old), _value(name, new)) for name, old, new in _changes(action, told))


def _changes(action: str, told: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    if "facts" in told:
        yield from ((LOOPED.get(name, name), None, told["facts"][name]) for name in ENTERED if told["facts"].get(name))
    if action == Action.CORRECT:
        yield str(told.get("field", "")), told.get("old"), told.get("new")
    for name, pair in dict(told.get("changes") or {}).items():
        yield LOOPED.get(name, name), *pair
    if action in GRADES:
        yield "grade", *GRADES[Action(action)]
    if action in LEADS:
        yield STATE, None, LEADS[Action(action)]
    for name, value in told.items():
        if name not in SKIPPED and name != events.DEPUTY and value not in (None, "", False, [], {}):
            yield name, None, value
    if kinds := [str(one.get("kind", "")) for one in told.get("evidence") or ()]:
        yield "evidence", None, ", ".join(kinds)


def _value(name: str, value: Any) -> str:
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, list | dict):
        return str(len(value))  # records of their own: how many
    text = value.value if isinstance(value, Status | Grade) else str(value)
    return (hidden_person(text) if name in NAMES else hidden_numbers(text))[:MOST]
