"""Words of the chain of events: who, what, on what; for the page and for files. No row of the ledger is in them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, Protocol

from riskmap.domain.actions import RESTORE, Action
from riskmap.i18n import Translator
from riskmap.views.html import actions, record
from riskmap.views.html.accounts import said
from riskmap.views.names import Label

KINDS: Final = {
    "hazard": "Hazard", "enterprise": "Enterprise", "inspection": "Visit", "batch": "Imported file", "ledger": "Ledger",
    "profile": "Sender profile", "export": "Export", "published": "Published figures", "person": "audit|Account",
    "token": "audit|Token", "view": "audit|Saved view", "wall": "audit|Wall", "round": "audit|Round",
    "paper": "audit|Paper", "meeting": "audit|Meeting", "decision": "audit|Decision",
    "notice": "audit|Notice", "tip": "audit|Report received", "annotation": "audit|Annotation",
    "seal": "audit|Key of the reports",
    "scheme": "audit|Assessment scheme",
}  # fmt: skip
EVENTS: Final = {  # what no step of a hazard is
    "import": "audit|File imported", "import_undone": "audit|Import undone", "demo_removed": "audit|Demo removed",
    "enterprise_added": "audit|Enterprise added", "enterprise_changed": "audit|Enterprise changed",
    "inspection_added": "audit|Visit added", "inspection_changed": "audit|Visit changed",
    "profile_saved": "audit|Profile saved", "profile_removed": "audit|Profile removed", "export": "audit|Exported",
    "published": "audit|Published figures kept", "person_added": "audit|Account added",
    "person_changed": "audit|Account changed", "password_reset": "audit|First password renewed",
    "password_chosen": "audit|Own password chosen", "person_unlocked": "audit|Account unlocked",
    "person_signed_out": "audit|Signed out everywhere", "token_added": "audit|Token made",
    "token_claimed": "audit|Screen came in", "token_revoked": "audit|Token revoked",
    "wall_presented": "audit|Wall presented", "wall_released": "audit|Wall back to its own pages",
    "round_created": "audit|Round sent out", "round_collected": "audit|Report collected",
    "round_sent_back": "audit|Report sent back", "round_closed": "audit|Round closed",
    "paper_drafted": "audit|Paper drafted", "paper_edit": "audit|Paper changed",
    "paper_review": "audit|Paper reviewed", "paper_return": "audit|Paper returned",
    "paper_issue": "audit|Paper issued", "paper_deliver": "audit|Paper delivered",
    "paper_scan": "audit|Stamped scan added", "paper_withdraw": "audit|Paper withdrawn",
    "decided": "audit|Decided", "decision_reported": "audit|Decision reported on",
    "decision_done": "audit|Decision done", "decision_dropped": "audit|Decision dropped",
    "annotated": "audit|Annotated", "annotation_withdrawn": "audit|Annotation withdrawn",
    "minutes_kept": "audit|Minutes kept", "meeting_closed": "audit|Meeting closed", "notice_sent": "audit|Notice sent",
    "tip_received": "audit|Report recorded", "tip_check": "audit|Check of a report began",
    "tip_answer": "audit|Report answered", "tip_dismiss": "audit|Report not substantiated",
    "view_saved": "audit|View saved", "view_renamed": "audit|View renamed", "view_shared": "audit|View shared",
    "view_removed": "audit|View forgotten",
    "tip_handed_over": "audit|Report handed over", "tip_linked": "audit|Report linked to a hazard",
    "tips_resealed": "audit|Reports sealed anew",
    "scheme_saved": "audit|Assessment scheme saved",
}  # fmt: skip
COUNTED: Final = {"created": "count|Created", "changed": "count|Changed", "rejected": "Rejected"}
EXPORTED: Final = {
    "hazards": "export|Hazards",
    "wall-map": "Wall map",
    "audit": "Audit trail",
    "paper": "audit|Paper",
    "weekly": "Weekly review",
    "monthly": "export|Monthly paper",
    "quarterly": "export|Quarterly paper",
    "analysis": "Analysis",
    "form-round": "audit|Consolidated form",
    "check-first": "audit|Enterprises to check first",
    "assessment": "Assessment",
}
COLUMNS: Final = (
    "audit|No.", "audit|Moment", "audit|Person", "audit|Id of the person", "Role", "Standing in for",
    "audit|On behalf of", "Action", "Kind", "audit|On what", "audit|Day of the fact", "audit|More", "audit|Hash before",
    "audit|Hash",
)  # fmt: skip


class Line(Protocol):
    """An event, as riskmap.ledger.audit tells it."""

    @property
    def seq(self) -> int: ...  # noqa: D102 - named as what it is
    @property
    def at(self) -> datetime: ...  # noqa: D102
    @property
    def actor(self) -> str: ...  # noqa: D102
    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def role(self) -> str: ...  # noqa: D102
    @property
    def behalf(self) -> str: ...  # noqa: D102
    @property
    def action(self) -> str: ...  # noqa: D102
    @property
    def entity(self) -> str: ...  # noqa: D102
    @property
    def entity_id(self) -> str: ...  # noqa: D102
    @property
    def on(self) -> str: ...  # noqa: D102
    @property
    def previous(self) -> str: ...  # noqa: D102
    @property
    def hash(self) -> str: ...  # noqa: D102
    @property
    def number(self) -> str: ...  # noqa: D102
    @property
    def deputy_of(self) -> str: ...  # noqa: D102
    @property
    def told(self) -> Mapping[str, Any]: ...  # noqa: D102


def action(t: Translator, code: str) -> str:
    """Name of what was done."""
    return t(EVENTS[code]) if code in EVENTS else actions.action(t, code) if _is_step(code) else code


def _is_step(code: str) -> bool:
    return code == RESTORE or code in set(Action)


def kind(t: Translator, code: str) -> str:
    """What kind of thing it was done to."""
    return t(KINDS[code]) if code in KINDS else code


def what(one: Line) -> str:
    """Which one: number of the hazard, login, name of the token, title of a scheme, else the first signs of the id."""
    if one.entity == "person":
        return f"{one.told.get('name', '')} ({one.told.get('login', '')})"
    if one.entity == "scheme":
        return str(one.told.get("title", ""))
    if one.entity in ("export", "published", "ledger"):
        return ""
    return one.number or str(one.told.get("name", one.told.get("channel", ""))) or one.entity_id[:13]


def more(t: Translator, label: Label, one: Line) -> str:
    """What else may be told: roles of an account, what an export took out and what for, what a file brought."""
    told = one.told
    if "grants" in told:
        roles = t("list|, ").join(" · ".join(said(t, label, grant)) for grant in told["grants"])
        return roles if told.get("active", True) else t("{what} (disabled)", what=roles)
    if one.entity == "export":
        name = str(told.get("what", ""))
        thing = t(EXPORTED[name]) if name in EXPORTED else name
        rows = t("{n} rows", n=t.number(int(told.get("count", 0))))
        return " · ".join(filter(None, (thing, str(told.get("form", "")), rows, str(told.get("purpose", "")))))
    if one.entity == "batch":
        counts = told.get("counts", {})
        return t(" · ").join(f"{t(word)} {t.number(int(counts.get(name, 0)))}" for name, word in COUNTED.items())
    return ""


def row(t: Translator, label: Label, one: Line) -> tuple[int | str, ...]:
    """One event as a line of a file, in the order of COLUMNS; the moment with its zone."""
    return (
        one.seq, one.at.isoformat(timespec="milliseconds"), one.name, one.actor, record.role(t, one.role),
        one.deputy_of, one.behalf, action(t, one.action), kind(t, one.entity), what(one), one.on, more(t, label, one),
        one.previous, one.hash,
    )  # fmt: skip
