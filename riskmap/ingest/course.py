"""The course of one hazard as a ledger tells it: words and dates → state (DOMAIN.md §6.3, rules a to e)."""

from dataclasses import dataclass, field, replace
from datetime import date

from riskmap.domain.codes import Status

DONE_WORDS = frozenset({"done", "yes"})
STANDING = frozenset({"open", "no", "rectifying"})
COURSE = (
    "status", "confirmed", "started", "declared", "rectified", "passed", "closed", "voided", "undated",
    "closed_by_ledger", "legacy", "rounds",
)  # fmt: skip
UNCONFIRMED = tuple(name for name in COURSE if name != "confirmed")


@dataclass(slots=True, kw_only=True)
class Days:
    """The days of a hazard's course, as a row tells them and as they follow from it."""

    confirmed: date | None = None
    started: date | None = None
    declared: date | None = None
    rectified: date | None = None
    passed: date | None = None
    closed: date | None = None
    voided: date | None = None


@dataclass(slots=True, kw_only=True)
class Told(Days):
    """What the columns of one row say. `word` is a status code, done, yes or no; `review` pass, fail or waits."""

    found: date
    word: str | None = None
    review: str | None = None
    mark: bool | None = None  # closing column: yes or no
    on_the_spot: bool = False
    ordered: date | None = None
    concluded_by_column: bool = False  # the table has a review or a closing column (rule a)
    failed_before: bool = False  # earlier rounds failed, in columns of their own


@dataclass(slots=True, kw_only=True)
class Course(Days):
    """The state and dates that follow. `assumed` are fields filled from the cut-off, not from the row."""

    status: Status
    undated: bool = False
    legacy: bool = False  # done before the 启用日 of an opening import
    failed: bool = False  # the review told of is a failed one: it becomes a round
    findings: list[str] = field(default_factory=list)
    assumed: set[str] = field(default_factory=set)


def course(told: Told, cutoff: date) -> Course:
    """The course of a hazard; `cutoff` is the day up to which the file speaks (else the import date)."""
    confirmed = told.confirmed or told.ordered or told.found
    if told.word in {"void", "pending"}:
        return _outside(told, confirmed)
    if told.on_the_spot and told.rectified is None:
        told = replace(told, rectified=told.found)
    if _is_closed(told):
        return _closed(told, cutoff, confirmed)
    if told.word == "rejected" or told.review == "fail":
        return _failed(told, confirmed)
    if _is_verified(told):
        return _verified(told, cutoff, confirmed, by_column=True)
    done = told.word in DONE_WORDS or (told.word is None and told.rectified is not None)
    if done and not told.concluded_by_column:
        return _verified(told, cutoff, confirmed, by_column=False)
    if done or told.word == "awaiting_review" or (told.word is None and told.declared is not None):
        return _awaiting(told, cutoff, confirmed)
    return _standing(told, confirmed)


def unsaid(told: Told, *, reviewed: bool) -> tuple[str, ...]:
    """The facts of COURSE of which a row says nothing: all if it has neither a word nor a day of the course.

    `reviewed`: rounds stand in columns of their own. 未销号 and 否 of a closing column say nothing of the work.
    """
    judged = reviewed or told.passed is not None or told.review in {"pass", "fail"} or told.word == "rejected"
    days = (told.started, told.declared, told.rectified, told.closed, told.voided)
    if judged or any(days) or told.mark or told.word is not None:
        return () if judged else ("rounds",)
    return UNCONFIRMED if told.confirmed or told.ordered else COURSE


def opened(result: Course, found: date, opening: date | None) -> Course:
    """建账: what was found before the 启用日 and is done by its old ledger is closed as 历史台账; the rest stands.

    Done is closed, or passed (also where the ledger's one word says 已整改). What waits for its re-inspection is open.
    A day of closing that the ledger does not have is that of passing, so that it counts in its old period.
    """
    if opening is None or found >= opening or result.status not in {Status.CLOSED, Status.VERIFIED}:
        return result
    if result.status is Status.VERIFIED:
        if "passed" in result.assumed:
            result.assumed.add("closed")
        result.status, result.closed = Status.CLOSED, result.passed
        result.findings = [one for one in result.findings if one != "no_review_evidence"]
    result.legacy = True
    return result


def _begun(status: Status, told: Told, confirmed: date) -> Course:
    """A course that was started and declared as told."""
    return Course(status=status, confirmed=confirmed, started=told.started, declared=told.declared)


def _outside(told: Told, confirmed: date) -> Course:
    """States outside all rates: not confirmed yet, or void (which keeps its day)."""
    if told.word == "pending":
        return Course(status=Status.PENDING, findings=_ignored(told))
    missing = [] if told.voided else ["date_inferred"]
    return Course(status=Status.VOID, confirmed=confirmed, voided=told.voided or told.found, findings=missing)


def _is_closed(told: Told) -> bool:
    if told.mark is False:
        return False
    if told.word == "closed" or told.mark is True:
        return True
    return told.closed is not None and told.word not in STANDING | {"rejected", "awaiting_review"}


def _is_verified(told: Told) -> bool:
    if told.word == "verified":
        return True
    if told.word in STANDING or told.word == "awaiting_review":
        return False
    return told.review == "pass" or (told.passed is not None and told.review != "waits")


def _closed(told: Told, cutoff: date, confirmed: date) -> Course:
    result = _begun(Status.CLOSED, told, confirmed)
    if told.word in STANDING or told.review == "fail":
        result.findings.append("status_conflict")
    known = [d for d in (told.rectified, told.passed, told.closed) if d is not None]
    if not known:
        return _undated(result, max(cutoff, told.found), "rectified", "passed", "closed")
    closed = told.closed
    if closed is None and not told.concluded_by_column:  # rule (b): the word is the office's own conclusion
        closed = max(known)
    if closed is None:
        closed = max(cutoff, *known)
        result.findings.append("closing_date_missing")
        result.assumed.add("closed")
        if told.passed is None:
            result.assumed.add("passed")
    result.closed = closed
    result.passed = told.passed or closed
    result.rectified = told.rectified or result.passed
    if told.rectified is None or (told.passed is None and "passed" not in result.assumed and told.closed is not None):
        result.findings.append("date_inferred")
    return result


def _verified(told: Told, cutoff: date, confirmed: date, *, by_column: bool) -> Course:
    result = _begun(Status.VERIFIED, told, confirmed)
    if told.mark is False and told.word == "closed":
        result.findings.append("status_conflict")
    if not by_column:
        result.findings.append("no_review_evidence")
    rectified = told.rectified or told.declared
    if rectified is None and told.passed is None:
        return _undated(result, max(cutoff, told.found), "rectified", "passed")
    passed = told.passed
    if passed is None and rectified is not None:
        if told.concluded_by_column:
            passed = max(cutoff, rectified)
            result.findings.append("review_date_missing")
            result.assumed.add("passed")
        else:
            passed = rectified
    result.passed = passed
    result.rectified = rectified or passed
    if told.rectified is None:
        result.findings.append("date_inferred")
    return result


def _awaiting(told: Told, cutoff: date, confirmed: date) -> Course:
    result = _begun(Status.AWAITING_REVIEW, told, confirmed)
    if told.word == "closed":
        result.findings.append("status_conflict")
    result.rectified = told.rectified or told.declared
    if result.rectified is None:
        return _undated(result, max(cutoff, told.found), "rectified")
    if told.rectified is None:
        result.findings.append("date_inferred")
    return result


def _failed(told: Told, confirmed: date) -> Course:
    """A failed re-inspection withdraws the rectified date; a rectification after it waits for the next review."""
    own = told.review == "fail" or told.passed is not None or not told.failed_before
    again = told.rectified is not None and told.passed is not None and told.rectified > told.passed
    if again and told.word in DONE_WORDS | {"awaiting_review", None}:
        result = _begun(Status.AWAITING_REVIEW, told, confirmed)
        result.rectified, result.failed = told.rectified, own
    else:
        result = Course(status=Status.REJECTED, confirmed=confirmed, started=told.started, failed=own)
    if own and told.passed is None:
        result.findings.append("review_date_missing")
        result.assumed.add("rounds")
    if told.word in DONE_WORDS and not again:
        result.findings.append("status_conflict")
    return result


def _standing(told: Told, confirmed: date) -> Course:
    if told.failed_before and told.word in {None, "no", "open"} and told.rectified is None:
        return Course(status=Status.REJECTED, confirmed=confirmed, started=told.started)
    started = told.word == "rectifying" or (told.word is None and told.started is not None)
    status = Status.RECTIFYING if started else Status.OPEN
    begun = told.started if started else None
    return Course(status=status, confirmed=confirmed, started=begun, findings=_ignored(told))


def _ignored(told: Told) -> list[str]:
    late = (told.rectified, told.passed, told.closed)
    return ["status_date_conflict"] if any(late) or told.review == "pass" or told.mark else []


def _undated(result: Course, day: date, *names: str) -> Course:
    """Rule (d): done without any date counts from the cut-off on and stays out of the due set."""
    for name in names:
        setattr(result, name, day)
    result.undated = True
    result.findings.append("undated")
    result.assumed.update(names)
    return result
