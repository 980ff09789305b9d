"""One visit (检查): where, when, by whom; its problems as they stand now; its papers and the re-inspections'."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from riskmap.domain.codes import EvidenceKind, Status
from riskmap.domain.enterprise import Enterprise, Inspection
from riskmap.domain.hazard import Evidence, Hazard
from riskmap.views.html import dossier, values
from riskmap.views.html.context import Context
from riskmap.views.html.markup import card, e, empty, link, span, table
from riskmap.views.html.parts import countdown, mark, sequence
from riskmap.views.html.photos import saved
from riskmap.views.html.story import Told

OWN_PAPER: Final = EvidenceKind.INSPECTION_PAPER
REVIEW: Final = EvidenceKind.REVIEW_PAPER


@dataclass(frozen=True, slots=True)
class Seen:
    """A visit as its reader sees it; `beyond`: how many of its hazards he does not."""

    visit: Inspection
    firm: Enterprise | None
    hazards: Sequence[Hazard]
    beyond: int
    events: Sequence[Told]


def on_the_spot(hazard: Hazard) -> bool:
    """Whether it was put right before the visit ended: found, rectified and closed on one day."""
    return hazard.status is Status.CLOSED and hazard.found == hazard.rectified == hazard.closed


def head(context: Context, seen: Seen) -> str:
    """Enterprise, day, kind, inspectors, number of the paper, and what came of it in one sentence."""
    t, visit = context.t, seen.visit
    name = visit.enterprise_name or (seen.firm.name if seen.firm else "")
    rows = [
        (t("Inspectors"), e(visit.inspectors)),
        (t("Township"), e(context.label("township", visit.township or (seen.firm.township if seen.firm else "")))),
        (t("Inspecting unit"), e(context.label("department", visit.department)) if visit.department else ""),
        (t("Number of the inspection record") if visit.record_no else "", e(visit.record_no)),
        (t("Number of the order or record"), _numbers(seen)),
        (t("visit|Result"), e(visit.result)),
        (t("Remark"), e(visit.remark)),
    ]
    cells = "".join(f"<div><dt>{e(title)}</dt><dd>{inner}</dd></div>" for title, inner in rows if inner)
    demo = f' <span class="w-demo">{e(t("Demo data"))}</span>' if visit.demo else ""
    title = e(name or t("Enterprise not named"))
    if visit.enterprise_id:
        title = link(context.href("ledger", enterprise=(visit.enterprise_id,)), title, "w-n")
    about = sequence([t("Visit"), t.date(visit.on), context.label("inspection_kind", visit.kind)])
    said = f'<p class="w-outcome">{e(_outcome(context, seen))}</p>'
    return (
        f'<section class="w-card"><div class="w-title"><div><h2>{title}{demo}</h2><p>{about}</p></div></div>{said}'
        f'<dl class="w-facts">{cells}</dl></section>'
    )


def _outcome(context: Context, seen: Seen) -> str:
    t, found = context.t, seen.hazards
    if not found and not seen.beyond:
        return t("Nothing was found.") if seen.visit.found_nothing else t("No problem is recorded with this visit.")
    parts = [t("Problems found: {n}", n=t.number(len(found) + seen.beyond))]
    if fixed := sum(map(on_the_spot, found)):
        parts.append(t("fixed on the spot: {n}", n=t.number(fixed)))
    if standing := sum(one.status not in (Status.CLOSED, Status.VOID) for one in found):
        parts.append(t("still open: {n}", n=t.number(standing)))
    return t(" · ").join(parts)


def _numbers(seen: Seen) -> str:
    found = (one.reference for hazard in seen.hazards for one in hazard.evidence if one.kind is OWN_PAPER)
    return sequence(list(dict.fromkeys(filter(None, found))))


def problems(context: Context, seen: Seen, day: date) -> str:
    """Its hazards, each with its present state, opening its own page; empty where none belongs to it."""
    t = context.t
    if not seen.hazards and not seen.beyond:
        return ""  # the head says so
    rows = [_problem(context, one, day) for one in seen.hazards]
    heads = [e(t("visit|No.")), e(t("Problem")), e(t("Grade")), e(t("State")), e(t("day|Due"))]
    body = table(heads, rows, "w-problems", ["w-go"] * len(rows)) if rows else ""
    if seen.beyond:
        said = t("{n} more lie outside the part of the county that you read.", n=t.number(seen.beyond))
        body += f'<p class="w-mu w-beyond">{e(said)}</p>'
    return card(t("What was found, and how it stands now"), body)


def _problem(context: Context, hazard: Hazard, day: date) -> list[str]:
    t, case = context.t, dossier.case(hazard, day)
    now = case.now
    number = link(context.href("hazard", {"id": hazard.id}), e(hazard.hazard_no), "w-text w-nobr w-open")
    told = f"{e(hazard.description or '—')}<br>{span(hazard.place, 'w-mu')}" if hazard.place else e(hazard.description)
    state = e(context.label("status", now.status))
    if on_the_spot(hazard):
        state = span(t("Fixed on the spot"), "w-done w-strong")
    elif now.status not in (Status.CLOSED, Status.VOID):
        state += f"<br>{countdown(context, now.progress, now.left, now.status)}"
    due = e(t.date(now.due)) if now.due and not on_the_spot(hazard) else "—"
    if now.own_due:
        due += f"<br>{span(t('this round: {day}', day=t.date(now.own_due)), 'w-mu')}"
    sign = mark(now.progress, None, alarm=now.alarm, size=20)
    return [
        number,
        told,
        e(context.label("grade", hazard.grade)),
        f'<span class="w-state">{sign}<span>{state}</span></span>',
        due,
    ]


def papers(context: Context, seen: Seen) -> str:
    """The papers of the visit, and the re-inspection papers over its problems: each once, with what it covers."""
    t = context.t
    return "".join(_papers(context, seen, *one) for one in (
        (OWN_PAPER, t("Papers of the visit"), t("No paper of this visit is recorded.")),
        (REVIEW, t("Re-inspection papers over them"), t("No re-inspection paper yet.")),
    ) if seen.hazards)  # fmt: skip


def _papers(context: Context, seen: Seen, kind: EvidenceKind, title: str, none: str) -> str:
    t = context.t
    covers: dict[tuple[date | None, str, str | None], list[Hazard]] = {}
    files: dict[tuple[date | None, str, str | None], Evidence] = {}
    for hazard in seen.hazards:
        for one in hazard.evidence:
            if one.kind is kind:
                key = (one.on, one.reference, one.sha256)
                covers.setdefault(key, []).append(hazard)
                files[key] = one
    kept = any(one.sha256 for one in files.values())
    rows = [
        [e(t.date(one.on)), e(one.reference or "—"), _covered(context, covers[key])]
        + ([saved(context, one)] if kept else [])
        for key, one in files.items()
    ]
    heads = [e(t("Date")), e(t("Reference")), e(t("paper|Covers"))] + ([e(t("File"))] if kept else [])
    return card(title, table(heads, rows, "w-covers") if rows else empty(none))


def _covered(context: Context, hazards: Iterable[Hazard]) -> str:
    found = {one.id: one for one in hazards}.values()
    return " ".join(link(context.href("hazard", {"id": one.id}), e(one.hazard_no), "w-text w-nobr") for one in found)


def _whose(event: Told) -> str:
    return str(json.loads(event.payload or "{}").get("deputy_of", ""))


def trail(context: Context, seen: Seen, zone: ZoneInfo) -> str:
    """Who entered the visit and when, and the file it came in with."""
    t, visit = context.t, seen.visit
    lines = []
    if seen.events:
        first = seen.events[0]
        when = t.moment(datetime.fromisoformat(first.at).astimezone(zone))
        lines.append((t("Entered by"), sequence([values.acting(t, first.actor_name, _whose(first)), when])))
    if visit.batch_id:
        lines.append((t("Imported file"), e(context.label("batch", visit.batch_id))))
    cells = "".join(f"<div><dt>{e(title)}</dt><dd>{inner}</dd></div>" for title, inner in lines)
    return card(t("How it came into the ledger"), f'<dl class="w-facts w-facts-one">{cells}</dl>') if cells else ""
