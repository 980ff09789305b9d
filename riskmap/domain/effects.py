"""What an event does to the facts of a hazard: one small function an action, told the event's typed data."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from riskmap.domain import extension, five, listing
from riskmap.domain.actions import Action
from riskmap.domain.codec import decode_field, encode_field
from riskmap.domain.codes import Control, EvidenceKind, Grade, ListingState, Sampled, Status
from riskmap.domain.hazard import (
    DUE,
    MOVABLE,
    SAMPLE,
    ControlRecord,
    Escalation,
    Evidence,
    Hazard,
    Listing,
    Move,
    Reported,
    Responsible,
    Round,
    Statement,
)

A = Action
Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """What an effect sees: the day, who acted, whose step it was, and the typed data."""

    on: date
    actor: str
    on_behalf_of: str
    data: Facts

    def text(self, name: str) -> str:
        """A text of the form, empty if it was not given."""
        return self.data.get(name) or ""


def judge(hazard: Hazard, *names: str) -> str:
    """The dates that gates have judged, with more of them: those no correction touches any more."""
    known = [name for name in hazard.judged.split(",") if name]
    return ",".join(dict.fromkeys([*known, *names]))


def _confirm(h: Hazard, told: Told) -> Facts:
    kept = ("grade", "due", "responsible_person", "responsible_unit", "basis", "department", "measure", "inspectors")
    facts: Facts = {name: told.data[name] for name in kept if told.data.get(name)}
    if chain := told.data.get("chain"):
        facts["chain"] = (*h.chain, *(one if one.since else replace(one, since=told.on) for one in chain))
    judged = judge(h, "found", "ordered", "confirmed", "due")
    return {**facts, "status": Status.OPEN, "confirmed": told.on, "ordered": told.on, "judged": judged}


def _void(h: Hazard, told: Told) -> Facts:
    judged = judge(h, "voided")
    return {"status": Status.VOID, "voided": told.on, "void_reason": told.text("reason"), "judged": judged}


def _start(h: Hazard, told: Told) -> Facts:
    facts: Facts = {"status": Status.RECTIFYING, "started": told.on}
    if parts := told.data.get("plan"):
        plan = Evidence(EvidenceKind.PLAN, told.on, parts.get("goals", ""))
        facts |= {"plan_filed": h.plan_filed or told.on, "evidence": (*h.evidence, plan)}
    return facts


def _declare(h: Hazard, told: Told) -> Facts:
    facts: Facts = {"status": Status.AWAITING_REVIEW, "declared": told.on, "rectified": told.data["rectified"]}
    facts["rectified_by"] = told.text("rectified_by") or told.on_behalf_of or told.actor
    if report := told.text("report"):
        facts["evidence"] = (*h.evidence, Evidence(EvidenceKind.REPORT, told.on, report))
    return facts


def _pass(h: Hazard, told: Told) -> Facts:
    return {
        "status": Status.VERIFIED,
        "passed": told.on,
        "reviewers": told.text("reviewers"),
        "review_result": told.text("opinion"),
        "judged": judge(h, "found", *(["due"] if h.due else []), "declared", "rectified", "passed"),
    }


def _fail(h: Hazard, told: Told) -> Facts:
    reviewers, opinion = told.text("reviewers"), told.text("opinion")
    failed = Round(h.rectified, h.declared, told.on, reviewers, opinion, told.data.get("new_due"), h.started)
    withdrawn = {"started": None, "rectified": None, "declared": None, "rectified_by": ""}
    return {"status": Status.REJECTED, "rounds": (*h.rounds, failed), **withdrawn}


def _resume(_: Hazard, told: Told) -> Facts:
    return {"status": Status.RECTIFYING, "started": told.on}


def _close(h: Hazard, told: Told) -> Facts:
    judged = judge(h, "closed", "restart_on", "started", "plan_filed")
    facts: Facts = {"status": Status.CLOSED, "closed": told.on, "closed_by": told.actor, "judged": judged}
    dropped = told.data.get("dropped_listing")  # a proposal that nobody decided ends with the hazard
    if told.data.get("sampled"):
        facts["moves"] = (*h.moves, Move(SAMPLE, told.on, "", Sampled.DRAWN.value))
    return facts | (_listing(h, A.DROP_LISTING, dropped=told.on) if dropped else {})


def _check_sample(h: Hazard, told: Told) -> Facts:
    result: Sampled = told.data["result"]
    return {"moves": (*h.moves, Move(SAMPLE, told.on, Sampled.DRAWN.value, result.value, told.text("opinion")))}


def _grade(h: Hazard, told: Told, grade: Grade) -> Facts:
    move = Move("grade", told.on, h.grade.value, grade.value, told.text("reason") or told.text("basis"))
    return {"grade": grade, "moves": (*h.moves, move)}


def _upgrade(h: Hazard, told: Told) -> Facts:
    return {**_grade(h, told, Grade.MAJOR), "basis": told.text("basis")}


def _downgrade(h: Hazard, told: Told) -> Facts:
    return _grade(h, told, Grade.GENERAL)


def _request(h: Hazard, told: Told) -> Facts:
    return {"extensions": extension.requested(h, told.on, told.data["requested_to"], told.text("reason"))}


def _approve(h: Hazard, told: Told) -> Facts:
    by = told.text("decided_by") or told.actor
    return {"extensions": extension.approved(h, told.on, told.data["approved_to"], by)}


def _refuse(h: Hazard, told: Told) -> Facts:
    return {"extensions": extension.refused(h, told.on, told.text("decided_by") or told.actor)}


def _propose_listing(h: Hazard, told: Told) -> Facts:
    return {"listings": (*h.listings, Listing(ListingState.PROPOSED, told.data["level"], proposed=told.on))}


def _listing(h: Hazard, action: Action, **facts: Any) -> Facts:
    _, after = listing.STEPS[action]
    moved = tuple(replace(one, state=after, **facts) if one.state in listing.RUNNING else one for one in h.listings)
    return {"listings": moved}


def _list(h: Hazard, told: Told) -> Facts:
    given = {name: told.data[name] for name in ("number", "unit", "leader", "due", "level") if told.data.get(name)}
    return _listing(h, A.LIST, listed=told.on, **given)


def _mark_five(h: Hazard, told: Told) -> Facts:
    given = told.data
    return {"five": five.marked(h, given["item"], told.on, given.get("content"), given.get("in_place"))}


def _control(h: Hazard, told: Told) -> Facts:
    status: Control = told.data["status"]
    record = ControlRecord(status, told.on, told.text("person"), told.text("document"))
    facts: Facts = {"controls": (*h.controls, record)}
    if record.document:
        facts["evidence"] = (*h.evidence, Evidence(EvidenceKind.CONTROL_RECORD, told.on, record.document))
    if status in (Control.SUSPENDED, Control.PARTIAL) or told.data.get("area_stopped"):
        facts |= {"suspended": True, "restart_no": "", "restart_on": None}  # stopped (again): a new approval is needed
    return facts


def _restart(h: Hazard, told: Told) -> Facts:
    paper = Evidence(EvidenceKind.RESTART, told.on, told.text("number"))
    return {"restart_no": told.text("number"), "restart_on": told.on, "evidence": (*h.evidence, paper)}


def _handover(h: Hazard, told: Told) -> Facts:
    held = Responsible(told.data["post"], told.text("unit"), told.text("person"), told.on)
    return {"chain": (*h.chain, held)}


def _state(h: Hazard, told: Told) -> Facts:
    by = told.text("stated_by") or told.on_behalf_of or told.actor
    names = ("progress", "late_reason", "expected", "coordination")
    given = {name: told.data[name] for name in names if name in told.data}
    return {"statements": (*h.statements, Statement(told.on, by=by, **given))}


def _take_step(h: Hazard, told: Told) -> Facts:
    names = ("number", "unit", "due", "reason", "signed_by")
    given = {name: told.data[name] for name in names if name in told.data}
    return {"escalations": (*h.escalations, Escalation(told.data["step"], told.on, **given))}


def _report(h: Hazard, told: Told) -> Facts:
    return {"reported": (*h.reported, Reported(told.data["system"], told.text("number"), told.on))}


def changed(h: Hazard, told: Told, changes: dict[str, list[Any]], reason: str) -> Facts:
    """The facts after changes {field: [old, new]}; what figures are grouped by also leaves a move.

    So does a due date, where the event `keeps_due`: those of before that was known do not.
    """
    facts: Facts = {name: decode_field(Hazard, name, new) for name, (_, new) in changes.items()}
    kept = (DUE,) if told.data.get("keeps_due") and h.due is not None else ()
    moves = [
        Move(name, told.on, _code(h, name), str(changes[name][1] or ""), reason)
        for name in (*MOVABLE, *kept)
        if name in facts and facts[name] != getattr(h, name)
    ]
    return facts | ({"moves": (*facts.get("moves", h.moves), *moves)} if moves else {})


def _code(h: Hazard, name: str) -> str:
    return str(encode_field(Hazard, name, getattr(h, name)) or "")


def _correct(h: Hazard, told: Told) -> Facts:
    return changed(h, told, {told.text("field"): [None, told.data.get("new")]}, told.text("reason"))


def _revise(h: Hazard, told: Told) -> Facts:
    return changed(h, told, told.data["changes"], told.text("note"))


def _nothing(_h: Hazard, _told: Told) -> Facts:
    return {}


EFFECTS: dict[Action, Callable[[Hazard, Told], Facts]] = {
    A.CONFIRM: _confirm,
    A.VOID: _void,
    A.START: _start,
    A.DECLARE: _declare,
    A.PASS: _pass,
    A.FAIL: _fail,
    A.RESUME: _resume,
    A.CLOSE: _close,
    A.UPGRADE: _upgrade,
    A.DOWNGRADE: _downgrade,
    A.REQUEST_EXTENSION: _request,
    A.APPROVE_EXTENSION: _approve,
    A.REFUSE_EXTENSION: _refuse,
    A.PROPOSE_LISTING: _propose_listing,
    A.DROP_LISTING: lambda h, told: _listing(h, A.DROP_LISTING, dropped=told.on),
    A.LIST: _list,
    A.APPLY_DELISTING: lambda h, told: _listing(h, A.APPLY_DELISTING, delist_applied=told.on, delist_refused=None),
    A.REFUSE_DELISTING: lambda h, told: _listing(h, A.REFUSE_DELISTING, delist_refused=told.on),
    A.DELIST: lambda h, told: _listing(h, A.DELIST, delisted=told.on),
    A.MARK_FIVE: _mark_five,
    A.ADD_EVIDENCE: _nothing,
    A.RECORD_CONTROL: _control,
    A.APPROVE_RESTART: _restart,
    A.HANDOVER: _handover,
    A.STATE_PROGRESS: _state,
    A.TAKE_STEP: _take_step,
    A.RECORD_REPORT: _report,
    A.CHECK_SAMPLE: _check_sample,
    A.CORRECT: _correct,
    A.REVISE: _revise,
}
