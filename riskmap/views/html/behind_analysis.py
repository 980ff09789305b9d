"""What the rows behind a figure of the analysis are, in words: stages of the loop, origins, repeats."""

from riskmap.domain.codes import Item, LateReason
from riskmap.i18n import Translator
from riskmap.metrics.origin import LATE, OTHERS
from riskmap.views import names
from riskmap.views.html.analysis_duration import DESKS, STAGES
from riskmap.views.html.analysis_origin import AMOUNTS, TITLES

STAGE_PARTS = {
    "done": "Done",
    "running": "Running",
    "over": "Over the term",
    "judged": "Done or over the term",
    "unknown": "Without dates",
}
REPEATS = {
    "again": "Found again within a year",
    "of": "Found in the period, without self-found general items",
    "unknown": "Without category or enterprise",
}
ORIGINS = {
    "self": "Self-found",
    "self_major": "Self-found major",
    "first_pass": "First-time pass",
    "first_review": "With a re-inspection",
    "extended": "Extended",
    "extension_base": "Found in the period or due in it",
    "on_time_original": "On time, original date",
    "due_original": "Due by the original date",
    "major": "Major hazards by the day, open or closed",
}
MARKS = {"paper": "five|On paper", "place": "five|In place"}


def stage(t: Translator, rest: str) -> str:
    """`<stage>.<part>` or `<stage>.<part>.<desk>`."""
    code, part, *desk = rest.split(".")
    words = [t(STAGES[code]), t(STAGE_PARTS[part]), *(t(DESKS[one]) for one in desk)]
    return " · ".join(words)


def repeat(t: Translator, rest: str) -> str:
    """A word of riskmap.metrics.repeats."""
    return t(REPEATS[rest])


def origin(t: Translator, rest: str) -> str:
    """A word of riskmap.metrics.origin."""
    if rest in ORIGINS:
        return t(ORIGINS[rest])
    head, _, value = rest.partition(".")
    if head in MARKS:
        return f"{t(names.ITEMS[Item(value)]) if value else t('All five')} · {t(MARKS[head])}"
    if head == "funds":
        return f"{t('Money')} · {t(AMOUNTS[value])}"
    if f"{head}." == OTHERS:
        return f"{t(TITLES[value])} · {t('further values')}"
    said = t(names.LATE_REASON[LateReason(value)]) if head == LATE and value else value
    return f"{t(TITLES[head])} · {said or t('not stated')}"
