"""Words of office papers: kinds, states, moves; and the hazards of a paper as it names them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from riskmap.domain.codes import Grade
from riskmap.domain.due import due_eff
from riskmap.domain.hazard import Hazard
from riskmap.domain.papers import Move, PaperKind, PaperState
from riskmap.domain.progress import control_at, grade_at, passed_on, rectified_on
from riskmap.i18n import Translator
from riskmap.views import words
from riskmap.views.names import EXTENSION, GRADE, Label

KINDS: Final = {
    PaperKind.REMINDER: "paper|Reminder",
    PaperKind.SUPERVISION: "paper|Supervision order",
    PaperKind.CIRCULAR: "paper|Circular of criticism",
    PaperKind.INTERVIEW: "paper|Notice of a formal interview",
    PaperKind.LISTING: "paper|Notice of listing of a major hazard for supervision",
    PaperKind.EXTENSION: "paper|Opinion on an extension",
    PaperKind.DELISTING: "paper|Approval of delisting (crossing off)",
    PaperKind.NOTICE: "paper|Notice of rectification (township)",
    PaperKind.TRANSFER: "paper|Letter of transfer (township)",
    PaperKind.ORDER: "paper|Order to rectify by a date",
    PaperKind.REVIEW: "paper|Opinion of re-inspection",
}
STATES: Final = {
    PaperState.DRAFT: "paper state|Draft",
    PaperState.REVIEWED: "paper state|Reviewed",
    PaperState.ISSUED: "paper state|Issued",
    PaperState.DELIVERED: "paper state|Delivered",
    PaperState.WITHDRAWN: "paper state|Withdrawn",
}
MOVES: Final = {
    Move.EDIT: "paper move|Change the draft",
    Move.REVIEW: "paper move|Review",
    Move.RETURN: "paper move|Return to the draft",
    Move.ISSUE: "paper move|Issue",
    Move.DELIVER: "paper move|Record the delivery",
    Move.SCAN: "paper move|Add the stamped scan",
    Move.WITHDRAW: "paper move|Withdraw",
}
FIELDS: Final = {
    "hazards": "paper field|Hazards",
    "kind": "paper field|Kind of paper",
    "title": "paper field|Title",
    "to": "paper field|To",
    "copies": "paper field|Copies to",
    "text": "paper field|What it says beside the list",
    "due": "paper field|To be done by",
    "signed_by": "paper field|Signed by",
    "number": "paper field|Number (of the enforcement system)",
    "received_by": "paper field|Received by",
    "reason": "paper field|Reason",
    "scan": "paper field|Stamped scan",
}
REFUSALS: Final = {
    "paper:not_in_state": "The paper is not in a state for this step.",
    "paper:one_hazard": "This kind of paper names one hazard.",
    "bad_order:on<latest": "The day lies before an earlier step of the paper.",
    "bad_order:due<drafted": "The date given lies before the draft.",
    "missing:hazards": "Choose at least one hazard.",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One hazard as a paper names it: words, ready to print; "" for what is not so, or not yet.

    `reviewed`, `result`, `opinion`: of the latest re-inspection; `applied` to `approved`: of the latest application for
    an extension; `level` to `delist_applied`: of the latest listing.
    """

    no: int
    hazard_no: str
    enterprise: str
    place: str
    where: str  # enterprise and place in one
    problem: str
    grade: str
    due: str
    duty: str  # department, township
    found: str
    control: str
    rectified: str
    reviewed: str = ""
    result: str = ""
    opinion: str = ""
    applied: str = ""
    requested: str = ""
    reason: str = ""
    decision: str = ""
    approved: str = ""
    level: str = ""
    listing_no: str = ""
    supervisor: str = ""
    leader: str = ""
    listed: str = ""
    listing_due: str = ""
    delist_applied: str = ""


def lines(t: Translator, label: Label, hazards: Sequence[Hazard], day: date) -> list[Line]:
    """The hazards of a paper in words, as they stand on a day."""
    return [_line(t, label, number, hazard, day) for number, hazard in enumerate(hazards, 1)]


def _line(t: Translator, label: Label, number: int, h: Hazard, day: date) -> Line:
    between, control, grade = t("list|, "), control_at(h, day), grade_at(h, day)
    safe = words.control(t, control.status if control else "") if control or grade is Grade.MAJOR else ""
    duty = (label("department", h.department), label("township", h.township))
    return Line(
        no=number,
        hazard_no=h.hazard_no,
        enterprise=h.enterprise_name,
        place=h.place,
        where=between.join(text for text in (h.enterprise_name, h.place) if text),
        problem=h.description,
        grade=t(GRADE[grade]),
        due=t.date(due_eff(h, day)),
        duty=between.join(text for text in duty if text),
        found=t.date(h.found),
        control=safe,
        rectified=t.date(rectified_on(h, day)),
        **_reviewed(t, h, day),
        **_extended(t, h, day),
        **_listed(t, label, h, day),
    )


def _reviewed(t: Translator, h: Hazard, day: date) -> dict[str, str]:
    """The latest re-inspection: the one that was passed, else the last that failed."""
    passed = passed_on(h, day)
    failed = [one for one in h.rounds if one.reviewed <= day]
    if passed is not None:
        on, who, result, opinion = passed, h.reviewers, "review|Passed", h.review_result
    elif failed:
        on, who, result, opinion = failed[-1].reviewed, failed[-1].reviewers, "review|Failed", failed[-1].opinion
    else:
        return {}
    told = t("list|, ").join(part for part in (t.date(on), who) if part)
    return {"reviewed": told, "result": t(result), "opinion": opinion}


def _extended(t: Translator, h: Hazard, day: date) -> dict[str, str]:
    """The latest application for an extension, with what was decided by the day."""
    told = [one for one in h.extensions if one.applied <= day]
    if not told:
        return {}
    one = told[-1]
    asked = {"applied": t.date(one.applied), "requested": t.date(one.requested_to), "reason": one.reason}
    if one.decided is None or one.decided > day:
        return asked
    return asked | {"decision": t(EXTENSION[one.state]), "approved": t.date(one.approved_to)}


def _listed(t: Translator, label: Label, h: Hazard, day: date) -> dict[str, str]:
    """The latest listing that was proposed or decided by the day."""
    told = [one for one in h.listings if (begun := one.proposed or one.listed) is not None and begun <= day]
    if not told:
        return {}
    one = told[-1]
    found = {"level": label("listed_level", one.level), "supervisor": one.unit, "leader": one.leader}
    found |= {"listing_no": one.number, "listing_due": t.date(one.due)}
    days = {"listed": one.listed, "delist_applied": one.delist_applied}
    return found | {name: t.date(on) for name, on in days.items() if on is not None and on <= day}
