"""Reports of whistle-blowers (举报): received, checked, answered; words for the named receiver alone (DOMAIN.md §7.2).

What anybody of the office sees is a Tip; who reported, and what, are Words, which are stored encrypted.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from riskmap.domain.people import Grant, Person, held
from riskmap.domain.roles import RIGHTS, Right

LONGEST: Final = {"reported": 4_000, "reporter": 80, "contact": 160, "answer": 4_000}
SERIES: Final = "JB"  # 举报: opens the number


class Channel(StrEnum):
    """How a report came in."""

    PHONE = "phone"  # 12350
    LETTER = "letter"
    VISIT = "visit"
    ONLINE = "online"


class TipState(StrEnum):
    """How far a report has come."""

    RECEIVED = "received"  # 已受理
    CHECKING = "checking"  # 核查中
    ANSWERED = "answered"  # 已答复
    UNFOUNDED = "unfounded"  # 查无实据


class TipMove(StrEnum):
    """What is done about a report."""

    CHECK = "check"
    ANSWER = "answer"
    DISMISS = "dismiss"  # not substantiated


FROM: Final[Mapping[TipMove, TipState]] = {
    TipMove.CHECK: TipState.RECEIVED,
    TipMove.ANSWER: TipState.CHECKING,
    TipMove.DISMISS: TipState.CHECKING,
}
TO: Final[Mapping[TipMove, TipState]] = {
    TipMove.CHECK: TipState.CHECKING,
    TipMove.ANSWER: TipState.ANSWERED,
    TipMove.DISMISS: TipState.UNFOUNDED,
}
ENDS: Final = frozenset({TipState.ANSWERED, TipState.UNFOUNDED})


@dataclass(frozen=True, slots=True)
class Tip:
    """What is stored in plain words. `receiver`: id of the person; `hazard`: number of the hazard that came of it."""

    number: str
    received: date
    channel: Channel
    receiver: str
    due: date  # 答复期限
    state: TipState = TipState.RECEIVED
    checked: date | None = None  # day on which the check began
    answered: date | None = None
    hazard: str = ""
    demo: bool = False
    version: int = 1

    def late(self, day: date) -> bool:
        """Whether the reply is overdue on a day."""
        return self.state not in ENDS and self.due < day


@dataclass(frozen=True, slots=True)
class Words:
    """What is stored encrypted: what was reported, by whom, and what was answered."""

    reported: str
    anonymous: bool = False
    reporter: str = ""
    contact: str = ""
    answer: str = ""


def number(year: int, serial: int) -> str:
    """The number of a report: JB-2026-0001."""
    return f"{SERIES}-{year:04d}-{serial:04d}"


def officer(grants: Iterable[Grant]) -> bool:
    """Whether one of these roles makes an officer of the committee who is nobody's deputy (AB角)."""
    return any(grant.role in RIGHTS[Right.TIPS] and not grant.deputy_of for grant in grants)


def nameable(person: Person, day: date) -> bool:
    """Whether a person may be the named receiver on a day."""
    return person.active and officer(held(person.grants, day))


def faults(tip: Tip, words: Words, day: date) -> tuple[str, ...]:
    """Why a report cannot be entered on a day.

    Codes: future:received, bad_order:due<received, missing:reported, missing:reporter, tip:anonymous_named, too_long:…
    """
    found = []
    if tip.received > day:
        found.append("future:received")
    if tip.due < tip.received:
        found.append("bad_order:due<received")
    if not words.reported.strip():
        found.append("missing:reported")
    named = bool(words.reporter.strip() or words.contact.strip())
    if words.anonymous and named:
        found.append("tip:anonymous_named")
    if not words.anonymous and not words.reporter.strip():
        found.append("missing:reporter")
    return (*found, *too_long(words))


def too_long(words: Words) -> tuple[str, ...]:
    """too_long:… of each text that is longer than LONGEST."""
    return tuple(f"too_long:{name}" for name, most in LONGEST.items() if len(getattr(words, name)) > most)


def refusals(tip: Tip, move: TipMove, answer: str, on: date) -> tuple[str, ...]:
    """Why a step may not be taken on a day: tip:not_in_state, missing:answer, bad_order:on<received; empty = it may."""
    if tip.state is not FROM[move]:
        return ("tip:not_in_state",)
    found = []
    if TO[move] in ENDS and not answer.strip():
        found.append("missing:answer")
    if len(answer) > LONGEST["answer"]:
        found.append("too_long:answer")
    if on < (tip.checked or tip.received):
        found.append("bad_order:on<received")
    return tuple(found)


def moved(tip: Tip, move: TipMove, on: date) -> Tip:
    """The report after a step that may be taken."""
    after = replace(tip, state=TO[move], version=tip.version + 1)
    return replace(after, answered=on) if after.state in ENDS else replace(after, checked=on)
