"""The paper of a period as text and tables, whatever file it becomes: the words are written from the numbers by rules.

Its parts are those of the weekly review (DOMAIN.md §7 周调度会), after what was decided and is not done. Rises and
falls are told for what they mean; finding more is never worse; what the ladder proposes is called a proposal.
"""

from collections.abc import Callable, Sequence
from typing import Final

from riskmap.domain.meetings import DecisionState
from riskmap.domain.periods import Kind
from riskmap.i18n import Translator
from riskmap.metrics.briefing import AHEAD
from riskmap.reports import briefing_enforcement as enforcement
from riskmap.reports import briefing_lists as lists
from riskmap.reports import briefing_since as since
from riskmap.reports import briefing_units as units
from riskmap.reports.briefing_situation import situation
from riskmap.reports.briefing_told import Asked, Content, Part, Table
from riskmap.views.briefing import TITLES, called, decided, earlier

STATES: Final = {
    DecisionState.OPEN: "decision|still open", DecisionState.DONE: "decision|done",
    DecisionState.DROPPED: "decision|dropped",
}  # fmt: skip


def content(asked: Asked) -> Content:
    """Write the paper."""
    t, f = asked.t, asked.figures
    marks = (t("briefing|Internal material"), *([t("Demo data")] if asked.demo else []))
    days = t("{start} to {end}, last day included", start=t.date(f.own.from_), end=t.date(f.now.as_of))
    written: Sequence[Callable[[Asked], Part]] = (
        _pending, situation, units.part, lists.majors, lists.overdue, lists.listing, enforcement.part, lists.wishes,
        _ahead,
    )  # fmt: skip
    parts = tuple(part(asked) for part in written)
    between = "" if t.lang == "zh_CN" else ": "
    return Content(
        title=f"{asked.county}{between}{t(TITLES[f.kind], period=called(t, f.this.period))}",
        subtitle=days,
        marks=marks,
        parts=parts,
        foot=t("due-item rate = re-inspected and passed ÷ due (carried over in, void out, not yet due not counted)."),
        issuer=t("briefing|County work safety committee office, figures as of {day}", day=t.date(f.now.as_of, "long")),
        appendix=(*enforcement.appendix(asked), *lists.ledger(asked)),
    )


def _pending(asked: Asked) -> Part:
    t, day = asked.t, asked.figures.now.as_of
    known = earlier(asked.decisions, asked.figures)
    still = sorted((one for one in known if one.open(day)), key=lambda one: (one.owner, one.due))
    late = sum(one.late(day) for one in still)
    sentence = (
        t("paper|{n} decisions of earlier meetings are open, {late} of them past their date.", n=len(still), late=late)
        if still
        else t("paper|All decisions of earlier meetings are done.")
    )
    heads = (t("Unit"), t("Decided"), t("Due by"), t("How it stands"))
    rows = tuple((one.owner, one.text, t.date(one.due), one.progress or "—") for one in still)
    table = (Table(t("sheet|Open decisions"), heads, rows, (2, 4, 1.4, 3)),) if rows else ()
    return Part(t("paper|Decided earlier, not done"), (sentence,), table)


def _ahead(asked: Asked) -> Part:
    """What falls due next, and what was decided to be done."""
    t, f = asked.t, asked.figures
    due = lists.next_due(asked)
    number = len(due[0].rows) if due else 0
    said = t("paper|{n} items fall due in the next {days} days.", n=number, days=AHEAD[f.kind])
    own = decided(asked.decisions, f)
    words = _decided_words(t, f.kind, len(own))
    done = len([one for one in own if one.state is DecisionState.DONE])
    if own and f.kind is not Kind.WEEK:
        words += t("paper| {n} of them are done.", n=done)
    rows = tuple((one.text, one.owner, t.date(one.due), t(STATES[one.state])) for one in own)
    heads = (t("Decided"), t("Unit"), t("Due by"), t("State"))
    tables = (*due, *([Table(t("sheet|Decided"), heads, rows, (5, 2, 1.4, 1))] if rows else []))
    title = {
        Kind.WEEK: t("paper|Due next week, and what is to be done"),
        Kind.MONTH: t("paper|Due next month, and what is to be done"),
        Kind.QUARTER: t("paper|Due next quarter, and what is to be done"),
    }[f.kind]
    return Part(title, (said, *since.sentence(asked, ("next_due",)), words), tables)


def _decided_words(t: Translator, kind: Kind, number: int) -> str:
    if kind is Kind.WEEK:
        words = t("paper|Decided at this meeting: {n}.", n=number)
        return words if number else t("Nothing has been decided yet.")
    words = t("paper|Decided at the meetings of these days: {n}.", n=number)
    return words if number else t("paper|No meeting of these days decided anything.")
