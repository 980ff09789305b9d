"""Numbers of enforcement papers that stand on different visits, as far as the reader may know of them."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import streamlit as st
from sqlalchemy.exc import SQLAlchemyError

from riskmap.domain import paper_numbers as rule
from riskmap.domain.codes import EvidenceKind
from riskmap.domain.hazard import Hazard
from riskmap.domain.paper_numbers import Use
from riskmap.ledger.paper_numbers import PaperNumbers
from riskmap.metrics.index import Memory
from riskmap.views.html import actions
from riskmap.views.html import paper_numbers as drawn
from riskmap.views.html.paper_numbers import Place, Standing
from riskmap.web import data, registering, seen, visited
from riskmap.web.fields import Fields
from riskmap.web.session import Run

logger = logging.getLogger("riskmap.web")
_numbers = Memory(1)  # of the database that is served
LOOKED = 12  # other visits that are looked up for one number


def known() -> PaperNumbers:
    """Every number of the ledger that is served."""
    engine, county = data.engine(), data.county()
    return _numbers.get((engine, county.code), lambda: PaperNumbers(engine, county))


def of_hazards(number: str, hazards: Iterable[Hazard], on: object = None) -> list[Use]:
    """The uses that a number would have as that of a paper over these hazards."""
    day = on if isinstance(on, date) else None
    return [
        Use(number, one.enterprise_id or one.enterprise_name, one.inspection_id or "", day, one.id) for one in hazards
    ]


def warn(run: Run, number: object, mine: Sequence[Use]) -> None:
    """Say under a field that its number stands on another visit already; `mine`: what is being written."""
    text = str(number or "").strip()
    if not mine or not rule.key_of(text):
        return
    try:
        others = rule.others(known().uses(text), mine)
    except SQLAlchemyError:
        logger.exception("paper numbers could not be read")
        return
    if others:
        st.html(drawn.warning(run.context, _standing(run, text, others)))


def ask(run: Run, fields: Fields, kinds: Iterable[str], values: Mapping[str, Any]) -> None:
    """The fields of the references of one hazard's papers, and of one of any kind, each with what is to be said."""
    t = run.t
    word: Callable[[str], str] = lambda code: actions.code_word(t, "kind", code)  # noqa: E731
    for kind in kinds:
        fields.line(f"paper_{kind}", t("{kind}: reference", kind=word(kind)))
        _entered(run, kind, values.get(f"paper_{kind}"), values)
    one, two = st.columns([1, 1.4], gap="small")
    with one:
        fields.choice("other_kind", t("Other evidence"), tuple(EvidenceKind), word=word)
    with two:
        fields.line("other_reference", t("Reference"))
    _entered(run, values.get("other_kind"), values.get("other_reference"), values)


def _entered(run: Run, kind: object, typed: object, values: Mapping[str, Any]) -> None:
    if kind in rule.KINDS:
        number, day = registering.text_of(typed), values.get("order_on") or values.get("found")
        warn(run, number, registering.numbered(number, values, run.view, day))


def of_step(run: Run, kind: object, typed: object, hazard: Hazard, on: object) -> None:
    """The same beside the reference of a paper that a step of a hazard brings."""
    if kind in rule.KINDS:
        warn(run, typed, of_hazards(str(typed or ""), [hazard], on))


def listed(run: Run) -> str:
    """The numbers on different visits of which the reader may see one, with the visits: a card, or ""."""
    found = []
    for uses in known().shared():
        told = _standing(run, uses[0].number, rule.groups(uses))
        if told.places:
            found.append(told)
    return drawn.listed(run.context, found)


def _standing(run: Run, number: str, groups: Sequence[Sequence[Use]]) -> Standing:
    hazards = seen.several([use.hazard for group in groups[:LOOKED] for use in group[:LOOKED] if use.hazard])
    places = [place for group in groups[:LOOKED] if (place := _place(run, group[:LOOKED], hazards)) is not None]
    return Standing(number, places, len(groups) - len(places))


def _place(run: Run, group: Sequence[Use], hazards: dict[str, Hazard]) -> Place | None:
    """A visit that the reader may see, else a hazard of it, called by enterprise and day; None beyond the own part."""
    t = run.t
    for use in group:
        one = hazards.get(use.hazard)
        if one is not None:
            named = (one.enterprise_name or one.place, t.date(use.on or one.found))
            page, key = ("visit", one.inspection_id) if one.inspection_id else ("hazard", one.id)
            return Place(page, key, t(" · ").join(named))
        if not use.hazard and (visit := visited.find(run, use.visit)) is not None:
            name = visit.firm.name if visit.firm else visit.visit.enterprise_name
            return Place("visit", use.visit, t(" · ").join((name, t.date(visit.visit.on))))
    return None
