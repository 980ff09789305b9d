"""Annotations of the time charts: the numbered list beside them, and why the ledger refuses one."""

from collections.abc import Iterable, Sequence
from typing import Final

from riskmap.domain.annotations import Annotation, AnnotationKind
from riskmap.i18n import Translator
from riskmap.views.html.context import Context
from riskmap.views.html.markup import card, e, span, table

KINDS: Final = {
    AnnotationKind.CAMPAIGN: "annotation|Campaign", AnnotationKind.ACCIDENT: "annotation|Accident",
    AnnotationKind.HOLIDAY: "annotation|Holiday", AnnotationKind.OTHER: "annotation|Other",
}  # fmt: skip
FAULTS: Final = {  # codes of the ledger → sentences
    "missing:text": "Say in words what it was.",
    "too_long:text": "The words are too long.",
    "bad_order:last<first": "The last day lies before the first.",
    "too_long:days": "It covers more than 400 days.",
    "bad:annotation": "Kind and both days have to be given.",
    "role:not_allowed": "Your role may not do this.",
    "annotation:withdrawn": "It was withdrawn before.",
    "stale": "Somebody else changed this meanwhile; please look again.",
    "not_found": "It is not there any more.",
}


def annotations(context: Context, known: Sequence[Annotation]) -> str:
    """The numbered list of what the bands in the charts are."""
    t = context.t
    heads = [e(t("annotation|No.")), e(t("annotation|Days")), e(t("annotation|What")), ""]
    rows = [
        [str(number), e(_span(context, one)), e(t(KINDS[one.kind])), e(one.text)] for number, one in enumerate(known, 1)
    ]
    body = (
        f'<div class="w-scroll">{table(heads, rows, "w-lines w-notes")}</div>'
        if rows
        else f'<p class="w-mu">{e(t("Nothing is annotated in these periods."))}</p>'
    )
    return card(t("Annotations"), body, span(t("numbers of the bands in the charts")))


def _span(context: Context, one: Annotation) -> str:
    first = context.t.date(one.first)
    return first if one.first == one.last else context.t("{start} to {end}", start=first, end=context.t.date(one.last))


def why(t: Translator, codes: Iterable[str]) -> list[str]:
    """Why the ledger said no, in sentences; a code that nobody knows stands as it is."""
    return [t(FAULTS[code]) if code in FAULTS else code for code in codes]
