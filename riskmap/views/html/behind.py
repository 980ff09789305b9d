"""What the rows behind a number are, in words: the number's own word in the address, and the part of a rank table."""

from collections.abc import Callable
from datetime import timedelta

from riskmap.domain.codes import Post, Step
from riskmap.domain.columns import WISHED
from riskmap.i18n import Translator
from riskmap.metrics import words as figure_words
from riskmap.metrics.drill import (
    ALARM,
    CHECK,
    DUE_IN,
    FIRST,
    FLOW,
    LADDER,
    LATE,
    NAMED,
    NEWLY_LATE,
    ORIGIN,
    OWN,
    PAPER_TWICE,
    POST,
    REPEAT,
    SHOWN,
    SOON,
    STAGE,
    STEP,
    UNEXPLAINED,
    UNREPORTED,
    WAITING,
)
from riskmap.metrics.due_calendar import LATER, PASSED, UNDATED, WEEKEND
from riskmap.metrics.filters import Filter
from riskmap.metrics.forms import FORM
from riskmap.metrics.responsibility import NOBODY, SOON_DAYS
from riskmap.metrics.stock import EDGES, late_from
from riskmap.views import names
from riskmap.views.html import behind_analysis

STOCKS = frozenset(
    {"stock", "stock_overdue", "stock_major", "stock_listed", "not_yet_due", "awaiting", "stock_no_due", "review_late"}
)
AMONG = {
    "township": "in the ranks of townships",
    "sector": "in the ranks of sectors",
    "self_found": "self-found, general",
    "higher": "supervised by city and above",
}
PLAIN = {
    ALARM: "Open major hazards without control measures",
    UNEXPLAINED: "Reasons to be stated",
    UNREPORTED: "Major hazards without an external number",
    PAPER_TWICE: "Paper number stands on another visit too",
    f"{WAITING}asked": "Extensions to be decided",
    f"{WAITING}proposed": "Proposed listings to be decided",
    f"{WAITING}delisting": "Delistings to be decided",
    f"{WAITING}sampled": "Self-closed, to be checked by sample",
    f"{WAITING}wished": "To be coordinated by the county",
    SHOWN: "Shown on the map, or would be with coordinates",
}

TOGETHER = {
    PASSED: "Date of the round past, due date not",
    WEEKEND: "Due on a Saturday or Sunday of the next 30 days",
    LATER: "Due after the next 30 days",
    UNDATED: "Not rectified, no date at all",
}

HEADED: dict[str, Callable[[Translator, str], str]] = {
    f"{SOON}.": lambda t, rest: t("Due within {n} days", n=rest),
    LATE: lambda t, rest: _late(t, int(rest)),
    LADDER: lambda t, rest: t("Step due: {step}", step=t(names.STEP[Step(rest)])),
    NAMED: lambda t, _: t("Of the visits of one inspector"),
    POST: lambda t, rest: _post(t, *rest.split(".")),
    OWN: lambda t, rest: t(figure_words.OWN[rest]),
    FLOW: lambda t, rest: t(figure_words.FLOWS[rest]),
    CHECK: lambda t, rest: t(figure_words.CHECKS[rest]),
    STEP: lambda t, rest: t(figure_words.STEPS[rest]),
    STAGE: behind_analysis.stage,
    ORIGIN: behind_analysis.origin,
    REPEAT: behind_analysis.repeat,
    FIRST: lambda t, rest: t("Check first: {reason}", reason=t(figure_words.REASONS[rest])),
}


def _late(t: Translator, first: int) -> str:
    """Overdue, in the class of days late that begins with a day."""
    place = late_from().index(first)
    if place == len(EDGES):
        return t("{n} days overdue or more", n=first)
    return t("{first} to {last} days overdue", first=first, last=EDGES[place])


def _post(t: Translator, post: str, key: str, also: str = "") -> str:
    """A post with one holder, who is named in the list of responsibility and not in an address."""
    name = t(names.POSTS[Post(post)])
    said = t("Nobody named: {post}", post=name) if key == NOBODY else t("One holder of the post: {post}", post=name)
    further = t(PLAIN[f"{WAITING}wished"]) if also == WISHED else t("Due within {n} days", n=SOON_DAYS)
    return f"{said} · {further}" if also else said


def _due_in(t: Translator, where: Filter, when: str) -> str:
    """The day on which the rows fall due."""
    if when in TOGETHER:
        return t(TOGETHER[when])
    return t("Due on {day}", day=t.date(where.as_of + timedelta(days=int(when[:3]))))


def said_behind(t: Translator, where: Filter, measure: str, among: str) -> str:
    """What narrows the rows beside the filter: the number they stand behind, the part of a rank table."""
    said = [meaning(t, where, measure)] if measure else []
    return " · ".join([*said, *([t(AMONG[among])] if among else [])])


def meaning(t: Translator, where: Filter, measure: str) -> str:
    """What the rows behind a number are, in words."""
    if measure in PLAIN:
        return t(PLAIN[measure])
    head, _, rest = measure.partition(".")
    if f"{head}." in HEADED and rest:
        return HEADED[f"{head}."](t, rest)
    if measure.startswith(DUE_IN):
        return _due_in(t, where, rest)
    period = t("{start} to {end}", start=t.date(where.from_), end=t.date(where.as_of))
    if measure == NEWLY_LATE:
        return f"{t('Became overdue')} ({period})"
    if measure.startswith(FORM):
        return f"{t(figure_words.FORMS[measure.removeprefix(FORM)])} ({period})"
    sign = "+" if "+" in measure else ","
    if set(measure.split(sign)) <= STOCKS:  # whenever found: no period belongs to it
        return f"{_joined(t, measure, sign)} ({t('as of {day}', day=t.date(where.as_of))})"
    return f"{_joined(t, measure, sign)} ({period})"


def _joined(t: Translator, measure: str, sign: str) -> str:
    parts = [t(figure_words.COUNTS[name]) for name in measure.split(sign)]
    return (t(" or ") if sign == "+" else t(" and ")).join(parts)
