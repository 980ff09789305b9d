"""What each action is told: its fields, their types, and which it cannot do without. Bad data is a code."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from riskmap.domain.actions import Action
from riskmap.domain.codec import from_json, to_json
from riskmap.domain.codes import Control, Grade, Item, LateReason, Level, Post, Sampled, Step, System
from riskmap.domain.hazard import Evidence, Hazard, Responsible

A = Action
Read = Callable[[Any], Any]
PLAN_PARTS = ("goals", "methods", "funds", "people", "deadline", "safety")  # 治理方案, six parts (DOMAIN.md §2.2)
CLEARED = ("content", "in_place")  # an empty text takes back what was told; None tells nothing
FACTS = tuple(spec.name for spec in fields(Hazard))


def text(value: Any) -> str:
    """Text without blanks around it."""
    if not isinstance(value, str):
        raise TypeError("not text")
    return value.strip()


def day(value: Any) -> date:
    """A day, as a date or ISO text."""
    return value if type(value) is date else date.fromisoformat(value)


def flag(value: Any) -> bool:
    """True or false, nothing that merely looks like it."""
    if not isinstance(value, bool):
        raise TypeError("not a flag")
    return value


def anything(value: Any) -> Any:
    """A JSON value whose field decides what it must be."""
    return value


def facts(value: Any) -> Hazard:
    """A hazard that has no id and number yet."""
    if isinstance(value, Hazard):
        return value
    return from_json(Hazard, {"id": "", "hazard_no": "", "status": "pending", **value})


def plan(value: Any) -> dict[str, str]:
    """The parts of a plan by name; unknown ones are refused."""
    parts = {str(name): text(part) for name, part in value.items()}
    if not set(parts) <= set(PLAN_PARTS):
        raise ValueError("unknown part")
    return parts


def changes(value: Any) -> dict[str, list[Any]]:
    """{field: [old, new]} of stored facts."""
    found = {str(name): list(pair) for name, pair in value.items()}
    if not set(found) <= set(FACTS) or any(len(pair) != 2 for pair in found.values()):
        raise ValueError("not changes of facts")
    return found


def many(kind: type[Any]) -> Read:
    """A list of one kind of record."""
    return lambda value: tuple(one if isinstance(one, kind) else from_json(kind, one) for one in value)


@dataclass(frozen=True, slots=True)
class Ask:
    """One field of a form."""

    read: Read
    required: bool = False


def _form(*, need: Mapping[str, Read] | None = None, **may: Read) -> dict[str, Ask]:
    found = {name: Ask(read, required=True) for name, read in (need or {}).items()}
    found |= {name: Ask(read) for name, read in may.items()}
    return found | {"note": Ask(text), "evidence": Ask(many(Evidence))}


FORMS: dict[Action, dict[str, Ask]] = {
    A.REGISTER: _form(need={"facts": facts}),
    A.FIX: _form(need={"facts": facts}, reviewers=text),
    A.CONFIRM: _form(
        need={"grade": Grade, "due": day, "responsible_person": text, "inspectors": text},
        responsible_unit=text,
        basis=text,
        department=text,
        measure=text,
        chain=many(Responsible),
    ),
    A.VOID: _form(need={"reason": text}),
    A.START: _form(plan=plan),
    A.DECLARE: _form(need={"rectified": day}, rectified_by=text, report=text),
    A.PASS: _form(need={"reviewers": text, "opinion": text}),
    A.FAIL: _form(need={"reviewers": text, "opinion": text}, new_due=day),
    A.RESUME: _form(),
    A.CLOSE: _form(dropped_listing=Level, sampled=flag),  # both are written by the step itself, whatever is told
    A.UPGRADE: _form(need={"basis": text}, reason=text),
    A.DOWNGRADE: _form(need={"reason": text, "approved_by": text}),
    A.RECUR: _form(need={"found": day}, description=text, inspectors=text),
    A.REQUEST_EXTENSION: _form(need={"requested_to": day, "reason": text, "measures": text, "signed_by": text}),
    A.APPROVE_EXTENSION: _form(need={"approved_to": day}, decided_by=text, document=text),
    A.REFUSE_EXTENSION: _form(need={"reason": text}, decided_by=text),
    A.PROPOSE_LISTING: _form(need={"level": Level}, decision=text, reason=text),
    A.DROP_LISTING: _form(need={"reason": text}),
    A.LIST: _form(need={"number": text, "unit": text}, leader=text, due=day, level=Level),
    A.APPLY_DELISTING: _form(),
    A.REFUSE_DELISTING: _form(need={"reason": text}),
    A.DELIST: _form(),
    A.MARK_FIVE: _form(need={"item": Item}, content=text, in_place=text),
    A.ADD_EVIDENCE: _form(need={"evidence": many(Evidence)}),
    A.RECORD_CONTROL: _form(need={"status": Control, "person": text}, document=text, area_stopped=flag),
    A.APPROVE_RESTART: _form(need={"number": text}),
    A.HANDOVER: _form(need={"post": Post}, unit=text, person=text),
    A.STATE_PROGRESS: _form(progress=text, late_reason=LateReason, expected=day, coordination=text, stated_by=text),
    A.TAKE_STEP: _form(need={"step": Step, "signed_by": text}, number=text, unit=text, due=day, reason=text),
    A.RECORD_REPORT: _form(need={"system": System, "number": text}),
    A.CHECK_SAMPLE: _form(need={"result": Sampled, "reviewers": text, "opinion": text}),
    A.CORRECT: _form(need={"field": text, "new": anything, "reason": text}, keeps_due=flag),  # see effects.changed
    A.REVISE: _form(need={"changes": changes}, keeps_due=flag),
}
# `evidence` above is optional everywhere but where an action is nothing else.
FORMS[A.ADD_EVIDENCE]["evidence"] = Ask(many(Evidence), required=True)


def read(action: Action, data: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Typed values of a form (blank ones left out), and codes: missing:field, bad:field, unknown:field."""
    form = FORMS[action]
    codes = [f"unknown:{name}" for name in data if name not in form]
    found: dict[str, Any] = {}
    for name, ask in form.items():
        told = data.get(name)
        if told is None or (name != "new" and told in ("", (), [], {})):
            if ask.required and not (name == "new" and "new" in data):
                codes.append(f"missing:{name}")
            elif name in data and (name == "new" or (told == "" and name in CLEARED)):
                found[name] = told
            continue
        try:
            found[name] = ask.read(told)
        except (TypeError, ValueError, KeyError, AttributeError):
            codes.append(f"bad:{name}")
            continue
        if ask.required and name != "new" and found[name] == "":
            codes.append(f"missing:{name}")
    return found, codes


def typed(action: Action, data: Mapping[str, Any]) -> dict[str, Any]:
    """Typed values of a recorded event. Raises ValueError if the event cannot have been recorded by this program."""
    found, codes = read(action, {name: value for name, value in data.items() if name in FORMS[action]})
    if codes:
        raise ValueError(f"{action}: {', '.join(codes)}")
    return found


def plain(value: Any) -> Any:
    """A typed value as JSON-able."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value):
        return to_json(value)
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    return {name: plain(one) for name, one in value.items()} if isinstance(value, dict) else value
