"""Who may do what to a hazard. Scope (own sectors, own township) is judged where people are known, not here."""

from enum import StrEnum

from riskmap.domain.actions import ENTERPRISE_STEPS, RECORDABLE, Action
from riskmap.domain.codes import Grade, Status
from riskmap.domain.gates import short_loop
from riskmap.domain.hazard import Hazard


class Role(StrEnum):
    """The roles of a county. Whoever sits at the command line acts as system."""

    LEADER = "leader"  # reads all
    ANALYST = "analyst"  # reads all, exports
    COMMITTEE = "committee"  # 安委办
    DEPARTMENT = "department"
    TOWNSHIP = "township"
    ENTERPRISE = "enterprise"
    INSPECTOR = "inspector"  # inspector or expert
    ADMIN = "admin"  # accounts, no hazards
    AUDITOR = "auditor"  # audit trail only
    DEVICE = "device"  # a screen on a wall: reads, without names, and nothing but its wall; no person holds it
    SYSTEM = "system"


class Right(StrEnum):
    """What is not a step of one hazard: seeing, taking out, running the house."""

    READ = "read"  # the rows within the scope
    NAMES = "names"  # names of persons in them
    EXPORT = "export"
    REGISTER = "register"  # new hazards and visits
    IMPORT = "import"
    PROFILES = "profiles"  # how the files of a sender are read
    ROUNDS = "rounds"  # 下发—填报—回收
    RECONCILE = "reconcile"
    FORMS = "forms"
    PAPERS = "papers"  # office papers: reading them; who may draft and issue which stands in domain.papers
    TIPS = "tips"  # reports of whistle-blowers: that they are there; their words are the named receiver's
    ASSESSMENT = "assessment"  # sheets of the yearly assessment; units see their own where the county sets it
    AUDIT = "audit"  # the chain of events, without the ledger's rows
    ACCOUNTS = "accounts"
    VIEWS = "views"  # keeping own views of pages
    SHARE_VIEWS = "share_views"
    SCREENS = "screens"  # devices on walls, and what they show


OFFICE = frozenset({Role.COMMITTEE, Role.SYSTEM})
SUPERVISORS = OFFICE | {Role.DEPARTMENT}
RECORDERS = SUPERVISORS | {Role.TOWNSHIP}  # may record an enterprise's step from its paper
FIELD = RECORDERS | {Role.ENTERPRISE, Role.INSPECTOR}

MAY: dict[Action, frozenset[Role]] = {
    Action.REGISTER: FIELD,
    Action.FIX: FIELD,
    Action.CONFIRM: SUPERVISORS,
    Action.VOID: SUPERVISORS,
    **dict.fromkeys(ENTERPRISE_STEPS, RECORDERS | {Role.ENTERPRISE}),
    Action.PASS: SUPERVISORS,
    Action.FAIL: SUPERVISORS,
    Action.CLOSE: SUPERVISORS,
    Action.UPGRADE: SUPERVISORS,
    Action.DOWNGRADE: OFFICE,
    Action.RECUR: SUPERVISORS,
    Action.APPROVE_EXTENSION: SUPERVISORS,
    Action.REFUSE_EXTENSION: SUPERVISORS,
    Action.PROPOSE_LISTING: SUPERVISORS,
    Action.DROP_LISTING: OFFICE,
    Action.LIST: OFFICE,
    Action.REFUSE_DELISTING: OFFICE,
    Action.DELIST: OFFICE,
    Action.MARK_FIVE: RECORDERS | {Role.ENTERPRISE},
    Action.ADD_EVIDENCE: FIELD,
    Action.RECORD_CONTROL: RECORDERS | {Role.ENTERPRISE},
    Action.APPROVE_RESTART: SUPERVISORS,
    Action.HANDOVER: SUPERVISORS,
    Action.STATE_PROGRESS: RECORDERS | {Role.ENTERPRISE},
    Action.TAKE_STEP: SUPERVISORS,  # above a reminder: the office (domain.checks)
    Action.RECORD_REPORT: SUPERVISORS,
    Action.CORRECT: SUPERVISORS,
    Action.REVISE: OFFICE,
}
READERS = FIELD | {Role.LEADER, Role.ANALYST, Role.DEVICE}
RIGHTS: dict[Right, frozenset[Role]] = {
    Right.READ: READERS,
    Right.NAMES: RECORDERS | {Role.LEADER, Role.ENTERPRISE, Role.INSPECTOR},
    Right.EXPORT: RECORDERS | {Role.LEADER, Role.ANALYST},
    Right.REGISTER: FIELD,
    Right.IMPORT: RECORDERS,  # each within its part of the county
    Right.PROFILES: OFFICE,
    Right.ROUNDS: OFFICE,
    Right.RECONCILE: OFFICE,
    Right.FORMS: SUPERVISORS | {Role.LEADER, Role.ANALYST},
    Right.PAPERS: RECORDERS | {Role.LEADER},
    Right.TIPS: frozenset({Role.COMMITTEE}),
    Right.ASSESSMENT: RECORDERS | {Role.LEADER},
    Right.AUDIT: OFFICE | {Role.AUDITOR},
    Right.ACCOUNTS: frozenset({Role.ADMIN, Role.SYSTEM}),
    Right.VIEWS: READERS - {Role.DEVICE},
    Right.SHARE_VIEWS: RECORDERS | {Role.LEADER, Role.ANALYST},
    Right.SCREENS: OFFICE | {Role.ADMIN},
}
INSIDE = frozenset({Action.PASS, Action.FAIL, Action.CLOSE})  # in the short loop, the enterprise's own


def actors(action: Action, hazard: Hazard | None) -> frozenset[Role]:
    """The roles that may take an action on a hazard, on somebody's behalf or not."""
    if hazard is not None:
        if action in INSIDE and short_loop(hazard):
            return RECORDERS | {Role.ENTERPRISE}
        if action is Action.CLOSE and hazard.grade is Grade.MAJOR:
            return OFFICE
        if action is Action.CORRECT and hazard.status is Status.CLOSED:
            return OFFICE
    return MAY[action]


def enterprise_step(action: Action, hazard: Hazard | None) -> bool:
    """Whether a step is the enterprise's: others need to say on whose behalf they record it."""
    return action in ENTERPRISE_STEPS or (hazard is not None and action in INSIDE and short_loop(hazard))


def refusals(action: Action, hazard: Hazard | None, role: str, on_behalf_of: str) -> tuple[str, ...]:
    """Why a role may not: role:not_allowed, missing:on_behalf_of, role:on_behalf; empty = it may."""
    if role not in set(Role) or Role(role) not in actors(action, hazard):
        return ("role:not_allowed",)
    if on_behalf_of and (role not in RECORDERS or action not in RECORDABLE):
        return ("role:on_behalf",)
    if on_behalf_of and action in INSIDE and not enterprise_step(action, hazard):
        return ("role:on_behalf",)
    if not on_behalf_of and role != Role.ENTERPRISE and enterprise_step(action, hazard):
        return ("missing:on_behalf_of",)
    return ()
