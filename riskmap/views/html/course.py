"""What ran beside the loop of a hazard: failed rounds, extensions, listings, control records, steps of escalation."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from riskmap.domain.actions import Action
from riskmap.domain.codes import ExtensionState
from riskmap.views import words
from riskmap.views.html import values
from riskmap.views.html.context import Context
from riskmap.views.html.dossier import Case
from riskmap.views.html.markup import card, e, table
from riskmap.views.html.story import Told

Block = tuple[str, Sequence[str], Iterable[Sequence[str]]]  # title, heads, rows
EXTENSION = {
    ExtensionState.REQUESTED: "requested",
    ExtensionState.APPROVED: "approved",
    ExtensionState.REFUSED: "refused",
}


def course(context: Context, c: Case) -> str:
    """Failed rounds, extensions, listings, control records, statements, external numbers; each where there is one."""
    t, h = context.t, c.hazard
    blocks: list[Block] = []
    if h.rounds:
        heads = [t("Re-inspected"), t("Started"), t("Declared"), t("Reviewers"), t("Opinion"), t("New date")]
        blocks.append((t("Failed re-inspections"), heads, (
            [t.date(r.reviewed), t.date(r.started), t.date(r.declared), r.reviewers, r.opinion, t.date(r.new_due)]
            for r in h.rounds)))  # fmt: skip
    if h.extensions:
        blocks.append(_extensions(context, c))
    if h.listings:
        heads = [t("Level"), t("State"), t("Number"), t("Listed on"), t("day|Due"), t("Delisted on"), t("Leader")]
        blocks.append((t("Listing for supervision"), heads, (
            [context.label("listed_level", x.level), context.label("listing_state", x.state), x.number,
             t.date(x.listed), t.date(x.due), t.date(x.delisted), x.leader] for x in h.listings)))  # fmt: skip
    if h.controls:
        heads = [t("Date"), t("Control status"), t("Person"), t("Document")]
        blocks.append((t("Control records"), heads, (
            [t.date(x.on), words.control(t, x.status), x.person, x.document] for x in h.controls)))  # fmt: skip
    if h.statements:
        heads = [t("Date"), t("How it stands"), t("Reason for lateness"), t("Expected to be done on"),
                 t("What the county must coordinate"), t("Stated by")]  # fmt: skip
        blocks.append((t("Progress, reasons for lateness"), heads, (
            [t.date(s.on), s.progress, context.label("late_reason", s.late_reason or ""), t.date(s.expected),
             s.coordination, s.by] for s in reversed(h.statements))))  # fmt: skip
    if h.escalations:
        heads = [t("Date"), t("ladder|Step"), t("Number of the paper"), t("Sent to (unit)"), t("To be done by"),
                 t("Reason"), t("Signed by (authorised person)")]  # fmt: skip
        blocks.append((t("Steps of the escalation ladder"), heads, (
            [t.date(x.on), context.label("step", x.step), x.number, x.unit, t.date(x.due), x.reason, x.signed_by]
            for x in h.escalations)))  # fmt: skip
    if h.reported:
        heads = [t("Date"), t("System of another level"), t("External number")]
        blocks.append((t("External numbers"), heads, (
            [t.date(x.on), context.label("system", x.system), x.number] for x in h.reported)))  # fmt: skip
    return "".join(_block(*block) for block in [*blocks, *_corrections(context, c)])


def _extensions(context: Context, c: Case) -> Block:
    """Applications with what guards the hazard meanwhile and who signed, and the decisions with who took them."""
    t, asked = context.t, _told(c, Action.REQUEST_EXTENSION)
    heads = [
        t("Applied"), t("State"), t("Asked for"), t("Reason"), t("Control measures during the extension"),
        t("Signed by (principal of the enterprise)"), t("Decided"), t("Approved to"), t("Decided by"),
    ]  # fmt: skip
    rows = []
    for x in c.hazard.extensions:
        said = asked.get((x.applied, x.requested_to), {})
        own = str(said.get("measures") or ""), str(said.get("signed_by") or "")
        rows.append([t.date(x.applied), t(EXTENSION[x.state]), t.date(x.requested_to), x.reason, *own,
                     t.date(x.decided), t.date(x.approved_to), x.decided_by])  # fmt: skip
    return t("Extensions"), heads, rows


def _corrections(context: Context, c: Case) -> Iterator[Block]:
    """What was corrected, latest first; nothing where nothing was."""
    t = context.t
    rows = [
        [t.date(date.fromisoformat(one.on_date)), values.field(t, str(said["field"])), _was(context, said, "old"),
         _was(context, said, "new"), str(said.get("reason") or ""), one.actor_name]
        for one in reversed(c.events) if one.action == Action.CORRECT and "field" in (said := _data(one))
    ]  # fmt: skip
    if rows:
        heads = [t("Date"), t("Field"), t("Old value"), t("New value"), t("Reason"), t("Person")]
        yield t("Corrections"), heads, rows


def _data(event: Told) -> Mapping[str, Any]:
    """What a step was told."""
    told = json.loads(event.payload or "{}")
    found: Mapping[str, Any] = told.get("data", told)
    return found


def _told(c: Case, action: Action) -> dict[tuple[date, date], Mapping[str, Any]]:
    """What applications were told, by the day of applying and the day asked for; those of a file told nothing here."""
    found = {}
    for one in c.events:
        said = _data(one) if one.action == action else {}
        if "requested_to" in said:
            found[date.fromisoformat(one.on_date), date.fromisoformat(said["requested_to"])] = said
    return found


def _was(context: Context, said: Mapping[str, Any], name: str) -> str:
    return values.value(context, str(said["field"]), said.get(name))


def _block(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return card(title, table([e(one) for one in heads], [[e(cell or "—") for cell in row] for row in rows]))
