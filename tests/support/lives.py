"""Hazards and their steps with everything that a step asks for, so that a test leaves out just what it is about."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from riskmap.domain.actions import Action
from riskmap.domain.codes import EvidenceKind, Grade, Item, Source, Status
from riskmap.domain.events import Event, Refusal
from riskmap.domain.extension import waiting
from riskmap.domain.gates import Gates, load_gates
from riskmap.domain.hazard import Hazard
from riskmap.domain.lifecycle import apply, decide

DAY = timedelta(days=1)
FOUND = date(2026, 3, 2)
FIRM = "示例煤业一矿"
GATES = load_gates()
A = Action


def made(**facts: Any) -> Hazard:
    """A hazard of the department's own finding, open, with the given facts."""
    known: dict[str, Any] = {
        "id": "h1",
        "hazard_no": "FX-2026-000001",
        "found": FOUND,
        "status": Status.OPEN,
        "confirmed": FOUND,
        "ordered": FOUND,
        "due": FOUND + 10 * DAY,
        "enterprise_name": FIRM,
        "place": "主井",
        "description": "护栏缺失",
        "source": Source.DEPARTMENT,
        "sector": "machine",
    }
    return Hazard(**(known | facts))


def facts(**over: Any) -> dict[str, Any]:
    """What is entered with a new hazard."""
    told = {
        "found": FOUND.isoformat(),
        "source": "department",
        "enterprise_name": FIRM,
        "place": "主井",
        "description": "护栏缺失",
        "inspectors": "张某、李某",
    }
    return told | over


def paper(kind: EvidenceKind | str, on: date, reference: str = "文书1号") -> dict[str, Any]:
    return {"kind": str(kind), "on": on.isoformat(), "reference": reference}


@dataclass(frozen=True)
class Step:
    """An action with its form, who takes it, and for whom."""

    action: Action
    data: dict[str, Any]
    role: str = "department"
    actor: str = "officer"
    on_behalf_of: str = ""


ALL_EVIDENCE = tuple(kind for kind in EvidenceKind if kind is not EvidenceKind.OTHER)
# A registration brings none, a failed re-inspection its paper alone: what comes later has to be shown later.
BROUGHT: dict[Action, tuple[EvidenceKind, ...]] = {A.REGISTER: (), A.RESUME: (), A.FAIL: (EvidenceKind.REVIEW_PAPER,)}
ENTERPRISE = {A.START, A.DECLARE, A.RESUME, A.REQUEST_EXTENSION, A.APPLY_DELISTING, A.MARK_FIVE}
OFFICE = {A.LIST, A.DROP_LISTING, A.DELIST, A.REFUSE_DELISTING, A.DOWNGRADE, A.REVISE, A.TAKE_STEP}


def _data(action: Action, on: date, hazard: Hazard | None) -> dict[str, Any]:
    later = max([on, *(d for d in [hazard.due if hazard else None] if d)]) + 30 * DAY
    asked = waiting(hazard) if hazard else None
    forms: dict[Action, dict[str, Any]] = {
        A.REGISTER: {"facts": facts()},
        A.FIX: {"facts": facts()},
        A.CONFIRM: {
            "grade": "general",
            "due": later.isoformat(),
            "responsible_person": "王某",
            "inspectors": "张某、李某",
            "basis": "判定标准第3条",
        },
        A.VOID: {"reason": "不属实"},
        A.START: {"plan": dict.fromkeys(("goals", "methods", "funds", "people", "deadline", "safety"), "写明")},
        A.DECLARE: {"rectified": on.isoformat(), "report": "已按措施整改", "rectified_by": "王某"},
        A.PASS: {"reviewers": "张某、李某", "opinion": "合格"},
        A.FAIL: {"reviewers": "张某、李某", "opinion": "不合格", "new_due": later.isoformat()},
        A.UPGRADE: {"basis": "判定标准第5条"},
        A.DOWNGRADE: {"reason": "复核后不构成", "approved_by": "县安委会"},
        A.RECUR: {"found": on.isoformat()},
        A.REQUEST_EXTENSION: {
            "requested_to": (later + 30 * DAY).isoformat(),
            "reason": "设备未到",
            "measures": "专人看守",
            "signed_by": "王某",
        },
        A.APPROVE_EXTENSION: {"approved_to": (asked.requested_to if asked else later).isoformat()},
        A.REFUSE_EXTENSION: {"reason": "理由不足"},
        A.PROPOSE_LISTING: {"level": "county", "decision": "久拖不改"},
        A.DROP_LISTING: {"reason": "已近完成"},
        A.LIST: {"number": "督办1号", "unit": "县安委会", "due": later.isoformat()},
        A.REFUSE_DELISTING: {"reason": "资料不全"},
        A.MARK_FIVE: {"item": "funds", "content": "计划 12 万元", "in_place": "凭证7号"},
        A.RECORD_CONTROL: {"status": "partial", "person": "李某", "document": "停产指令1号"},
        A.APPROVE_RESTART: {"number": "复产1号"},
        A.STATE_PROGRESS: {"progress": "已订货", "late_reason": "equipment", "expected": later.isoformat()},
        A.HANDOVER: {"post": "leader", "unit": "县政府", "person": "赵某"},
        A.TAKE_STEP: {"step": "supervise", "signed_by": "县安委办主任", "number": "督办1号", "due": later.isoformat()},
        A.RECORD_REPORT: {"system": "national", "number": f"ZD-{on}"},
        A.CHECK_SAMPLE: {"result": "holds", "reviewers": "张某、李某", "opinion": "与现场一致"},
        A.CORRECT: {"field": "place", "new": f"副井 {on}", "reason": "笔误"},
        A.REVISE: {"changes": {"measure": ["", "加装护栏"]}},
    }
    return forms.get(action, {})


def step(action: Action, on: date, hazard: Hazard | None = None, **over: Any) -> Step:
    """An action with a full form and every kind of evidence, by one who may; `over` changes the form."""
    inside = hazard is not None and hazard.source is Source.SELF and hazard.grade is Grade.GENERAL
    role = "committee" if action in OFFICE else "department"
    actor = "officer"
    if action in ENTERPRISE or (inside and action in {A.PASS, A.FAIL, A.CLOSE}):
        role, actor = "enterprise", "acceptor" if action in {A.PASS, A.FAIL} else "owner"
    elif hazard is not None and (hazard.grade is Grade.MAJOR or hazard.status is Status.CLOSED):
        role = "committee" if action in {A.CLOSE, A.CORRECT} else role
    data = _data(action, on, hazard)
    kinds = BROUGHT.get(action, ALL_EVIDENCE)
    data["evidence"] = [paper(kind, on) for kind in kinds]
    return Step(action, data | over, role, actor)


def judged(hazard: Hazard | None, one: Step, on: date, gates: Gates = GATES) -> Event | Refusal:
    return decide(
        hazard, one.action, one.data, one.role, on, actor=one.actor, on_behalf_of=one.on_behalf_of, gates=gates
    )


def take(hazard: Hazard | None, action: Action, on: date, **over: Any) -> Hazard:
    """The hazard after an action that has to be accepted."""
    event = judged(hazard, step(action, on, hazard, **over), on)
    assert isinstance(event, Event), event
    return apply(hazard, event)


def refused(
    hazard: Hazard | None,
    action: Action,
    on: date,
    *,
    without: tuple[str, ...] = (),
    by: dict[str, str] | None = None,
    gates: Gates = GATES,
    **over: Any,
) -> set[str]:
    """The codes of a refused action; `without` leaves fields or evidence out, `by` sets role, actor, behalf."""
    one = step(action, on, hazard, **over)
    data = {name: value for name, value in one.data.items() if name not in without}
    data["evidence"] = [piece for piece in data.get("evidence", []) if piece["kind"] not in without]
    answer = judged(hazard, replace(one, data=data, **(by or {})), on, gates)
    assert isinstance(answer, Refusal), answer
    return set(answer.codes)


def five_marked(hazard: Hazard, on: date) -> Hazard:
    """The hazard with all five implementations on paper and in place."""
    for item in Item:
        hazard = take(hazard, A.MARK_FIVE, on, item=item.value, content="写明 2026-05-01, 12 万元", in_place="见附件")
    return hazard
