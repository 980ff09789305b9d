"""The names of codes in one language: what stands beside a code in documents, tables and exports."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from riskmap.domain.codes import (
    Control,
    ExtensionState,
    Grade,
    InspectionKind,
    Item,
    LateReason,
    Level,
    ListingState,
    Post,
    Progress,
    Source,
    Status,
    Step,
    System,
)
from riskmap.domain.county import County
from riskmap.i18n import Translator

Label = Callable[[str, str], str]  # (dimension, code) → name

GRADE = {Grade.GENERAL: "General", Grade.MAJOR: "Major"}
STATUS = {
    Status.PENDING: "To be confirmed",
    Status.OPEN: "Rectification ordered",
    Status.RECTIFYING: "In rectification",
    Status.AWAITING_REVIEW: "Awaiting re-inspection",
    Status.REJECTED: "Re-inspection failed",
    Status.VERIFIED: "Passed, awaiting closing",
    Status.CLOSED: "Closed",
    Status.VOID: "Void",
}
SOURCE = {
    Source.SELF: "Self-inspection",
    Source.DEPARTMENT: "Department inspection",
    Source.TOWNSHIP: "Township inspection",
    Source.SUPERIOR: "Inspection by higher levels",
    Source.REPORT: "Report by citizens",
    Source.EXPERT: "Expert consultation",
    Source.LEADER: "Inspection led by leaders",
    Source.UNKNOWN: "Source not stated",
}
INSPECTION_KIND = {
    InspectionKind.ROUTINE: "Routine",
    InspectionKind.SPECIAL: "Special campaign",
    InspectionKind.RANDOM: "Random check",
    InspectionKind.LOOK_BACK: "Look-back",
    InspectionKind.LEADER: "Led by leaders",
    InspectionKind.EXPERT: "By experts",
    InspectionKind.SELF: "By the enterprise",
    InspectionKind.UNKNOWN: "Kind not stated",
}
LEVEL = {
    Level.TOWNSHIP: "Township level",
    Level.COUNTY: "County level",
    Level.CITY: "City level",
    Level.PROVINCE: "Province level",
    Level.STATE: "State level",
}
CONTROL = {
    Control.SUSPENDED: "Stopped, people withdrawn",
    Control.PARTIAL: "Partly stopped",
    Control.WORKING: "Working while rectifying (assessed)",
    Control.NONE: "No measures taken",
}
SIZE = {  # riskmap.metrics.sizes: people in the register
    "large": "size|1,000 people or more",
    "medium": "size|300 to 999 people",
    "small": "size|20 to 299 people",
    "micro": "size|fewer than 20 people",
}
LATE_REASON = {
    LateReason.FUNDS: "late|Funds",
    LateReason.EQUIPMENT: "late|Equipment not delivered",
    LateReason.APPROVAL: "late|External approval",
    LateReason.STOPPED: "late|Stopped, waiting for repair",
    LateReason.PROPERTY: "late|Property dispute",
    LateReason.SHIRKING: "late|Passing the buck",
    LateReason.OTHER: "late|Other",
}
STEP = {
    Step.REMIND: "ladder|Reminder",
    Step.SUPERVISE: "ladder|Supervision order",
    Step.LIST: "ladder|Listing for supervision",
    Step.CRITICISE: "ladder|Circular of criticism",
    Step.INTERVIEW: "ladder|Formal interview",
    Step.TRANSFER: "ladder|Transfer for punishment",
}
SYSTEM = {
    System.NATIONAL: "system|National major-hazard database",
    System.ENFORCEMENT: "system|Internet + enforcement",
    System.PROVINCE: "system|Province's platform",
    System.CITY: "system|City's platform",
}
POSTS = {
    Post.ENTERPRISE: "post|Enterprise's principal",
    Post.DEPARTMENT: "post|Department's officer",
    Post.TOWNSHIP: "post|Township's officer",
    Post.LEADER: "post|County leader in charge",
    Post.SUPERVISION: "post|Supervision officer",
}
ITEMS = {
    Item.RESPONSIBILITY: "Responsibility",
    Item.MEASURES: "Measures",
    Item.FUNDS: "Funds",
    Item.DEADLINE: "Deadline",
    Item.EMERGENCY: "Emergency plan",
}
EVIDENCE = {
    "photo_before": "Photo before",
    "photo_after": "Photo after",
    "inspection_paper": "Inspection record or order",
    "review_paper": "Re-inspection paper",
    "plan": "Treatment plan",
    "control_record": "Record of control measures",
    "assessment": "Assessment report",
    "workers_report": "Report to the workers' assembly",
    "acceptance": "Acceptance opinion",
    "delisting": "Approval of delisting",
    "restart": "Approval of restart",
    "report": "Rectification report",
    "application": "Application for acceptance",
    "on_behalf": "The enterprise's own paper",
    "other": "Other paper",
}
LISTING = {
    ListingState.PROPOSED: "proposed",
    ListingState.LISTED: "listed",
    ListingState.ACCEPTANCE: "delisting applied for",
    ListingState.DELISTED: "delisted",
    ListingState.DROPPED: "dropped",
}
EXTENSION = {
    ExtensionState.REQUESTED: "extension|Requested",
    ExtensionState.APPROVED: "extension|Approved",
    ExtensionState.REFUSED: "extension|Refused",
}
PROGRESS = {
    Progress.VOID: "Void",
    Progress.PENDING: "To be confirmed",
    Progress.CLOSED: "Closed",
    Progress.WAITING: "Awaiting re-inspection or closing",
    Progress.OVERDUE: "Overdue, not rectified",
    Progress.DUE_SOON: "Due today or within 7 days",
    Progress.IN_PROGRESS: "In rectification, not yet due",
}
WORDS: dict[str, Mapping[str, str]] = {
    "grade": {str(code): word for code, word in GRADE.items()},
    "status": {str(code): word for code, word in STATUS.items()},
    "progress": {str(code): word for code, word in PROGRESS.items()},
    "source": {str(code): word for code, word in SOURCE.items()},
    "inspection_kind": {str(code): word for code, word in INSPECTION_KIND.items()},
    "supervision": {str(code): word for code, word in LEVEL.items()},
    "size": SIZE,
    "listed_level": {str(code): word for code, word in LEVEL.items()},
    "step": {str(code): word for code, word in STEP.items()},
    "system": {str(code): word for code, word in SYSTEM.items()},
    "late_reason": {str(code): word for code, word in LATE_REASON.items()},
    "control": {str(code): word for code, word in CONTROL.items()},
    "post": {str(code): word for code, word in POSTS.items()},
    "item": {str(code): word for code, word in ITEMS.items()},
    "evidence": EVIDENCE,
    "listing_state": {str(code): word for code, word in LISTING.items()},
    "extension_state": {str(code): word for code, word in EXTENSION.items()},
}
UNKNOWN = {
    "township": "Not located",
    "sector": "Other",
    "group": "Other",
    "department": "No department",
    "enterprise": "No enterprise",
    "supervision": "No level stated",
    "size": "size|Headcount not entered",
}


def labels(
    county: County, lang: str, enterprises: Mapping[str, str], batches: Mapping[str, str] = MappingProxyType({})
) -> Label:
    """Name of a code by its dimension. `enterprises`, `batches`: id → name. A code without a name is its own name."""
    t = Translator(lang)
    tables: dict[str, Callable[[str], str]] = {
        "township": lambda code: county.regions.label(code, lang),
        "sector": lambda code: county.sectors.label(code, lang),
        "group": lambda code: county.sectors.group_label(code, lang),
        "department": lambda code: county.departments.label(code, lang),
        "enterprise": lambda code: enterprises.get(code, code),
        "batch": lambda code: batches.get(code, code),
    }

    def label(dimension: str, code: str) -> str:
        if dimension in UNKNOWN and code in {"", "unknown"}:
            return t(UNKNOWN[dimension])
        if dimension in tables:
            return tables[dimension](code)
        word = WORDS.get(dimension, {}).get(code)
        return t(word) if word else code

    return label
