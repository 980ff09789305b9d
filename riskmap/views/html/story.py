"""What happened to a hazard, event by event, and who wrote it: the trail of the one door for writes."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from riskmap.views.html import actions, values
from riskmap.views.html.context import Context
from riskmap.views.html.markup import card, e, empty, span

SKIPPED = frozenset({"facts", "evidence", "note", "chain", "plan", "changes"})
CORRECTED = frozenset({"old", "new"})  # values of the field that a correction names
CODED = frozenset({"grade", "level", "item", "status", "post", "late_reason", "step", "system"})
MOST = 160


class Told(Protocol):
    """A stored event as it is shown."""

    @property
    def seq(self) -> int: ...  # noqa: D102
    @property
    def at(self) -> str: ...  # noqa: D102
    @property
    def actor_name(self) -> str: ...  # noqa: D102
    @property
    def role(self) -> str: ...  # noqa: D102
    @property
    def on_behalf_of(self) -> str: ...  # noqa: D102
    @property
    def action(self) -> str: ...  # noqa: D102
    @property
    def on_date(self) -> str: ...  # noqa: D102
    @property
    def payload(self) -> str: ...  # noqa: D102
    @property
    def hash(self) -> str: ...  # noqa: D102


def story(context: Context, events: Sequence[Told], zone: str, note: str = "") -> str:
    """The trail, latest first; each line names day, step, person, moment of entry and the head of its hash.

    `note`: text that stands above it.
    """
    t = context.t
    lines = "".join(_line(context, event, ZoneInfo(zone)) for event in reversed(events))
    aside = f"<span>{e(t('latest first'))}</span>"
    body = f'<ol class="w-log">{lines}</ol>' if events else empty(t("Nothing is recorded."))
    body = (span(note, "w-soon") if note else "") + body
    return card(t("Story and audit trail"), body, aside)


def _line(context: Context, event: Told, zone: ZoneInfo) -> str:
    t = context.t
    day = t.date(date.fromisoformat(event.on_date)) if event.on_date else "—"
    moment = t.moment(datetime.fromisoformat(event.at).astimezone(zone))
    who = event.actor_name
    if event.on_behalf_of:
        who = t("{who} on behalf of {whom}", who=who, whom=event.on_behalf_of)
    data = json.loads(event.payload or "{}")
    told = "；" if t.lang == "zh_CN" else "; "
    words = told.join(said(context, data.get("data", data), event.action))
    audit = t("entered {moment} by {who}, event {n}, {hash}", moment=moment, who=who, n=event.seq, hash=event.hash[:8])
    detail = f"<small>{e(words)}</small>" if words else ""
    text = f"<b>{e(_title(context, event, data))}</b>{detail}<small>{e(audit)}</small>"
    return f"<li><time>{e(day)}</time><div>{text}</div></li>"


def _title(context: Context, event: Told, data: Mapping[str, Any]) -> str:
    facts = data.get("facts", {})
    if event.action == "register" and facts.get("batch_id"):
        return context.t("Registered from a file")
    return actions.action(context.t, event.action)


def said(context: Context, data: Mapping[str, Any], step: str) -> list[str]:
    """What a step was told, each fact with its name in words."""
    t, found = context.t, []
    for name, value in data.items():
        if name in SKIPPED or value in (None, "", [], {}):
            continue
        about = str(data.get("field")) if name in CORRECTED else name
        found.append(f"{actions.field(t, name, step)}: {_word(context, about, value)[:MOST]}")
    changes = data.get("changes")
    if isinstance(changes, dict):
        found += [values.change(context, name, *pair) for name, pair in changes.items() if name != "enterprise_id"]
    papers = data.get("evidence")
    if isinstance(papers, list):
        found += [
            f"{actions.code_word(t, 'kind', str(one['kind']))} {one.get('reference', '')}".strip() for one in papers
        ]
    if data.get("note"):
        found.append(str(data["note"])[:MOST])
    return found


def _word(context: Context, name: str, value: object) -> str:
    """A told value in words; of a correction's field, the field's name."""
    if name == "field":
        return values.field(context.t, str(value))
    if name in CODED and isinstance(value, str):
        return actions.code_word(context.t, name, value)
    return values.value(context, name, value)
