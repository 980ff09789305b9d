"""Office papers on a page: the list, one paper with its hazards and its course, papers of one hazard."""

from collections.abc import Mapping, Sequence
from typing import Final

from riskmap.domain.papers import Move, Paper, PaperState, alone, rules
from riskmap.i18n import Translator
from riskmap.views.html import values
from riskmap.views.html.context import Context
from riskmap.views.html.markup import card, e, empty, link, span, table
from riskmap.views.papers import FIELDS, KINDS, STATES, Line

MOST: Final = 200
TONES: Final = {
    PaperState.DRAFT: "w-mu",
    PaperState.REVIEWED: "w-soon",
    PaperState.ISSUED: "w-strong",
    PaperState.DELIVERED: "w-done",
    PaperState.WITHDRAWN: "w-mu",
}


def listed(context: Context, found: Sequence[Paper]) -> str:
    """Every paper, latest first; the number or title leads to it."""
    t = context.t
    heads = [t("Number"), t("paper field|Kind of paper"), t("paper field|Title"), t("paper field|To"),
             ">" + t("paper field|Hazards"), ">" + t("Drafted on"), ">" + t("Issued on"),
             ">" + t("paper field|To be done by"), t("State")]  # fmt: skip
    if not found:
        return card(t("Papers"), empty(t("No paper has been drafted yet.")))
    rows = [
        [
            link(context.href("papers", {"id": one.id}), e(one.number or t("(no number yet)")), "w-text"),
            e(t(KINDS[one.kind])), e(one.title), e(one.to), e(t.number(len(one.hazards))), e(t.date(one.drafted)),
            e(t.date(one.issued)), e(t.date(one.due)), span(t(STATES[one.state]), TONES[one.state]),
        ]
        for one in found[:MOST]
    ]  # fmt: skip
    more = span(t("The latest {n} of {m}.", n=MOST, m=t.number(len(found))), "w-mu") if len(found) > MOST else ""
    return card(t("Papers"), table([_head(one) for one in heads], rows) + more, e(t.number(len(found))))


def _head(title: str) -> str:
    return (">" if title.startswith(">") else "") + e(title.removeprefix(">"))


def one(context: Context, paper: Paper, lines: Sequence[Line], stood_in: Mapping[str, tuple[str, str]]) -> str:
    """One paper: what it says, its course, and every hazard it names.

    `stood_in`: step → who took it, and in whose role.
    """
    t = context.t
    facts = [
        (t("paper field|Kind of paper"), t(KINDS[paper.kind])), (t("Number"), paper.number or "—"),
        (t(FIELDS["to"]), paper.to), (t(FIELDS["copies"]), paper.copies or "—"), (t(FIELDS["text"]), paper.text or "—"),
        (t(FIELDS["due"]), t.date(paper.due)),
    ]  # fmt: skip
    told = "".join(f"<div>{span(name, 'w-mu')}{span(value)}</div>" for name, value in facts)
    note = ""
    if rules()[paper.kind].enforcement:
        note = f'<p class="w-hint">{e(t("A draft or a reference: the paper of the enforcement system holds."))}</p>'
    state = span(t(STATES[paper.state]), TONES[paper.state])
    head = card(paper.title or t(KINDS[paper.kind]), f'{note}<div class="w-facts wide">{told}</div>', state)
    return f'<div class="w-stack">{head}{_course(context, paper, stood_in)}{_hazards(context, paper, lines)}</div>'


def scan(context: Context, paper: Paper) -> str:
    """The way to the stamped scan, the valid version, for who may save it; empty without one."""
    if not paper.scan or not context.files:
        return ""
    address, t = e(f"api/v1/attachments/{paper.scan}"), context.t
    return (
        f'<p class="w-hint">{e(t("The stamped scan is the valid version; the Word file is its draft."))}</p>'
        f'<a class="w-button" href="{address}" title="{e(paper.scan_name)}" download>{e(t(FIELDS["scan"]))}</a> '
    )


def _course(context: Context, paper: Paper, stood_in: Mapping[str, tuple[str, str]]) -> str:
    t = context.t
    steps = [
        (paper.drafted, t("paper state|Draft"), paper.drafted_by, "drafted"),
        (paper.reviewed, t("paper move|Review"), paper.reviewed_by, Move.REVIEW),
        (paper.issued, t("paper move|Issue"), paper.signed_by, Move.ISSUE),
        (paper.delivered, t("paper state|Delivered"), paper.received_by, Move.DELIVER),
    ]
    rows = "".join(
        f"<li><time>{e(t.date(day))}</time><div><b>{e(what)}</b> {e(who)}{_lent(t, stood_in, step)}</div></li>"
        for day, what, who, step in steps
        if day
    )
    warned = span(t("Drafted and reviewed by the same person."), "w-soon") if alone(paper) else ""
    why = f"<small>{e(t('Reason'))}: {e(paper.reason)}</small>" if paper.reason else ""
    return card(t("How it went"), f'<ul class="w-log">{rows}</ul>{warned}{why}')


def _lent(t: Translator, stood_in: Mapping[str, tuple[str, str]], step: str) -> str:
    """Who recorded a step as a deputy, and for whom."""
    both = stood_in.get(f"paper_{step}")
    return f"<small>{e(t('recorded by {who}', who=values.acting(t, *both)))}</small>" if both else ""


def _hazards(context: Context, paper: Paper, lines: Sequence[Line]) -> str:
    t = context.t
    duty = t("Department, township")
    heads = [t("Number"), t("Enterprise, place"), t("Problem"), t("Grade"), ">" + t("day|Due"), duty]
    rows = [
        [
            link(context.href("hazard", {"id": hazard}), e(line.hazard_no), "w-text"),
            e(line.where), e(line.problem), e(line.grade), e(line.due), e(line.duty),
        ]
        for hazard, line in zip(paper.hazards, lines, strict=True)
    ]  # fmt: skip
    return card(t("paper field|Hazards"), table([_head(one) for one in heads], rows), e(t.number(len(lines))))


def of_hazard(context: Context, found: Sequence[Paper], *, draft: str = "") -> str:
    """The papers that name a hazard, and the way to draft one (`draft`: id of the hazard, "" for those who may not)."""
    t = context.t
    way = link(context.href("papers", {"hazard": draft}), e(t("Draft a paper")), "w-text") if draft else ""
    if not found:
        return card(t("Papers"), empty(t("No paper names it."), way)) if way else ""
    lines = "".join(
        f"<p>{link(context.href('papers', {'id': one.id}), e(one.number or t('(no number yet)')), 'w-text')}　"
        f"{e(t(KINDS[one.kind]))} · {span(t(STATES[one.state]), TONES[one.state])}</p>"
        for one in found
    )
    return card(t("Papers"), f'<div class="w-paperlist">{lines}</div>', way)
