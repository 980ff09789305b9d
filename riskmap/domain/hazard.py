"""The hazard as one aggregate of stored facts. Nothing derived is kept here."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from riskmap.domain.codes import (
    Control,
    EvidenceKind,
    ExtensionState,
    Grade,
    InspectionKind,
    Item,
    LateReason,
    Level,
    ListingState,
    Post,
    Source,
    Status,
    Step,
    System,
)


@dataclass(frozen=True, slots=True)
class Round:
    """A round of rectification that failed its re-inspection (复查不合格); the standing round is on the hazard."""

    rectified: date | None
    declared: date | None
    reviewed: date
    reviewers: str
    opinion: str
    new_due: date | None  # the round's own date: drives countdown, never moves due_eff
    started: date | None = None


@dataclass(frozen=True, slots=True)
class Extension:
    """An application to move the due date, and what was decided."""

    state: ExtensionState
    applied: date
    requested_to: date
    reason: str
    decided: date | None = None
    approved_to: date | None = None
    decided_by: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A listing for supervision (挂牌督办); at most one stands at a time."""

    state: ListingState
    level: Level
    proposed: date | None = None
    number: str = ""
    unit: str = ""
    leader: str = ""
    listed: date | None = None
    due: date | None = None
    delist_applied: date | None = None
    delisted: date | None = None
    dropped: date | None = None  # the proposal; unknown of one that was dropped before the day was kept
    delist_refused: date | None = None  # what was applied for last; an application after it takes it away


@dataclass(frozen=True, slots=True)
class FiveItem:
    """One of the five implementations with its two marks: content on paper (落实), proof in place (到位)."""

    item: Item
    content: str = ""
    in_place: str = ""  # the proof; empty = not in place
    in_place_on: date | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence: kind, date, reference, and the hash of its file if there is one."""

    kind: EvidenceKind
    on: date | None
    reference: str
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class ControlRecord:
    """Control status (管控状态) from a day on, with person and document."""

    status: Control
    on: date
    person: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class Responsible:
    """Who held a post of the responsibility chain from a day on."""

    post: Post
    unit: str = ""
    person: str = ""
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """A change of a fact that figures are grouped by, effective on a day (更正, 升级, 降级).

    `name` is one of MOVABLE, DUE or SAMPLE; old and new are stored codes, or days, as text.
    """

    name: str
    on: date
    old: str
    new: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """What was said of the progress on a day: how it stands, why it is late, when it will be done, whom it needs."""

    on: date
    progress: str = ""
    late_reason: LateReason | None = None
    expected: date | None = None
    coordination: str = ""  # what the county must coordinate (需县里协调什么)
    by: str = ""  # unit or person whose word it is


@dataclass(frozen=True, slots=True)
class Escalation:
    """A step of the escalation ladder that an authorised person took: when, with which paper, to whom, until when."""

    step: Step
    on: date
    number: str = ""  # 文号
    unit: str = ""  # to whom
    due: date | None = None  # by when it has to be done (督办期限)
    reason: str = ""
    signed_by: str = ""


@dataclass(frozen=True, slots=True)
class Reported:
    """The number that a hazard has in a system of another level, from a day on."""

    system: System
    number: str
    on: date | None = None


MOVABLE = ("grade", "township", "sector", "department", "enterprise_id", "source", "supervision")
SAMPLE = "sample"  # name of the moves of a hazard drawn for the department's sample; new: a code of Sampled
DUE = "due"  # name of the move that keeps the due date as it was ordered, where it was put right later


@dataclass(frozen=True, slots=True)
class Hazard:
    """Every stored fact of one hazard (DOMAIN.md §2, §6.1). Dates are county-local calendar days."""

    id: str
    hazard_no: str
    found: date
    status: Status
    grade: Grade = Grade.GENERAL
    ledger_no: str = ""  # the file's own 隐患编号, unique per sender
    sender: str = ""
    enterprise_id: str | None = None
    enterprise_name: str = ""
    township: str = ""  # code; empty = unknown (未定位)
    township_raw: str = ""
    sector: str = "other"
    sector_raw: str = ""
    department: str = ""  # code or the words of the file
    place: str = ""
    description: str = ""
    category: str = ""
    source: Source = Source.UNKNOWN
    inspection_id: str | None = None
    inspection_kind: InspectionKind = InspectionKind.UNKNOWN
    supervision: Level = Level.COUNTY
    inspectors: str = ""
    check_unit: str = ""
    responsible_unit: str = ""
    responsible_person: str = ""
    regulator_person: str = ""
    measure: str = ""
    emergency: str = ""
    cause: str = ""
    basis: str = ""  # 判定依据: document and clause
    funds_planned: Decimal | None = None  # 万元
    funds_secured: Decimal | None = None
    funds_paid: Decimal | None = None
    ordered: date | None = None
    confirmed: date | None = None  # None while pending; else ordered or found
    due: date | None = None  # as first ordered; see lifecycle.due_eff for what holds
    started: date | None = None
    declared: date | None = None  # enterprise asked for re-inspection (standing round)
    rectified: date | None = None  # rectification done (standing round)
    rectified_by: str = ""
    passed: date | None = None
    reviewers: str = ""
    review_result: str = ""
    closed: date | None = None
    closed_by: str = ""
    closed_by_ledger: bool = False  # closing taken over from a file
    legacy: bool = False  # 历史台账: done before the 启用日 of an opening import, exempt from gates
    voided: date | None = None
    void_reason: str = ""
    undated: bool = False  # done without any date: out of the due set, a data fault (DOMAIN.md §6.3 d)
    suspended: bool = False  # production was stopped, whole or part: restart approval is needed
    restart_no: str = ""
    restart_on: date | None = None
    plan_filed: date | None = None  # 治理方案备案 / 列入治理计划
    lon: float | None = None  # WGS 84
    lat: float | None = None
    recurs_of: str | None = None
    remark: str = ""
    grade_raw: str = ""
    status_raw: str = ""
    extra: tuple[tuple[str, str], ...] = ()  # unmapped columns, kept
    demo: bool = False
    judged: str = ""  # names of the dates a gate has judged, comma-separated: no correction changes them any more
    touched: bool = False  # has had a step in the program: files no longer set its state
    batch_id: str | None = None
    rounds: tuple[Round, ...] = field(default=())
    extensions: tuple[Extension, ...] = field(default=())
    listings: tuple[Listing, ...] = field(default=())
    five: tuple[FiveItem, ...] = field(default=())
    evidence: tuple[Evidence, ...] = field(default=())
    controls: tuple[ControlRecord, ...] = field(default=())
    chain: tuple[Responsible, ...] = field(default=())
    moves: tuple[Move, ...] = field(default=())
    statements: tuple[Statement, ...] = field(default=())
    escalations: tuple[Escalation, ...] = field(default=())
    reported: tuple[Reported, ...] = field(default=())
    version: int = 0
