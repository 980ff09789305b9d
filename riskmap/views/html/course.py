"""What ran beside the loop of a hazard: failed rounds, extensions, listings, control records, steps of escalation."""

from collections.abc import Iterable, Sequence

from riskmap.domain.codes import ExtensionState
from riskmap.views import words
from riskmap.views.html.context import Context
from riskmap.views.html.dossier import Case
from riskmap.views.html.markup import card, e, table

EXTENSION = {
    ExtensionState.REQUESTED: "requested",
    ExtensionState.APPROVED: "approved",
    ExtensionState.REFUSED: "refused",
}


def course(context: Context, c: Case) -> str:
    """Failed rounds, extensions, listings, control records, statements, external numbers; each where there is one."""
    t, h, blocks = context.t, c.hazard, []
    if h.rounds:
        heads = [t("Re-inspected"), t("Started"), t("Declared"), t("Reviewers"), t("Opinion"), t("New date")]
        blocks.append((t("Failed re-inspections"), heads, (
            [t.date(r.reviewed), t.date(r.started), t.date(r.declared), r.reviewers, r.opinion, t.date(r.new_due)]
            for r in h.rounds)))  # fmt: skip
    if h.extensions:
        heads = [t("Applied"), t("State"), t("Asked for"), t("Decided"), t("Approved to"), t("Reason")]
        blocks.append((t("Extensions"), heads, (
            [t.date(x.applied), t(EXTENSION[x.state]), t.date(x.requested_to), t.date(x.decided), t.date(x.approved_to),
             x.reason]
            for x in h.extensions)))  # fmt: skip
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
    return "".join(_block(*block) for block in blocks)


def _block(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return card(title, table([e(one) for one in heads], [[e(cell or "—") for cell in row] for row in rows]))
