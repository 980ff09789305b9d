"""A round of filling in (下发—填报—回收—催报, DOMAIN.md §7.1): what is asked of whom by when, and what came back.

A round is an aggregate like a hazard: its events rebuild it. Who has reported, and how late, is derived.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from riskmap.domain.codec import from_json


class RoundKind(StrEnum):
    """What is asked: the open items one by one, or the figures of the monthly form."""

    ITEMS = "items"
    FORM = "form"


class ReceiverKind(StrEnum):
    """Who is asked."""

    TOWNSHIP = "township"
    DEPARTMENT = "department"
    ENTERPRISE = "enterprise"


class Reporting(StrEnum):
    """How a unit stands in a round (报送情况)."""

    REPORTED = "reported"  # 已报
    LATE = "late"  # 迟报
    MISSING = "missing"  # 未报
    SENT_BACK = "sent_back"  # 退回


CHASED = frozenset({Reporting.MISSING, Reporting.SENT_BACK})


@dataclass(frozen=True, slots=True)
class Receiver:
    """A unit that is asked; `name` as it was when the round went out."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Asked:
    """An open item in the workbook of a unit, as it stood at a version."""

    receiver: str
    hazard_id: str
    hazard_no: str
    version: int


@dataclass(frozen=True, slots=True)
class Returned:
    """A file that came back from a unit. `answered`: hazards it says something of; a sent-back one counts as none."""

    receiver: str
    on: date
    file_name: str
    sha256: str
    answered: tuple[str, ...] = ()
    changes: int = 0
    sent_back: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a returned form: whose, for which row (sector), in which column."""

    receiver: str
    row: str
    column: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class FillingRound:
    """One sending out with all that came back. `where`: the filter's words; `from_`: start of a form's period."""

    id: str
    kind: RoundKind
    by: ReceiverKind
    title: str
    created: date
    as_of: date
    deadline: date
    notes: str = ""
    where: tuple[tuple[str, str], ...] = ()
    from_: date | None = None
    closed: date | None = None
    demo: bool = False
    receivers: tuple[Receiver, ...] = field(default=())
    asked: tuple[Asked, ...] = field(default=())
    returns: tuple[Returned, ...] = field(default=())
    figures: tuple[Figure, ...] = field(default=())
    version: int = 0

    @property
    def token(self) -> str:
        """What ties a row of a workbook to this round: the random end of its id."""
        return self.id.replace("-", "")[-10:]


@dataclass(frozen=True, slots=True)
class Report:
    """How one unit stands on a day. `days_late`: of the return, or until today while none stands."""

    receiver: Receiver
    state: Reporting
    on: date | None
    days_late: int
    answered: int
    asked: int
    files: tuple[Returned, ...]


def reports(sent: FillingRound, today: date) -> list[Report]:
    """The 报送情况 of a round, one line a unit in the order of its receivers."""
    return [_report(sent, receiver, today) for receiver in sent.receivers]


def _report(sent: FillingRound, receiver: Receiver, today: date) -> Report:
    files = tuple(one for one in sent.returns if one.receiver == receiver.code)
    standing = [one for one in files if one.sent_back is None]
    asked = {one.hazard_id for one in sent.asked if one.receiver == receiver.code}
    answered = {hazard for one in standing for hazard in one.answered} & asked
    on = min((one.on for one in standing), default=None)
    if files and files[-1].sent_back is not None:
        state = Reporting.SENT_BACK
    elif on is None:
        state = Reporting.MISSING
    else:
        state = Reporting.REPORTED if on <= sent.deadline else Reporting.LATE
    until = on if state not in CHASED and on is not None else (sent.closed or today)
    return Report(receiver, state, on, max((until - sent.deadline).days, 0), len(answered), len(asked), files)


def tally(found: list[Report]) -> dict[Reporting, int]:
    """Units by how they stand; the sum is the number of units."""
    counted = Counter(one.state for one in found)
    return {state: counted[state] for state in Reporting}


def faults(sent: FillingRound) -> tuple[str, ...]:
    """Why a round cannot go out; empty = it can."""
    codes = []
    if not sent.title.strip():
        codes.append("missing:title")
    if not sent.receivers:
        codes.append("round:no_receivers")
    if sent.deadline < sent.created:
        codes.append("bad_order:deadline<on")
    if sent.as_of > sent.created:
        codes.append("bad_order:on<as_of")
    codes_of = {one.code for one in sent.receivers}
    if len(codes_of) != len(sent.receivers) or not {one.receiver for one in sent.asked} <= codes_of:
        codes.append("bad:receivers")
    if len({one.hazard_id for one in sent.asked}) != len(sent.asked):
        codes.append("bad:asked")
    return tuple(codes)


def apply(sent: FillingRound | None, action: str, on: date, data: Mapping[str, Any]) -> FillingRound:
    """The round after an event. Raises ValueError for one that cannot have happened."""
    if action == "round_created":
        if sent is not None:
            raise ValueError("created twice")
        return replace(from_json(FillingRound, data["round"]), version=1)
    if sent is None or sent.closed is not None:
        raise ValueError(f"no open round for {action}")
    return replace(CHANGES[action](sent, on, data), version=sent.version + 1)


def _collected(sent: FillingRound, _: date, data: Mapping[str, Any]) -> FillingRound:
    returns = tuple(from_json(Returned, one) for one in data.get("returns", ()))
    figures = tuple(from_json(Figure, one) for one in data.get("figures", ()))
    told = {one.receiver for one in figures}
    kept = tuple(one for one in sent.figures if one.receiver not in told)
    return replace(sent, returns=(*sent.returns, *returns), figures=(*kept, *figures))


def _sent_back(sent: FillingRound, on: date, data: Mapping[str, Any]) -> FillingRound:
    """The last file of a unit that stands goes back; or one that was never taken is noted as sent back."""
    if "returned" in data:
        one = replace(from_json(Returned, data["returned"]), sent_back=on, reason=data["reason"])
        return replace(sent, returns=(*sent.returns, one))
    at = last_standing(sent, data["receiver"])
    if at is None:
        raise ValueError("nothing to send back")
    gone = replace(sent.returns[at], sent_back=on, reason=data["reason"])
    return replace(sent, returns=(*sent.returns[:at], gone, *sent.returns[at + 1 :]))


def last_standing(sent: FillingRound, receiver: str) -> int | None:
    """Place of the last return of a unit that was not sent back."""
    found = [at for at, one in enumerate(sent.returns) if one.receiver == receiver and one.sent_back is None]
    return found[-1] if found else None


def _closed(sent: FillingRound, on: date, _: Mapping[str, Any]) -> FillingRound:
    return replace(sent, closed=on)


CHANGES = {"round_collected": _collected, "round_sent_back": _sent_back, "round_closed": _closed}
