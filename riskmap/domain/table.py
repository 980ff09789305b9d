"""The state machine as a table: (status, action) → the states it may lead to (DOMAIN.md §2.3)."""

from riskmap.domain.actions import Action
from riskmap.domain.codes import Status

S, A = Status, Action

OPEN_STATES = (S.OPEN, S.RECTIFYING, S.AWAITING_REVIEW, S.REJECTED, S.VERIFIED)  # ordered and not crossed off
TERMINAL = (S.CLOSED, S.VOID)

# The main loop; the numbers of DOMAIN.md §2.3 stand beside the actions in domain.actions.
LOOP: dict[tuple[Status | None, Action], tuple[Status, ...]] = {
    (None, A.REGISTER): (S.PENDING, S.OPEN),  # open at once: found by the enterprise itself, general
    (None, A.FIX): (S.CLOSED,),
    (S.PENDING, A.CONFIRM): (S.OPEN,),
    (S.PENDING, A.VOID): (S.VOID,),
    (S.OPEN, A.START): (S.RECTIFYING,),
    (S.OPEN, A.DECLARE): (S.AWAITING_REVIEW,),
    (S.RECTIFYING, A.DECLARE): (S.AWAITING_REVIEW,),
    (S.REJECTED, A.DECLARE): (S.AWAITING_REVIEW,),
    (S.AWAITING_REVIEW, A.PASS): (S.VERIFIED,),
    (S.AWAITING_REVIEW, A.FAIL): (S.REJECTED,),
    (S.REJECTED, A.RESUME): (S.RECTIFYING,),
    (S.VERIFIED, A.CLOSE): (S.CLOSED,),
    (S.CLOSED, A.RECUR): (S.CLOSED,),  # stays as it is: the event registers a new hazard
}
UNRECTIFIED = (S.OPEN, S.RECTIFYING, S.REJECTED)
STANDING = (S.PENDING, *OPEN_STATES)

# What runs beside the loop and leaves the state as it is, with the states it may happen in.
BESIDE: dict[Action, tuple[Status, ...]] = {
    A.UPGRADE: OPEN_STATES,
    A.DOWNGRADE: OPEN_STATES,
    A.REQUEST_EXTENSION: UNRECTIFIED,
    A.APPROVE_EXTENSION: OPEN_STATES,
    A.REFUSE_EXTENSION: OPEN_STATES,
    A.PROPOSE_LISTING: OPEN_STATES,
    A.DROP_LISTING: (*OPEN_STATES, S.CLOSED),  # what was left undecided when it was crossed off
    A.LIST: OPEN_STATES,
    A.APPLY_DELISTING: (S.AWAITING_REVIEW, S.VERIFIED),
    A.REFUSE_DELISTING: OPEN_STATES,
    A.DELIST: (S.VERIFIED,),
    A.MARK_FIVE: OPEN_STATES,
    A.ADD_EVIDENCE: STANDING,
    A.RECORD_CONTROL: STANDING,
    A.APPROVE_RESTART: (S.VERIFIED,),
    A.HANDOVER: STANDING,
    A.STATE_PROGRESS: OPEN_STATES,
    A.TAKE_STEP: OPEN_STATES,
    A.RECORD_REPORT: (*OPEN_STATES, S.CLOSED),
    A.CHECK_SAMPLE: (S.CLOSED,),
    A.CORRECT: (*STANDING, S.CLOSED),
}

TRANSITIONS: dict[tuple[Status | None, Action], tuple[Status, ...]] = {
    **LOOP,
    **{(status, action): (status,) for action, states in BESIDE.items() for status in states},
    **{(status, A.REVISE): tuple(S) for status in STANDING},  # a file may tell any later state
}
