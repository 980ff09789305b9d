"""Who may, judged in the write path: the role and the part of the county it reaches, before any rule is asked."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from riskmap.domain.actions import Action
from riskmap.domain.checks import before
from riskmap.domain.corrections import barred
from riskmap.domain.county import County
from riskmap.domain.enterprise import Enterprise
from riskmap.domain.hazard import Hazard
from riskmap.domain.lifecycle import TRANSITIONS, allowed
from riskmap.domain.people import NOWHERE, Grant, Scope, grant_for
from riskmap.domain.roles import Role, actors
from riskmap.ledger.batch import Actor
from riskmap.ledger.errors import Refused
from riskmap.ledger.journal import Journal, name_of
from riskmap.store import rows

ACCEPTING: Final = frozenset({Action.PASS, Action.FAIL, Action.CLOSE})  # never by the account that rectified


def permit(actor: Actor, roles: frozenset[Role]) -> Actor:
    """The actor in one of these roles: the one acted in, else the first that reaches the whole county, else the first.

    An own role goes before one that was lent; of a lent one the actor bears whose it is. Raises Refused without any.
    """
    able = sorted((grant for grant in actor.held if grant.role in roles), key=_lent)
    if not able:
        raise Refused(("role:not_allowed",))
    same = (grant for grant in able if grant.role == actor.role)
    chosen = next(same, None) or next((grant for grant in able if grant.scope.whole), able[0])
    whose = (actor.deputy_of or chosen.deputy_of) if chosen.deputy_of else ""
    return replace(actor, role=chosen.role.value, deputy_of=whose)


def _lent(grant: Grant) -> bool:
    return bool(grant.deputy_of)


def standing_in(book: Journal, roles: frozenset[Role], reached: Callable[[tuple[Scope, ...]], bool]) -> Journal:
    """The book in the hands of the own roles where they reach what is written, else of those that were lent (AB角).

    `reached`: whether scopes, () = the whole county, cover it. Its events then name both persons.
    """
    able = [grant for grant in book.actor.held if grant.role in roles]
    own = [grant for grant in able if not _lent(grant)]
    if not any(map(_lent, able)) or (own and reached(_scopes(own))):
        return replace(book, actor=replace(book.actor, deputy_of=""))
    lent = [grant for grant in able if _lent(grant)]
    used = next(([one] for one in lent if reached(_scopes([*own, one]))), lent)
    whose = dict.fromkeys(name_of(book.connection, book.county, one.deputy_of) for one in used)
    return replace(book, actor=replace(book.actor, role=used[0].role.value, deputy_of="、".join(whose)))


def _scopes(grants: Sequence[Grant]) -> tuple[Scope, ...]:
    return () if any(one.scope.whole for one in grants) else tuple(one.scope for one in grants)


def able(actor: Actor, hazard: Hazard) -> tuple[Action, ...]:
    """The actions that any role of the actor may take on a hazard within its part, in the order of Action."""
    roles = {grant.role for grant in actor.held if grant.scope.covers(hazard)}
    found = {action for role in roles for action in allowed(hazard, role)}
    return tuple(action for action in Action if action in found)


def bars(actor: Actor, action: Action, hazard: Hazard) -> tuple[str, ...]:
    """Why `able` does not name an action, as codes; empty where it does. What its form must say is judged later."""
    within = {grant.role for grant in actor.held if grant.scope.covers(hazard)}
    if not within:
        return ("scope:outside",)
    if action in able(actor, hazard):
        return ()
    if (hazard.status, action) not in TRANSITIONS:
        return (f"not_in_state:{hazard.status}",)
    return before(action, hazard) if within & actors(action, hazard) else ("role:not_allowed",)


def corrects(actor: Actor, hazard: Hazard, field: str) -> bool:
    """Whether one of the actor's roles may correct a field of a hazard within its part; the value is judged later."""
    roles = {grant.role for grant in actor.held if grant.scope.covers(hazard)} & actors(Action.CORRECT, hazard)
    return any(not any(barred(hazard, role, field)) for role in roles)


def step(book: Journal, action: str, hazard: Hazard, *, new: bool = False) -> Journal:
    """The book in the hands of the role in which its actor may take a step with a hazard. Raises Refused.

    An action that the domain does not know passes: it has its own word for that.
    """
    if not new and action in ACCEPTING and declared_by(book, hazard) == book.actor.id and not book.actor.on_behalf_of:
        raise Refused(("same_account:rectifier",))
    if not book.actor.grants or action not in set(Action):
        return book
    found = grant_for(book.actor.grants, Action(action), hazard, behalf=book.actor.on_behalf_of, new=new)
    if not isinstance(found, Grant):
        raise Refused((found,))
    other = name_of(book.connection, book.county, found.deputy_of) if found.deputy_of else ""
    return replace(book, actor=replace(book.actor, role=found.role.value, deputy_of=other))


def declared_by(book: Journal, hazard: Hazard) -> str | None:
    """Id of the account that declared the rectification that stands as its own step; None where a recorder did.

    Who records from the enterprise's paper has not rectified: there the persons it names are compared (domain.checks).
    """
    found = rows.select(
        book.connection, "event", ("actor", "on_behalf_of"),
        "county_code = ? AND entity_id = ? AND action = ?", (book.county.code, hazard.id, Action.DECLARE.value),
        "seq DESC LIMIT 1",
    )  # fmt: skip
    return found[0][0] if found and not found[0][1] and found[0][0] else None


def part(actor: Actor, roles: frozenset[Role]) -> tuple[Scope, ...]:
    """The scopes of these roles of an actor: empty where one of them is the whole county, NOWHERE without any."""
    scopes = tuple(grant.scope for grant in actor.held if grant.role in roles) or (NOWHERE,)
    return () if any(scope.whole for scope in scopes) else scopes


def covered(scopes: tuple[Scope, ...], *codes: str | None) -> bool:
    """Whether what carries these codes (sector, department, township, enterprise) lies within the scopes of `part`."""
    return not scopes or any(scope.reaches(*codes) for scope in scopes)


def holds(scopes: tuple[Scope, ...], firm: Enterprise) -> bool:
    """Whether an enterprise lies within one of the scopes of `part`."""
    return covered(scopes, firm.sector, firm.department, firm.township, firm.id)


def within(scopes: tuple[Scope, ...], hazard: Hazard) -> bool:
    """Whether a hazard lies within one of the scopes of `part`."""
    return not scopes or any(scope.covers(hazard) for scope in scopes)


def answered_for(firm: Enterprise, county: County, on: date) -> Enterprise:
    """An enterprise with the department that supervises its sector on a day, where the register names none."""
    return firm if firm.department else replace(firm, department=county.sectors.department_of(firm.sector, on))


def reaches(actor: Actor, firm: Enterprise | None, roles: frozenset[Role]) -> None:
    """Raise Refused unless one of these roles of the actor reaches an enterprise; one not named needs the county."""
    for grant in actor.held:
        scope = grant.scope
        if grant.role not in roles:
            continue
        if scope.whole or (firm and scope.reaches(firm.sector, firm.department, firm.township, firm.id)):
            return
    raise Refused(("scope:outside",))
