"""Words of steps, of what they are told, and of why the ledger says no (codes of riskmap.domain.lifecycle)."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from riskmap.domain.actions import RESTORE, Action
from riskmap.domain.codes import Control, EvidenceKind, Item, LateReason, Post, Sampled, Status, Step, System
from riskmap.i18n import Translator
from riskmap.views import names, papers
from riskmap.views.names import EVIDENCE, ITEMS, POSTS

ACTIONS: Final = {
    Action.REGISTER: "Register",
    Action.FIX: "Fixed on the spot (registered and closed)",
    Action.CONFIRM: "Confirm and order rectification",
    Action.VOID: "Not true: void",
    Action.START: "Start rectification",
    Action.DECLARE: "Declare rectified, ask for re-inspection",
    Action.PASS: "Re-inspection: passed",
    Action.FAIL: "Re-inspection: failed, send back",
    Action.RESUME: "Resume rectification",
    Action.CLOSE: "Close (cross off)",
    Action.UPGRADE: "Upgrade to major",
    Action.DOWNGRADE: "Downgrade to general",
    Action.RECUR: "Recurred: register anew, linked",
    Action.REQUEST_EXTENSION: "Apply for an extension",
    Action.APPROVE_EXTENSION: "Approve the extension",
    Action.REFUSE_EXTENSION: "Refuse the extension",
    Action.PROPOSE_LISTING: "Propose listing for supervision",
    Action.DROP_LISTING: "Drop the proposal of listing",
    Action.LIST: "List for supervision",
    Action.APPLY_DELISTING: "Apply for delisting",
    Action.REFUSE_DELISTING: "Refuse delisting",
    Action.DELIST: "Delist",
    Action.MARK_FIVE: "Five implementations: record one",
    Action.ADD_EVIDENCE: "Add evidence",
    Action.RECORD_CONTROL: "Record the control status",
    Action.APPROVE_RESTART: "Approve restart of production",
    Action.HANDOVER: "Hand over a post of the chain",
    Action.STATE_PROGRESS: "State progress and reasons for lateness",
    Action.TAKE_STEP: "Take a step of the escalation ladder",
    Action.RECORD_REPORT: "Record the number in a system of another level",
    Action.CHECK_SAMPLE: "Check by sample",
    Action.CORRECT: "Correct a fact",
    Action.REVISE: "Changed by a file",
}
FIELDS: Final = {
    "grade": "Grade", "due": "day|Due", "responsible_person": "Responsible person",
    "inspectors": "Inspectors (two or more)", "responsible_unit": "Responsible unit",
    "basis": "Basis of judgement (document and clause)", "department": "Department", "measure": "Measure",
    "reason": "Reason", "rectified": "Rectified on", "rectified_by": "Rectified by", "report": "Rectification report",
    "reviewers": "Reviewers (two or more)", "opinion": "Opinion", "new_due": "New date of this round",
    "approved_by": "Approved by (next level up)", "found": "day|Found", "description": "Problem",
    "requested_to": "Asked to be extended to", "measures": "Control measures during the extension",
    "signed_by": "Signed by (principal of the enterprise)", "approved_to": "Approved to", "decided_by": "Decided by",
    "document": "Document", "level": "Level", "decision": "Decision (number)", "number": "Number of the notice",
    "unit": "Unit", "leader": "Leader in charge", "item": "Item", "content": "Content (on paper)",
    "in_place": "Proof (in place)", "status": "Control status", "person": "Person",
    "area_stopped": "The affected area is stopped", "post": "Post", "field": "Field", "new": "New value",
    "progress": "How it stands", "late_reason": "Reason for lateness", "expected": "Expected to be done on",
    "coordination": "What the county must coordinate", "step": "ladder|Step", "stated_by": "Stated by",
    "system": "System of another level",
    "result": "Result", "sampled": "Drawn for the sample", "entered_by_same": "Warning: entered by who crosses it off",
    "keeps_due": "The first due date stays known",
    "dropped_listing": "Proposal of a listing dropped",
    "note": "Note", "evidence": "Evidence", "facts": "Facts", "plan": "Treatment plan",
    "chain": "Responsibility chain", "enterprise": "Enterprise", "place": "Place", "source": "Source",
    "kind": "Kind of inspection", "on_behalf_of": "On behalf of", "delisting": "Delisting",
    "deputy_of": "Standing in for",
    "restart_approval": "Restart approval", "on": "Day of the step", "confirmed": "Confirmed", "ordered": "Ordered",
    "declared": "Declared", "passed": "Passed", "closed": "Closed", "started": "Started", "voided": "day|Voided",
    "reviewed": "Re-inspected", "applied": "Applied", "proposed": "Proposed", "listed": "Listed on",
    "delist_applied": "Delisting applied for", "delisted": "Delisted on", "restart_on": "Restart approved on",
    "deadline": "round|Deadline", "as_of": "As of", "title": "Title", "created": "Sent out on",
    "old": "Old value", "changes": "Changes", "township": "Township", "sector": "Sector", "category": "Category",
    "enterprise_name": "Enterprise", "regulator_person": "Supervising person", "emergency": "Emergency measure",
    "cause": "Cause", "remark": "Remark", "lon": "Longitude", "lat": "Latitude", "funds_planned": "Funds planned",
    "funds_secured": "Funds secured", "funds_paid": "Funds paid", "supervision": "Level of supervision",
    "inspection_kind": "Kind of inspection", "check_unit": "Inspecting unit", "review_result": "Conclusion",
    "ledger_no": "Ledger number", "sender": "Sender of the file", "void_reason": "Void because",
    "plan_filed": "Plan filed on", "enterprise_id": "Enterprise (id)", "inspection_id": "Inspection (id)",
    "township_raw": "Township as written", "sector_raw": "Sector as written", "grade_raw": "Grade as written",
    "status_raw": "Status as written",
}  # fmt: skip
OF_STEP: Final = {  # where a step calls a field otherwise
    "approve_restart:number": "Number of the restart approval",
    "take_step:number": "Number of the paper",
    "record_report:number": "External number",
    "take_step:unit": "Sent to (unit)",
    "take_step:due": "To be done by",
    "take_step:signed_by": "Signed by (authorised person)",
}
PAPER, MEETING = "paper", "meeting"  # steps of whoever writes an office paper, or keeps a meeting
OF_MEETING: Final = {
    "text": "What is to be done", "owner": "Unit that answers for it", "due": "Due by", "progress": "How it stands",
    "subject": "Which", "decision": "Decision", "week": "week|Week", "minutes": "Minutes",
}  # fmt: skip
SAMPLED: Final = {
    Sampled.DRAWN: "sample|Drawn", Sampled.HOLDS: "sample|Holds", Sampled.FAILS: "sample|Does not hold",
}  # fmt: skip
PLAN: Final = {
    "goals": "Goals and tasks",
    "methods": "Methods and measures",
    "funds": "Funds and materials",
    "people": "Bodies and people",
    "deadline": "Time and requirements",
    "safety": "Safety measures and emergency plan",
}
REFUSALS: Final = {  # code → sentence; {what} is the part after the colon in words
    "not_in_state": "This step cannot be taken in the state “{what}”.",
    "role": "Your role may not take this step.",
    "missing": "Still missing: {what}.",
    "bad": "Cannot be read: {what}.",
    "unknown": "Not part of this step: {what}.",
    "missing_evidence": "Evidence still missing: {what}.",
    "missing_five": "Five implementations, nothing on paper yet: {what}.",
    "missing_in_place": "Five implementations, no proof in place yet: {what}.",
    "missing_plan": "Part of the treatment plan still missing: {what}.",
    "missing_reviewers": "At least {what} reviewers are needed.",
    "missing_inspectors": "At least {what} inspectors are needed.",
    "no_figure": "State the amount in figures: {what}.",
    "proof_without_content": "Proof needs content on paper first: {what}.",
    "tick_only": "A tick alone proves nothing; write the content: {what}.",
    "bad_order": "The dates are out of order: {what}.",
    "judged": "This date was judged by a gate and may not be corrected: {what}.",
    "decided": "A step decided this; who may take it corrects it, or the committee's office: {what}.",
    "required": "This may not be emptied: {what}.",
    "not_correctable": "This field may not be corrected: {what}.",
    "not_entered_here": "This is written by a later step, not here: {what}.",
    "unknown_action": "There is no such step: {what}.",
}
WHOLE: Final = {
    "too_long:sender": "The name of the sender is too long.",
    "missing:profile": "There is nothing to remember for the sender.",
    "too_long:profile": "The profile names too many headers.",
    "chain:broken": "The chain of events does not end where its head says. Nothing is written until the ledger has "
    "been verified and restored from a backup.",
    "form:entered": "This form was saved before and says something else now. If another entry is meant, save once "
    "more.",
    "undo:already": "The file was undone before.",
    "undo:others": "Only the committee's office or whoever took this file in may take it back.",
    "undo:demo": "The demo county is no file of a sender; it goes with the first real file.",
    "undo:touched": "Something later changed rows of this file.",
    "undo:asked": "A round of filling in, sent out since then, asks for hazards of this file.",
    "undo:in_paper": "Office papers that are not withdrawn name hazards of this file.",
    "undo:in_use": "Rows that came later belong to enterprises, visits or hazards of this file.",
    "demo_beside_real": "The ledger holds real hazards; demo rows are never counted with real ones.",
    "role:on_behalf": "This step is not recorded on behalf of another.",
    "coal:area_not_stopped": "In coal, work goes on during rectification only where the affected area is stopped.",
    "extension:already_requested": "An application for an extension is waiting for its decision.",
    "bad_order:approved_to<=due": "The approved date must be later than the due date in force.",
    "bad_order:requested_to<=due": "The date applied for must be later than the due date in force.",
    "extension:beyond_request": "The extension may not be approved to a later date than was applied for.",
    "extension:not_requested": "No application for an extension is waiting.",
    "grade:already": "It has this grade already.",
    "grade:major_not_on_the_spot": "A major hazard is never closed on the spot.",
    "listing:not_in_state": "The listing is not in a state for this step.",
    "restart:not_suspended": "Production was not stopped.",
    "same_person:rectifier": "Who rectified may not re-inspect.",
    "same_account:rectifier": "This account declared the rectification, so another one accepts it: another account "
    "of the enterprise, or the township or department from the enterprise's paper.",
    "scope:outside": "It lies outside the part of the county that you answer for.",
    "source:not_self": "An enterprise enters what it found itself.",
    "touched": "The hazard has had a step in the program; files no longer change it.",
    "no_figure:deadline": "State the day in figures: Deadline.",
    **papers.REFUSALS,
    "decision:ended": "The decision is done or dropped already.",
    "meeting:closed": "The meeting is closed; nothing changes it any more.",
    "meeting:early": "The week is not over yet.",
    "meeting:moved": "The ledger went on meanwhile; look at the figures once more and close again.",
    "bad_order:due<decided": "The date lies before the day of the decision.",
    "bad_order:on<decided": "The day lies before an earlier word of the decision.",
    "step:taken": "This step was taken already; it comes again after an extension or a failed re-inspection.",
    "report:known": "This number of that system is recorded already.",
    "listed": "It is listed for supervision; delist it first.",
    "due:by_extension": "The due date of an order moves by an extension only; a typing error is put right by the "
    "committee's office.",
    "sample:not_drawn": "It was not drawn for the sample, or was looked at already.",
    "no_change": "The new value is the old one.",
    "too_long:number": "The number is too long.",
    "point:unreadable": "Coordinates cannot be read; write degrees such as 111.57 and 36.65.",
    "point:half": "One coordinate is missing.",
    "point:swapped": "Longitude and latitude are exchanged.",
    "point:outside": "This point lies outside the county.",
    "stale": "Somebody else changed this meanwhile; please save again.",
    "round:no_receivers": "No unit has an open item in this selection.",
    "round:not_a_receiver": "The unit was not asked in this round.",
    "round:already_returned": "This file was taken in before.",
    "round:not_of_this_round": "A row belongs to no item of this round.",
    "round:nothing_to_send_back": "No report of this unit stands that could be sent back.",
    "round:closed": "The round is closed.",
    "nothing_and_hazards": "A visit that found nothing has no problems.",
    "neither_nothing_nor_hazards": "Add the problems that were found, or tick that nothing was found.",
    "review:nothing": "Say of at least one item whether it passed.",
    "review:unknown": "An item of this paper is no longer there.",
    "review:several_enterprises": "One paper is about one enterprise.",
    "upload:empty": "The file is empty.",
    "upload:too_large": "The file is larger than is taken here.",
    "upload:unknown": "This is no photo (JPEG, PNG, HEIC), PDF or DOCX, whatever its name says.",
    "upload:broken": "The file is damaged, or its picture is too large to be opened.",
    "upload:macros": "Documents with macros are not taken; save it without them, or as a PDF.",
    "upload:heic": "HEIC photos cannot be read on this server; set the camera to JPEG, or send the photo as JPEG.",
    "upload:gone": "A file of this draft is no longer there; remove it and choose it again.",
    "visit:gone": "This form was entered before; its visit was taken back since then.",
    "bulk:nothing": "Tick at least one hazard.",
    "bulk:too_many": "At most 50 hazards are handled at a time.",
    "bulk:not_this_step": "This step is not taken for several hazards at once.",
    "bulk:gone": "The hazard is no longer there.",
    "bulk:stale": "Somebody else changed it meanwhile; look at it once more.",
    "bulk:major": "A major hazard is ordered and re-inspected by itself.",
    "bulk:no_result": "Neither passed nor failed was ticked.",
    "day_without_done": "A day of completion without “rectified” is not taken.",
}


def action(t: Translator, code: str) -> str:
    """Name of a step."""
    if code == RESTORE:
        return t("Restored: the file that changed it was undone")
    return t(ACTIONS[Action(code)]) if code in set(Action) else code


def field(t: Translator, name: str, step: str = "") -> str:
    """Name of what a step is told."""
    of_paper = papers.FIELDS.get(name) if step == PAPER else OF_MEETING.get(name) if step == MEETING else None
    word = of_paper or OF_STEP.get(f"{step}:{name}") or FIELDS.get(name)
    return t(word) if word else name


def reasons(t: Translator, codes: Iterable[str], step: str = "") -> list[str]:
    """Why the ledger said no to a step, in sentences that say what is missing."""
    return list(dict.fromkeys(_reason(t, code, step) for code in codes))


def _reason(t: Translator, code: str, step: str) -> str:
    if code in WHOLE:
        return t(WHOLE[code])
    head, _, rest = code.partition(":")
    if head not in REFUSALS:
        return code
    return t(REFUSALS[head], what=_what(t, head, rest, step))


def _what(t: Translator, head: str, rest: str, step: str) -> str:
    if head == "not_in_state":
        return t(names.STATUS[Status(rest)]) if rest in set(Status) else rest
    if head == "missing_evidence" and rest in EVIDENCE:
        return t(EVIDENCE[rest])
    if head == "missing_plan":
        return t(PLAN.get(rest, rest))
    if rest in set(Item) and head in {
        "missing_five",
        "missing_in_place",
        "no_figure",
        "proof_without_content",
        "tick_only",
    }:
        return t(ITEMS[Item(rest)])
    for sign in ("<=", "<"):
        if sign in rest:
            return f" {sign} ".join(_dated(t, part) for part in rest.split(sign))
    return field(t, rest, step)


def _dated(t: Translator, part: str) -> str:
    """A day by its name, with its date where the code tells it."""
    name, _, day = part.partition("=")
    return f"{field(t, name)} {day}".strip()


def code_word(t: Translator, name: str, value: str) -> str:
    """Word of a code that a form offers."""
    tables: Mapping[str, Mapping[Any, str]] = {
        "grade": names.GRADE,
        "level": names.LEVEL,
        "dropped_listing": names.LEVEL,
        "item": ITEMS,
        "status": names.CONTROL,
        "post": POSTS,
        "kind": EVIDENCE,
        "late_reason": names.LATE_REASON,
        "step": names.STEP,
        "system": names.SYSTEM,
        "source": names.SOURCE,
        "inspection_kind": names.INSPECTION_KIND,
        "supervision": names.LEVEL,
        "result": SAMPLED,
    }
    kinds: Mapping[str, Any] = {
        "item": Item, "status": Control, "post": Post, "kind": EvidenceKind, "late_reason": LateReason,
        "step": Step, "system": System, "result": Sampled,
    }  # fmt: skip
    table = tables.get(name, {})
    key = kinds[name](value) if name in kinds else value
    return t(table[key]) if key in table else value
