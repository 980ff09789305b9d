"""The columns of an exported ledger: what the frame holds, and what only the hazard itself can tell.

Headers are those of the import (riskmap/ingest/data/ledger.toml): what goes out can be read in again.
"""

from dataclasses import dataclass
from typing import Final

from riskmap.domain.codes import EvidenceKind, Item, Post
from riskmap.domain.records import ROUNDS
from riskmap.views import export_told as told
from riskmap.views.export_told import Tell


@dataclass(frozen=True, slots=True)
class Column:
    """One column: message id of its header, its name, and how its values become cells.

    `kind`: text | code | day | step | number are read from the frame; `told`, `date`, `word` (a message id) and
    `level` (of a listing) by `tell` from the hazard. `of`: the records of a hazard of which it tells; "" = of itself.
    """

    header: str
    name: str
    kind: str = "text"
    tell: Tell | None = None
    of: str = ""


FRAME: Final = (
    Column("export|Hazard number", "hazard_no"),
    Column("export|Ledger number", "ledger_no"),
    Column("export|Enterprise", "enterprise"),
    Column("export|Township", "township", "code"),
    Column("export|Sector", "sector", "code"),
    Column("export|Place", "place"),
    Column("export|Description", "description"),
    Column("export|Grade", "grade", "code"),
    Column("export|Category", "category"),
    Column("export|Source", "source", "code"),
    Column("export|Kind of inspection", "inspection_kind", "code"),
    Column("export|Found on", "found", "day"),
    Column("export|Inspectors", "inspectors"),
    Column("export|Measure", "measure"),
    Column("export|Responsible unit", "responsible_unit"),
    Column("export|Responsible person", "responsible_person"),
    Column("export|Supervising department", "department", "code"),
    Column("export|Supervising person", "regulator_person"),
    Column("export|Level of supervision", "supervision", "code"),
    Column("export|Funds planned (10,000 yuan)", "funds_planned", "number"),
    Column("export|Funds secured (10,000 yuan)", "funds_secured", "number"),
    Column("export|Funds paid (10,000 yuan)", "funds_paid", "number"),
    Column("export|Confirmed on", "confirmed", "step"),
    Column("export|Ordered on", "ordered", "step"),
    Column("export|Due on", "due_original", "day"),
    Column("export|Status", "status", "code"),
    Column("export|Re-inspection asked for on", "declared", "step"),
    Column("export|Rectified on", "rectified", "step"),
    Column("export|Re-inspection passed on", "passed", "step"),
    Column("export|Closed on", "closed", "step"),
    Column("export|Voided on", "voided", "step"),
    Column("export|Control status", "control", "code"),
    Column("export|Basis of judgement", "basis"),
    Column("export|Longitude", "lon", "number"),
    Column("export|Latitude", "lat", "number"),
    Column("export|Remark", "remark"),
    Column("export|Due on with extensions", "due", "day"),
    Column("export|Progress", "progress", "code"),
    Column("export|Days left", "days_left", "number"),
)
TOLD: Final = (
    Column("export|Level of listing", "listed", "level", told.listing("level"), "listings"),
    Column("export|Inspecting unit", "check_unit", "told", told.fact("check_unit")),
    Column("export|Cause", "cause", "told", told.fact("cause")),
    Column("export|Emergency measures", "emergency", "told", told.fact("emergency")),
    Column("export|Started on", "started", "date", told.day_of("started")),
    Column("export|Rectified by", "rectified_by", "told", told.of_step("rectified_by", "rectified")),
    Column("export|Reviewers", "reviewers", "told", told.of_step("reviewers", "passed")),
    Column("export|Review conclusion", "review_result", "told", told.of_step("review_result", "passed")),
    Column("export|Closed by", "closed_by", "told", told.of_step("closed_by", "closed")),
    Column("export|Reason of voiding", "void_reason", "told", told.of_step("void_reason", "voided")),
    Column("export|Plan filed on", "plan_filed", "date", told.day_of("plan_filed")),
    *(
        Column(f"export|Implemented: {word}", f"five_{item}", "told", told.content(item), "five")
        for item, word in (
            (Item.RESPONSIBILITY, "responsibility"),
            (Item.MEASURES, "measures"),
            (Item.FUNDS, "funds"),
            (Item.DEADLINE, "deadline"),
            (Item.EMERGENCY, "emergency plan"),
        )
    ),
    *(
        Column(f"export|In place: {word}", f"place_{item}", "told", told.proof(item), "five")
        for item, word in (
            (Item.RESPONSIBILITY, "responsibility"),
            (Item.MEASURES, "measures"),
            (Item.FUNDS, "funds"),
            (Item.DEADLINE, "deadline"),
            (Item.EMERGENCY, "emergency plan"),
        )
    ),
    Column("export|Listing proposed on", "list_proposed", "date", told.listing("proposed"), "listings"),
    Column("export|Listed on", "list_date", "date", told.listing("listed"), "listings"),
    Column("export|Listing number", "list_number", "told", told.listing("number"), "listings"),
    Column("export|Listing unit", "list_unit", "told", told.listing("unit"), "listings"),
    Column("export|Listing leader", "list_leader", "told", told.listing("leader"), "listings"),
    Column("export|Listing due on", "list_due", "date", told.listing("due"), "listings"),
    Column("export|Delisting applied on", "delist_applied", "date", told.listing("delist_applied"), "listings"),
    Column("export|Delisted on", "delist_date", "date", told.listing("delisted"), "listings"),
    Column("export|Extension applied on", "ext_applied", "date", told.extension("applied"), "extensions"),
    Column("export|Extended to", "ext_to", "date", told.extension("to"), "extensions"),
    Column("export|Extension decision", "ext_result", "word", told.extension("result"), "extensions"),
    Column("export|Extension decided on", "ext_decided", "date", told.extension("decided"), "extensions"),
    Column("export|Extension decided by", "ext_by", "told", told.extension("decided_by"), "extensions"),
    Column("export|Extension reason", "ext_reason", "told", told.extension("reason"), "extensions"),
    Column("export|Control since", "control_on", "date", told.control("on"), "controls"),
    Column("export|Control person", "control_person", "told", told.control("person"), "controls"),
    Column("export|Control document", "control_document", "told", told.control("document"), "controls"),
    Column("export|Production stopped", "stop", "word", told.stopped),
    Column("export|Restart approval number", "restart_no", "told", told.of_step("restart_no", "restart_on")),
    Column("export|Restart approved on", "restart_on", "date", told.day_of("restart_on")),
    Column("export|Post: enterprise", "chain_enterprise", "told", told.post(Post.ENTERPRISE), "chain"),
    Column("export|Post: department", "chain_department", "told", told.post(Post.DEPARTMENT), "chain"),
    Column("export|Post: township", "chain_township", "told", told.post(Post.TOWNSHIP), "chain"),
    Column("export|Post: county leader", "chain_leader", "told", told.post(Post.LEADER), "chain"),
    Column("export|Post: supervision", "chain_supervision", "told", told.post(Post.SUPERVISION), "chain"),
    Column("export|Paper: photo before", "photo_before", "told", told.paper(EvidenceKind.PHOTO_BEFORE), "evidence"),
    Column("export|Paper: photo after", "photo_after", "told", told.paper(EvidenceKind.PHOTO_AFTER), "evidence"),
    Column("export|Paper: order", "order_no", "told", told.paper(EvidenceKind.INSPECTION_PAPER), "evidence"),
    Column("export|Paper: review", "review_paper", "told", told.paper(EvidenceKind.REVIEW_PAPER), "evidence"),
    Column("export|Paper: plan", "plan_paper", "told", told.paper(EvidenceKind.PLAN), "evidence"),
    Column(
        "export|Paper: control record", "control_paper", "told", told.paper(EvidenceKind.CONTROL_RECORD), "evidence"
    ),
    Column("export|Paper: assessment", "assessment_paper", "told", told.paper(EvidenceKind.ASSESSMENT), "evidence"),
    Column("export|Paper: workers", "workers_paper", "told", told.paper(EvidenceKind.WORKERS_REPORT), "evidence"),
    Column("export|Paper: acceptance", "acceptance_paper", "told", told.paper(EvidenceKind.ACCEPTANCE), "evidence"),
    Column("export|Paper: delisting", "delisting_paper", "told", told.paper(EvidenceKind.DELISTING), "evidence"),
    Column("export|Paper: restart", "restart_paper", "told", told.paper(EvidenceKind.RESTART), "evidence"),
)
_ROUND: Final = (
    ("started", "started", "date"), ("rectified", "rectified", "date"), ("declared", "declared", "date"),
    ("reviewed", "reviewed", "date"), ("result", "conclusion", "word"), ("opinion", "opinion", "told"),
    ("reviewers", "reviewers", "told"), ("new_due", "new date", "date"),
)  # fmt: skip


def round_columns(rounds: int) -> tuple[Column, ...]:
    """Columns of the failed re-inspections, as many as some hazard has (at most ROUNDS)."""
    return tuple(
        Column(
            f"export|Round {number + 1}: {word}",
            f"round{number + 1}_{name}",
            kind,
            told.failed_round(number, name),
            "rounds",
        )
        for number in range(min(rounds, ROUNDS))
        for name, word, kind in _ROUND
    )


RECORDS: Final = Column("export|Earlier records", "records")
COLUMNS: Final = (*FRAME, *TOLD, RECORDS)
