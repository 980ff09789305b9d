"""The life of a hazard: decide what may happen, apply what happened (DOMAIN.md §2.3–2.5).

decide(hazard, action, …) → Event or Refusal, never an exception. apply(hazard, event) → the hazard after it; the events
of a hazard in their order rebuild it. The table is domain.table, roles are domain.roles, evidence gates domain.gates.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from riskmap.domain import checks, evidence, forms, listing, roles
from riskmap.domain.actions import RESTORE, Action
from riskmap.domain.case import Case
from riskmap.domain.codec import decode_field, encode_field, hazard_from_json, hazard_to_json
from riskmap.domain.codes import Grade, Sampled, Source, Status
from riskmap.domain.effects import EFFECTS, Told, judge
from riskmap.domain.events import Event, Refusal
from riskmap.domain.gates import Gates, load_gates, short_loop
from riskmap.domain.hazard import DUE, SAMPLE, Evidence, Hazard, Move
from riskmap.domain.sampling import drawn
from riskmap.domain.table import TRANSITIONS

__all__ = ["TRANSITIONS", "Action", "Event", "Refusal", "allowed", "apply", "decide", "replay"]

NEW = ("register", "fix")
ENDED = ("dropped_listing", "sampled")  # what a closing says by itself, whatever its form says
SHIPPED = load_gates()
ON_THE_SPOT = ("confirmed", "ordered", "due", "declared", "rectified", "passed", "closed")
# What a recurrence takes over from the closed hazard; all else starts anew.
INHERITED = (
    "enterprise_id", "enterprise_name", "township", "township_raw", "sector", "sector_raw", "department", "place",
    "description", "category", "supervision", "responsible_unit", "lon", "lat", "demo",
)  # fmt: skip


def decide(
    hazard: Hazard | None,
    action: str,
    data: Mapping[str, Any],
    actor_role: str,
    on: date,
    *,
    actor: str = "",
    on_behalf_of: str = "",
    gates: Gates = SHIPPED,
) -> Event | Refusal:
    """The event of an action on a day, or every reason why not.

    `data` is the action's form (domain.forms.FORMS), values typed or JSON-able; `on` is the day the step was taken,
    `actor` the person who records it, `on_behalf_of` whose step it is. For `recur` the event is the registration of a
    new hazard (hazard_from_json of its facts carries recurs_of; id and number are empty, the ledger gives them).
    Codes: unknown_action, not_in_state:status, role:…, missing:field, bad:field, missing_evidence:kind and others.
    """
    if action not in set(Action):
        return Refusal((f"unknown_action:{action}",))
    act = Action(action)
    status = hazard.status if hazard else None
    if (status, act) not in TRANSITIONS:
        return Refusal((f"not_in_state:{status or 'new'}",))
    if codes := roles.refusals(act, hazard, actor_role, on_behalf_of):
        return Refusal(codes)
    typed, faults = forms.read(act, data)
    case = Case(hazard, act, typed, actor_role, actor, on_behalf_of, on, gates)
    if not faults:
        faults = [*checks.CHECKS[act](case), *evidence.missing(case)]
    if faults:
        return Refusal(tuple(dict.fromkeys(faults)))
    return Event(*_recorded(case), actor=actor, on_behalf_of=on_behalf_of)


def _recorded(case: Case) -> tuple[str, date, dict[str, Any]]:
    """Action, day and complete data of what is recorded."""
    if case.action is Action.RECUR:
        return Action.REGISTER.value, case.on, {"facts": hazard_to_json(_recurrence(case))}
    data = {name: forms.plain(value) for name, value in case.data.items()}
    if case.action in (Action.REGISTER, Action.FIX):
        facts = _registered(case) if case.action is Action.REGISTER else _fixed(case)
        data["facts"] = hazard_to_json(facts)
    elif case.action is Action.CLOSE:
        data = {name: value for name, value in data.items() if name not in ENDED} | _ends_with(case)
    elif case.action is Action.CORRECT:
        data["old"] = encode_field(Hazard, case.data["field"], getattr(case.hazard, case.data["field"]))
        data["new"] = encode_field(Hazard, case.data["field"], case.new_value())
        data.pop("keeps_due", None)
        if case.data["field"] == DUE:
            data["keeps_due"] = True
    return case.action.value, case.on, data


def _ends_with(case: Case) -> dict[str, Any]:
    """What crossing off brings with it: a proposal of a listing ends, a self-closed hazard may be drawn."""
    proposed = listing.proposal(case.standing)
    told: dict[str, Any] = {"dropped_listing": proposed.level.value} if proposed else {}
    return told | ({"sampled": True} if _drawn(case, case.standing) else {})


def _drawn(case: Case, hazard: Hazard) -> bool:
    return short_loop(hazard) and drawn(case.gates.seed, hazard.id, case.gates.self_sample_percent)


def _registered(case: Case) -> Hazard:
    """A hazard as it is entered: to be confirmed, or open at once where the enterprise found a general one itself."""
    facts: Hazard = replace(case.data["facts"], touched=True, version=0)
    if facts.source is Source.SELF and facts.grade is Grade.GENERAL:
        return replace(facts, status=Status.OPEN, confirmed=facts.found)
    return replace(facts, status=Status.PENDING, confirmed=None)


def _fixed(case: Case) -> Hazard:
    """A general hazard put right before the visit ended: every date of its loop is the day it was found."""
    facts: Hazard = replace(case.data["facts"], touched=True, version=0, status=Status.CLOSED)
    day = facts.found
    dates: dict[str, Any] = dict.fromkeys(
        ("confirmed", "ordered", "due", "declared", "rectified", "passed", "closed"), day
    )
    reviewers = case.data.get("reviewers") or facts.inspectors
    if _drawn(case, facts):
        facts = replace(facts, moves=(Move(SAMPLE, day, "", Sampled.DRAWN.value),))
    return replace(facts, **dates, closed_by=case.actor, reviewers=reviewers, judged=judge(facts, "found", *dates))


def _recurrence(case: Case) -> Hazard:
    old = case.standing
    taken = {name: getattr(old, name) for name in INHERITED}
    taken["description"] = case.data.get("description") or old.description
    return Hazard(
        **taken,
        id="",
        hazard_no="",
        found=case.data["found"],
        status=Status.PENDING,
        grade=old.grade,
        source=Source.DEPARTMENT,
        inspectors=case.data.get("inspectors", ""),
        evidence=case.data.get("evidence", ()),
        recurs_of=old.id,
        touched=True,
    )


def apply(hazard: Hazard | None, event: Event) -> Hazard:
    """The hazard after an event; its version counts its events. Raises ValueError for one that cannot have happened."""
    if event.action in NEW:
        return _new(hazard, event)
    if hazard is not None and event.action == RESTORE:
        return _restored(hazard, event)
    if hazard is None or event.action not in set(Action):
        raise ValueError(f"no hazard for the event {event.action}")
    action = Action(event.action)
    if (hazard.status, action) not in TRANSITIONS or action is Action.RECUR:
        raise ValueError(f"{event.action} cannot happen to a hazard that is {hazard.status}")
    told = Told(event.on, event.actor, event.on_behalf_of, forms.typed(action, event.data))
    brought: tuple[Evidence, ...] = told.data.get("evidence", ())
    before = replace(hazard, evidence=(*hazard.evidence, *brought)) if brought else hazard
    facts = EFFECTS[action](before, told)
    after = replace(before, **facts, version=hazard.version + 1, touched=hazard.touched or action is not Action.REVISE)
    if after.status not in TRANSITIONS[(hazard.status, action)]:
        raise ValueError(f"{event.action} leads from {hazard.status} to {after.status}")
    return after


def _restored(hazard: Hazard, event: Event) -> Hazard:
    """As it stood before a file that was undone: every fact of the event, moves among them; no step of anybody."""
    changes: Mapping[str, list[Any]] = event.data["changes"]
    facts = {name: decode_field(Hazard, name, new) for name, (_, new) in changes.items()}
    return replace(hazard, **facts, version=hazard.version + 1)


def _new(hazard: Hazard | None, event: Event) -> Hazard:
    if hazard is not None:
        raise ValueError("registered twice")
    made = hazard_from_json(event.data["facts"])
    brought: tuple[Evidence, ...] = forms.many(Evidence)(event.data.get("evidence", ()))
    return replace(made, evidence=(*made.evidence, *brought), version=1)


def replay(events: Iterable[Event]) -> Hazard:
    """The hazard that its events, oldest first, lead to. Raises ValueError if they cannot all have happened."""
    hazard: Hazard | None = None
    for event in events:
        hazard = apply(hazard, event)
    if hazard is None:
        raise ValueError("no event")
    return hazard


def allowed(hazard: Hazard | None, role: str) -> tuple[Action, ...]:
    """The actions a role may take on a hazard as it stands: the buttons to draw, in the order of Action.

    What an action must be told or shown is for decide() to say; a recorder still names on whose behalf.
    """
    status = hazard.status if hazard else None
    found = []
    for action in Action:
        if (status, action) not in TRANSITIONS or action is Action.REVISE:
            continue
        behalf = "x" if role != roles.Role.ENTERPRISE and roles.enterprise_step(action, hazard) else ""
        if not roles.refusals(action, hazard, role, behalf) and not checks.before(action, hazard):
            found.append(action)
    return tuple(found)
