"""Evidence gates at work: what an action still lacks by the gate table (DOMAIN.md §2.5)."""

from collections.abc import Callable

from riskmap.domain import five
from riskmap.domain.actions import Action
from riskmap.domain.case import Case, Codes
from riskmap.domain.codes import EvidenceKind
from riskmap.domain.forms import PLAN_PARTS

A = Action
# What proves a rectification has to be of the standing round.
FRESH = frozenset({EvidenceKind.PHOTO_AFTER, EvidenceKind.REVIEW_PAPER, EvidenceKind.REPORT, EvidenceKind.APPLICATION})


def missing(case: Case) -> Codes:
    """What the gates of the action still lack."""
    grade = case.data.get("grade") if case.action is A.CONFIRM else None
    for item in case.gates.items(case.action, case.subject, grade):
        if item in RULES:
            yield from RULES[item](case)
        elif not _shown(case, EvidenceKind(item)):
            yield f"missing_evidence:{item}"
    if case.on_behalf_of and not any(one.kind is EvidenceKind.ON_BEHALF for one in case.brought):
        yield from (f"missing_evidence:{item}" for item in case.gates.items("on_behalf", case.subject))


def _shown(case: Case, kind: EvidenceKind) -> bool:
    """Whether evidence of a kind is there; what proves a rectification must be of the standing round."""
    if any(one.kind is kind for one in case.brought) or (kind is EvidenceKind.REPORT and case.data.get("report")):
        return True
    if case.action in (A.PASS, A.FAIL):
        return False  # each re-inspection has a paper of its own
    failed = max((one.reviewed for one in case.subject.rounds), default=None)
    return any(
        one.kind is kind and (failed is None or kind not in FRESH or (one.on is not None and one.on >= failed))
        for one in case.subject.evidence
    )


def _basis(case: Case) -> Codes:
    if not (case.data.get("basis") or case.subject.basis):
        yield "missing:basis"


def _plan(case: Case) -> Codes:
    if case.subject.plan_filed is not None and "plan" not in case.data:
        return
    parts = case.data.get("plan", {})
    yield from (f"missing_plan:{part}" for part in PLAN_PARTS if not parts.get(part))


def _five_content(case: Case) -> Codes:
    yield from (f"missing_five:{item}" for item in five.missing_content(case.subject))


def _five_in_place(case: Case) -> Codes:
    yield from (f"missing_in_place:{item}" for item in five.missing_in_place(case.subject))


def _plan_shown(case: Case) -> Codes:
    if case.action is A.START:
        yield from _plan(case)
    elif not _shown(case, EvidenceKind.PLAN):
        yield "missing_evidence:plan"


RULES: dict[str, Callable[[Case], Codes]] = {
    "basis": _basis,
    "plan": _plan_shown,
    "five_content": _five_content,
    "five_in_place": _five_in_place,
}
