"""What others did to a hazard while somebody's form was open: who, when, and what is different now."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Final, Protocol
from zoneinfo import ZoneInfo

from riskmap.domain.actions import Action
from riskmap.domain.codec import encode_field
from riskmap.domain.hazard import Hazard
from riskmap.i18n import Translator
from riskmap.views.html import actions, record, story, values
from riskmap.views.html.context import Context
from riskmap.views.html.markup import e, table

HOUSE: Final = frozenset(  # what the program keeps for itself
    {"id", "version", "touched", "judged", "batch_id", "demo", "moves", "enterprise_id", "inspection_id", "recurs_of"}
)
WORDS: Final = {  # as a state of the hazard is spoken of, where a step says something else
    "status": "Status",
    "statements": "Progress, reasons for lateness",
    "escalations": "Steps of the escalation ladder",
    "reported": "External numbers",
}


class Happened(story.Told, Protocol):
    """A stored event, with the id of who wrote it."""

    @property
    def actor(self) -> str: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What came between the opening of a form and now. `before`, `after`: the hazard as the reader sees it then, now.

    `own`: id of the reader; `tried`: the form was sent and not taken; `bars`: why its step is not taken any more.
    """

    events: Sequence[Happened]
    before: Hazard
    after: Hazard
    own: str
    tried: bool
    bars: tuple[str, ...] = ()


def told(context: Context, step: str, what: Meanwhile, zone: str) -> str:
    """The words above the form of a step: who did what and when, fields old → new, and whether it can still be taken.

    `zone`: name of the county's time zone.
    """
    t = context.t
    lines = "".join(f"<li>{_event(context, one, what.own, ZoneInfo(zone))}</li>" for one in what.events)
    rows = [[e(name), e(old), f"<b>{e(new)}</b>"] for name, old, new in _fields(context, what)]
    heads = [e(t("field|What")), e(t("before|When you opened the form")), e(t("after|Now"))]
    body = f'<ol class="w-log">{lines}</ol>' + (table(heads, rows, "w-then") if rows else "")
    return (
        f'<div class="w-meanwhile" role="alert"><h4 class="w-h4">{e(title(t, what))}</h4>{body}'
        f"<p>{e(_onward(t, step, what))}</p></div>"
    )


def short(context: Context, hazard: Hazard, events: Sequence[Happened], own: str, zone: str) -> str:
    """One line about one item of a longer form: its number, and each step with who took it and when."""
    t, at = context.t, ZoneInfo(zone)
    said = t("list|; ").join(
        t(
            "{step} ({who}, {when})",
            step=actions.action(t, one.action),
            who=_who(t, one, own),
            when=t.moment(datetime.fromisoformat(one.at).astimezone(at)),
        )
        for one in events
    )
    text = t("{number} was changed meanwhile: {what}.", number=hazard.hazard_no, what=said)
    return f'<div class="w-meanwhile w-one-line" role="alert">{e(text)}</div>'


def title(t: Translator, what: Meanwhile) -> str:
    """Who changed the hazard, and whether the form was sent meanwhile."""
    who = t("list|, ").join(dict.fromkeys(_who(t, one, what.own) for one in what.events))
    if what.tried:
        return t("Not recorded yet: meanwhile this hazard was changed by {who}.", who=who)
    return t("Since you opened this form, the hazard was changed by {who}.", who=who)


def _onward(t: Translator, step: str, what: Meanwhile) -> str:
    name = actions.action(t, step)
    if not what.bars:
        return t("What you entered stands below. “{step}” can still be recorded.", step=name)
    why = " ".join(actions.reasons(t, what.bars, step))
    return t("“{step}” can no longer be recorded: {why} What you entered stands below.", step=name, why=why)


def _who(t: Translator, event: Happened, own: str) -> str:
    return t("yourself, in another window") if event.actor == own else event.actor_name


def _event(context: Context, event: Happened, own: str, zone: ZoneInfo) -> str:
    t = context.t
    who = t("{who} ({role})", who=_who(t, event, own), role=record.role(t, event.role))
    if event.on_behalf_of:
        who = t("{who} on behalf of {whom}", who=who, whom=event.on_behalf_of)
    when = t.moment(datetime.fromisoformat(event.at).astimezone(zone))
    said = t("list|; ").join(_said(context, event))
    detail = f"<small>{e(said)}</small>" if said else ""
    return (
        f"<time>{e(when)}</time><div><b>{e(actions.action(t, event.action))}</b><small>{e(who)}</small>{detail}</div>"
    )


def _said(context: Context, event: Happened) -> list[str]:
    """What an event says beside the state it led to; a correction as old → new."""
    data = _data(event)
    if event.action == Action.CORRECT and "field" in data:
        changed = values.change(context, str(data["field"]), data.get("old"), data.get("new"))
        return [changed, *filter(None, (str(data.get("reason") or ""),))]
    return story.said(context, data, event.action)


def _data(event: Happened) -> Mapping[str, Any]:
    data = json.loads(event.payload or "{}")
    found: Mapping[str, Any] = data.get("data", data)
    return found


def _named(events: Iterable[Happened]) -> Iterator[str]:
    """The fields of which the events themselves say what became of them."""
    for event in events:
        data = _data(event)
        if event.action == Action.CORRECT:
            yield str(data.get("field", ""))
        elif isinstance(data.get("changes"), dict):
            yield from data["changes"]
        else:
            yield from (name for name in data if name != "status")


def _fields(context: Context, what: Meanwhile) -> Iterator[tuple[str, str, str]]:
    """(field, old, new) of what differs and no event names; of records how many there are."""
    named = {*HOUSE, *_named(what.events)}
    for spec in fields(Hazard):
        old, new = getattr(what.before, spec.name), getattr(what.after, spec.name)
        if old == new or spec.name in named or (isinstance(old, tuple) and len(old) == len(new)):
            continue
        word = context.t(WORDS[spec.name]) if spec.name in WORDS else values.field(context.t, spec.name)
        yield word, _value(context, spec.name, old), _value(context, spec.name, new)


def _value(context: Context, name: str, stored: Any) -> str:
    plain = encode_field(Hazard, name, stored)
    text = values.value(context, name, plain)
    return plain if isinstance(plain, str) and plain.startswith(text) and text else text
