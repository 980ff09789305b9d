"""What was done about a hazard, line by line for its card: the ledger's events, and before them what a file told."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from riskmap.domain.actions import Action
from riskmap.domain.roles import Role
from riskmap.i18n import Translator
from riskmap.views.html import actions
from riskmap.views.html.story import Told
from riskmap.views.names import Label

MOST: Final = 4
ROLES: Final = {
    Role.LEADER: "role|County leader",
    Role.ANALYST: "role|Analyst",
    Role.COMMITTEE: "Safety committee office",
    Role.DEPARTMENT: "role|Department",
    Role.TOWNSHIP: "role|Township",
    Role.ENTERPRISE: "role|Enterprise",
    Role.INSPECTOR: "role|Inspector",
    Role.ADMIN: "role|Administrator",
    Role.AUDITOR: "role|Auditor",
    Role.DEVICE: "role|Screen on a wall",
    Role.SYSTEM: "role|Command line",
}
DETAIL: Final = {  # the one thing of a step's form that its line tells
    Action.RECORD_CONTROL: "status", Action.MARK_FIVE: "item", Action.HANDOVER: "post", Action.PASS: "opinion",
    Action.FAIL: "opinion", Action.VOID: "reason", Action.LIST: "number", Action.CORRECT: "field",
    Action.RECORD_REPORT: "system",
}  # fmt: skip
CODED: Final = frozenset({"status", "item", "post", "system"})


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was done: on which day, what, and by which office or unit."""

    on: date
    what: str
    who: str = ""
    from_file: bool = False


def lines(t: Translator, label: Label, events: Sequence[Told], day: date) -> list[Line]:
    """Everything that was done by a day, latest first. `events`: of one hazard, oldest first."""
    found: list[Line] = []
    for event in events:
        found += _of_event(t, label, event)
    known = [line for line in found if line.on <= day]
    return sorted(known, key=lambda line: line.on)[::-1]


def shown(t: Translator, found: Sequence[Line], year: int, most: int = MOST) -> list[tuple[str, str]]:
    """The latest lines as (day, words); days of another year bear it."""
    rows = []
    for line in found[:most]:
        text = t("{who}: {step}", who=line.who, step=line.what) if line.who else line.what
        when = f"{line.on:%m-%d}" if line.on.year == year else f"{line.on:%Y-%m-%d}"
        rows.append((when, t("{step} (as the file has it)", step=text) if line.from_file else text))
    return rows


def role(t: Translator, code: str) -> str:
    """Name of a role."""
    return t(ROLES[Role(code)]) if code in set(Role) else code


def _of_event(t: Translator, label: Label, event: Told) -> Iterator[Line]:
    data = json.loads(event.payload or "{}")
    facts = data.get("facts", {})
    if event.action == Action.REGISTER and facts.get("batch_id"):
        yield from _of_file(t, label, facts)
        return
    if not event.on_date:
        return
    who = role(t, event.role)
    if event.on_behalf_of:
        who = t("{who} on behalf of {whom}", who=who, whom=event.on_behalf_of)
    yield Line(date.fromisoformat(event.on_date), _step(t, event.action, data.get("data", data)), who)


def _step(t: Translator, code: str, data: Mapping[str, Any]) -> str:
    title = actions.action(t, code)
    name = DETAIL.get(Action(code), "") if code in set(Action) else ""
    told = str(data.get(name) or "")
    if name == "field":
        told = actions.field(t, told)
    elif name in CODED and told:
        told = actions.code_word(t, name, told)
    elif code == Action.ADD_EVIDENCE:
        kinds = (str(one.get("kind", "")) for one in data.get("evidence", ()))
        told = t(" · ").join(actions.code_word(t, "kind", kind) for kind in kinds)
    return t("{step}, {detail}", step=title, detail=told[:60]) if told else title


def _of_file(t: Translator, label: Label, facts: Mapping[str, Any]) -> Iterator[Line]:
    """What a file told of a hazard when it was taken in, in the order of the loop."""
    office = label("department", str(facts.get("department", "")))
    firm = str(facts.get("responsible_unit") or facts.get("enterprise_name") or "")
    inspected = str(facts.get("check_unit") or "")

    def line(day: object, what: str, who: str = "") -> Iterator[Line]:
        if day:
            yield Line(date.fromisoformat(str(day)), t(what), who, from_file=True)

    yield from line(facts.get("found"), "Register", inspected)
    yield from line(facts.get("ordered") or facts.get("confirmed"), "Confirm and order rectification", office)
    yield from line(facts.get("started"), "Start rectification", firm)
    for one in facts.get("listings", ()):
        yield from line(one.get("proposed"), "Propose listing for supervision", str(one.get("unit", "")))
        yield from line(one.get("listed"), "List for supervision", str(one.get("unit", "")))
    for one in facts.get("controls", ()):
        word = actions.code_word(t, "status", str(one.get("status", "")))
        day = date.fromisoformat(str(one["on"]))
        yield Line(day, t("{step}, {detail}", step=t("Control status"), detail=word), firm, from_file=True)
    for one in facts.get("extensions", ()):
        yield from line(one.get("applied"), "Apply for an extension", firm)
        approved = one.get("state") == "approved"
        step = "Approve the extension" if approved else "Refuse the extension"
        yield from line(one.get("decided"), step, str(one.get("decided_by", "")))
    for one in facts.get("rounds", ()):
        yield from line(one.get("declared"), "Declare rectified, ask for re-inspection", firm)
        yield from line(one.get("reviewed"), "Re-inspection: failed, send back", office)
    yield from line(facts.get("declared") or facts.get("rectified"), "Declare rectified, ask for re-inspection", firm)
    yield from line(facts.get("passed"), "Re-inspection: passed", office)
    for one in facts.get("listings", ()):
        yield from line(one.get("delisted"), "Delist", str(one.get("unit", "")))
    yield from line(facts.get("closed"), "Close (cross off)", office)
    yield from line(facts.get("voided"), "Not true: void", office)
