"""Saved views: kept, renamed, shared and forgotten through the one door, each time with one event."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Engine

from riskmap.domain.codec import to_json
from riskmap.domain.county import County
from riskmap.domain.roles import OFFICE, RIGHTS, Right
from riskmap.domain.saved_views import MOST, SavedView, view_faults
from riskmap.ledger import permission
from riskmap.ledger.batch import Actor
from riskmap.ledger.errors import NotFound, Refused, Stale
from riskmap.ledger.journal import Journal, journal, new_id
from riskmap.store import events, saved_views
from riskmap.store.engine import reading

REMOVED = "view_removed"


@dataclass(frozen=True, slots=True)
class SavedViews:
    """The saved views of one county. Every change is one transaction with one event.

    A view is its owner's alone to rename, share and forget; the office may forget what is shared, for owners leave.
    Methods raise Refused, Stale and NotFound (also for a view that the actor does not see).
    """

    engine: Engine
    county: County

    def keep(self, view: SavedView, actor: Actor) -> SavedView:
        """Keep a new view as the actor's own; with its id. Codes: taken:name, too_many:views, those of the domain."""
        with self._writing(actor) as book:
            own = saved_views.views(book.connection, self.county.code, "owner = ?", (actor.id,))
            if len(own) >= MOST:
                raise Refused(("too_many:views",))
            name = view.name.strip()
            made = replace(view, id=new_id(), name=name, owner=actor.id, demo=book.demo, version=1)
            self._may_share(actor, made)
            return self._write(book, "view_saved", made, own)

    def rename(self, view_id: str, name: str, actor: Actor, seen_version: int) -> SavedView:
        """Give an own view another name."""
        with self._writing(actor) as book:
            before, own = self._own(book, view_id, seen_version)
            return self._write(book, "view_renamed", replace(before, name=name.strip()), own)

    def share(self, view_id: str, role: str, actor: Actor, seen_version: int) -> SavedView:
        """Share an own view with everybody of a role; "" takes it back."""
        with self._writing(actor) as book:
            before, own = self._own(book, view_id, seen_version)
            after = replace(before, shared=role)
            self._may_share(actor, after)
            return self._write(book, "view_shared", after, own)

    def forget(self, view_id: str, actor: Actor) -> None:
        """Remove an own view, or as the office one that is shared."""
        with self._writing(actor) as book:
            found = self._one(book, view_id)
            office = any(grant.role in OFFICE for grant in actor.held)
            if found.owner != actor.id and not (office and found.shared):
                raise Refused(("view:others",)) if _sees(actor, found) else NotFound(view_id)
            saved_views.delete(book.connection, self.county.code, view_id)
            book.note(REMOVED, events.VIEW, view_id, None, {"removed": True})

    def seen(self, actor: Actor) -> tuple[SavedView, ...]:
        """The views that an actor sees: the own ones, then what others share with a role the actor holds."""
        with reading(self.engine) as connection:
            found = saved_views.views(connection, self.county.code, "owner = ? OR shared <> ''", (actor.id,))
        own = [one for one in found if one.owner == actor.id]
        return (*own, *(one for one in found if one.owner != actor.id and _sees(actor, one)))

    def _writing(self, actor: Actor) -> Any:
        return journal(self.engine, self.county, permission.permit(actor, RIGHTS[Right.VIEWS]))

    def _one(self, book: Journal, view_id: str) -> SavedView:
        found = saved_views.views(book.connection, self.county.code, "id = ?", (view_id,))
        if not found:
            raise NotFound(view_id)
        return found[0]

    def _own(self, book: Journal, view_id: str, seen_version: int) -> tuple[SavedView, list[SavedView]]:
        """An own view as it was seen, and the other own ones."""
        found = self._one(book, view_id)
        if found.owner != book.actor.id:
            raise Refused(("view:others",)) if _sees(book.actor, found) else NotFound(view_id)
        if found.version != seen_version:
            raise Stale(found.version)
        own = saved_views.views(book.connection, self.county.code, "owner = ? AND id <> ?", (found.owner, view_id))
        return replace(found, version=found.version + 1), own

    def _may_share(self, actor: Actor, view: SavedView) -> None:
        if view.shared:
            permission.permit(actor, RIGHTS[Right.SHARE_VIEWS])

    def _write(self, book: Journal, action: str, view: SavedView, others: list[SavedView]) -> SavedView:
        codes = view_faults(view)
        if any((one.page, one.name) == (view.page, view.name) for one in others):
            codes = (*codes, "taken:name")
        if codes:
            raise Refused(codes)
        seq = book.note(action, events.VIEW, view.id, None, to_json(view))
        saved_views.write(book.connection, self.county.code, view, seq)
        return view


def _sees(actor: Actor, view: SavedView) -> bool:
    return view.owner == actor.id or any(grant.role == view.shared for grant in actor.held)
