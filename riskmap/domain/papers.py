"""Office papers (文书): 拟稿 → 审核 → 签发 with a number per kind and year, 送达回证, stamped scan (DOMAIN.md §7.1)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final

from riskmap.domain.codes import Step
from riskmap.domain.roles import OFFICE, RECORDERS, SUPERVISORS, Role

FILE: Final = Path(__file__).with_name("papers.toml")
LONGEST: Final = {"title": 120, "to": 200, "copies": 300, "text": 4_000, "scan_name": 200}


class PaperKind(StrEnum):
    """The kinds of papers; what each is stands in papers.toml."""

    REMINDER = "reminder"
    SUPERVISION = "supervision"
    CIRCULAR = "circular"
    INTERVIEW = "interview"
    LISTING = "listing"
    EXTENSION = "extension"
    DELISTING = "delisting"
    NOTICE = "notice"
    TRANSFER = "transfer"
    ORDER = "order"
    REVIEW = "review"


class PaperState(StrEnum):
    """How far a paper has come."""

    DRAFT = "draft"  # 拟稿
    REVIEWED = "reviewed"  # 审核
    ISSUED = "issued"  # 签发
    DELIVERED = "delivered"  # 送达
    WITHDRAWN = "withdrawn"


class Move(StrEnum):
    """What may be done to a paper."""

    EDIT = "edit"
    REVIEW = "review"
    RETURN = "return"  # back to the one who drafted it
    ISSUE = "issue"
    DELIVER = "deliver"
    SCAN = "scan"  # the stamped scan, the valid version
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True)
class Rule:
    """What is special about a kind of paper (papers.toml)."""

    issuer: str
    series: str = ""
    step: Step | None = None
    many: bool = False
    due: bool = False
    enforcement: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper. `hazards`: ids; names of persons are those who did it; `year` and `serial` make its number."""

    id: str
    kind: PaperKind
    hazards: tuple[str, ...]
    title: str = ""
    to: str = ""  # 主送
    copies: str = ""  # 抄送
    text: str = ""  # what it says beside the list of hazards
    due: date | None = None
    state: PaperState = PaperState.DRAFT
    drafted: date | None = None
    drafted_by: str = ""
    reviewed: date | None = None
    reviewed_by: str = ""
    issued: date | None = None
    signed_by: str = ""  # 签发人
    number: str = ""
    delivered: date | None = None
    received_by: str = ""  # 签收人
    scan: str = ""  # hash of the stamped scan, the valid version
    scan_name: str = ""  # of its file
    reason: str = ""  # why it was returned or withdrawn
    demo: bool = False
    version: int = 0


FROM: Final[Mapping[Move, frozenset[PaperState]]] = {
    Move.EDIT: frozenset({PaperState.DRAFT}),
    Move.REVIEW: frozenset({PaperState.DRAFT}),
    Move.RETURN: frozenset({PaperState.REVIEWED}),
    Move.ISSUE: frozenset({PaperState.REVIEWED}),
    Move.DELIVER: frozenset({PaperState.ISSUED}),
    Move.SCAN: frozenset({PaperState.ISSUED, PaperState.DELIVERED}),
    Move.WITHDRAW: frozenset({PaperState.DRAFT, PaperState.REVIEWED}),
}
TOLD: Final[Mapping[Move, tuple[str, ...]]] = {  # fields of each move
    Move.EDIT: ("hazards", "title", "to", "copies", "text", "due"),
    Move.REVIEW: (),
    Move.RETURN: ("reason",),
    Move.ISSUE: ("signed_by", "number"),
    Move.DELIVER: ("received_by",),
    Move.SCAN: ("scan", "scan_name"),
    Move.WITHDRAW: ("reason",),
}
NEEDED: Final[Mapping[Move, tuple[str, ...]]] = {
    Move.RETURN: ("reason",), Move.ISSUE: ("signed_by",), Move.DELIVER: ("received_by",), Move.SCAN: ("scan",),
    Move.WITHDRAW: ("reason",),
}  # fmt: skip
LATER: Final = frozenset({PaperState.ISSUED, PaperState.DELIVERED})
_ISSUERS: Final = {"office": OFFICE, "department": SUPERVISORS, "township": RECORDERS}


@cache
def rules() -> Mapping[PaperKind, Rule]:
    """The rule of every kind."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {kind: Rule(**{**told[kind], "step": Step(told[kind]["step"]) if "step" in told[kind] else None})
            for kind in PaperKind}  # fmt: skip


def drafters(kind: PaperKind) -> frozenset[Role]:
    """Who may draft a paper: whoever issues it, and the departments for the office."""
    return SUPERVISORS if rules()[kind].issuer == "office" else _ISSUERS[rules()[kind].issuer]


def issuers(kind: PaperKind) -> frozenset[Role]:
    """Who may review, issue and deliver it."""
    return _ISSUERS[rules()[kind].issuer]


def movers(kind: PaperKind, move: Move) -> frozenset[Role]:
    """Who may take a step with a paper."""
    return drafters(kind) if move in {Move.EDIT, Move.WITHDRAW} else issuers(kind)


def faults(paper: Paper) -> tuple[str, ...]:
    """Why a draft cannot stand: missing:hazards, missing:to, missing:due, paper:one_hazard, too_long:…, bad_order:…."""
    rule, found = rules()[paper.kind], []
    if not paper.hazards:
        found.append("missing:hazards")
    if len(paper.hazards) > 1 and not rule.many:
        found.append("paper:one_hazard")
    if not paper.to.strip():
        found.append("missing:to")
    if rule.due and paper.due is None:
        found.append("missing:due")
    if paper.due and paper.drafted and paper.due < paper.drafted:
        found.append("bad_order:due<drafted")
    found += [f"too_long:{name}" for name, most in LONGEST.items() if len(getattr(paper, name)) > most]
    return tuple(found)


def moved(paper: Paper, move: Move, data: Mapping[str, Any], on: date, actor: str) -> Paper | tuple[str, ...]:
    """The paper after a move, or every reason why not; the number of an issued one is the caller's to give.

    Codes: paper:not_in_state, missing:field, unknown:field, bad_order:later<earlier, those of faults.
    """
    if paper.state not in FROM[move]:
        return ("paper:not_in_state",)
    strange = tuple(f"unknown:{name}" for name in data if name not in TOLD[move])
    needed: tuple[str, ...] = NEEDED.get(move, ())
    if move is Move.ISSUE and rules()[paper.kind].enforcement:
        needed = ("signed_by", "number")
    missing = tuple(f"missing:{name}" for name in needed if not str(data.get(name) or "").strip())
    if strange or missing:
        return strange + missing
    latest = max(day for day in (paper.drafted, paper.reviewed, paper.issued, date.min) if day)
    if on < latest:
        return ("bad_order:on<latest",)
    after = replace(paper, **data, **_dates(move, on, actor), version=paper.version + 1)
    return faults(after) or after


def _dates(move: Move, on: date, actor: str) -> dict[str, Any]:
    dates: dict[Move, dict[str, Any]] = {
        Move.EDIT: {},
        Move.REVIEW: {"state": PaperState.REVIEWED, "reviewed": on, "reviewed_by": actor, "reason": ""},
        Move.RETURN: {"state": PaperState.DRAFT, "reviewed": None, "reviewed_by": ""},
        Move.ISSUE: {"state": PaperState.ISSUED, "issued": on},
        Move.DELIVER: {"state": PaperState.DELIVERED, "delivered": on},
        Move.SCAN: {},
        Move.WITHDRAW: {"state": PaperState.WITHDRAWN},
    }
    return dates[move]


def alone(paper: Paper) -> bool:
    """Whether one person drafted and reviewed it: allowed where an office is small, and said (拟稿与审核为同一人)."""
    return bool(paper.reviewed_by) and paper.reviewed_by == paper.drafted_by
