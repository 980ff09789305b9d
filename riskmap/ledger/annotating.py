"""Annotations of the time charts through the one door: entered, and withdrawn where they were wrong."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Engine

from riskmap.domain import annotations
from riskmap.domain.annotations import Annotation
from riskmap.domain.codec import from_json, to_json
from riskmap.domain.county import County
from riskmap.domain.roles import OFFICE
from riskmap.ledger import permission
from riskmap.ledger.batch import Actor
from riskmap.ledger.desk import Desk
from riskmap.ledger.errors import NotFound, Refused, Stale
from riskmap.ledger.journal import Journal, journal, new_id
from riskmap.store import events
from riskmap.store import meetings as store
from riskmap.store.engine import reading


class AnnotationDesk(Desk):
    """The part of the one door that annotations pass through; `ledger.commands.Ledger` is one."""

    def annotate(self, told: Mapping[str, Any], actor: Actor, on: date) -> Annotation:
        """Enter an annotation: kind, first, last, text. Raises Refused."""
        actor = permission.permit(actor, OFFICE)
        with journal(self.engine, self.county, actor) as book:
            return _entered(book, told, on)

    def withdraw_annotation(self, annotation_id: str, seen_version: int, actor: Actor, on: date) -> Annotation:
        """Take an annotation back. Raises Refused, Stale, NotFound."""
        actor = permission.permit(actor, OFFICE)
        with journal(self.engine, self.county, actor) as book:
            before = store.one_of(book.connection, book.county.code, Annotation, annotation_id)
            if before is None:
                raise NotFound(annotation_id)
            if before.version != seen_version:
                raise Stale(before.version)
            after = annotations.withdrawn(before, on)
            if not isinstance(after, Annotation):
                raise Refused(after)
            return _write(book, "annotation_withdrawn", after, on)


def _entered(book: Journal, told: Mapping[str, Any], on: date) -> Annotation:
    if strange := told.keys() - {"kind", "first", "last", "text"}:
        raise Refused(tuple(f"unknown:{name}" for name in sorted(strange)))
    try:
        one = from_json(Annotation, {**told, "id": new_id()})
    except (KeyError, TypeError, ValueError) as wrong:
        raise Refused(("bad:annotation",)) from wrong
    one = replace(one, text=one.text.strip(), entered=on, demo=book.demo, version=1)
    if codes := annotations.faults(one):
        raise Refused(codes)
    return _write(book, "annotated", one, on)


def _write(book: Journal, action: str, one: Annotation, on: date) -> Annotation:
    seq = book.note(action, events.ANNOTATION, one.id, on, to_json(one))
    store.write(book.connection, book.county.code, one, seq)
    return one


def annotations_of(engine: Engine, county: County) -> list[Annotation]:
    """Every annotation that was entered, withdrawn ones too, in the order of entry."""
    with reading(engine) as connection:
        return store.all_of(connection, county.code, Annotation)
