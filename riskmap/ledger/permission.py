"""Who may, judged in the write path: the role and the part of the county it reaches, before any rule is asked."""

from dataclasses import replace

from riskmap.domain.actions import Action
from riskmap.domain.checks import before
from riskmap.domain.enterprise import Enterprise
from riskmap.domain.hazard import Hazard
from riskmap.domain.lifecycle import TRANSITIONS, allowed
from riskmap.domain.people import NOWHERE, Grant, Scope, grant_for
from riskmap.domain.roles import Role, actors
from riskmap.ledger.batch import Actor
from riskmap.ledger.errors import Refused
from riskmap.ledger.journal import Journal
from riskmap.store import people


def permit(actor: Actor, roles: frozenset[Role]) -> Actor:
    """The actor in one of these roles: the one acted in, else the first that reaches the whole county, else the first.

    Raises Refused without any.
    """
    able = [grant for grant in actor.held if grant.role in roles]
    if not able:
        raise Refused(("role:not_allowed",))
    if any(grant.role == actor.role for grant in able):
        return actor
    chosen = next((grant for grant in able if grant.scope.whole), able[0])
    return replace(actor, role=chosen.role.value)


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


def step(book: Journal, action: str, hazard: Hazard, *, new: bool = False) -> Journal:
    """The book in the hands of the role in which its actor may take a step with a hazard. Raises Refused.

    An action that the domain does not know passes: it has its own word for that.
    """
    if not book.actor.grants or action not in set(Action):
        return book
    found = grant_for(book.actor.grants, Action(action), hazard, behalf=book.actor.on_behalf_of, new=new)
    if not isinstance(found, Grant):
        raise Refused((found,))
    other = _name(book, found.deputy_of) if found.deputy_of else ""
    return replace(book, actor=replace(book.actor, role=found.role.value, deputy_of=other))


def _name(book: Journal, login: str) -> str:
    found = people.people(book.connection, book.county.code, "login = ?", (login,))
    return found[0].name if found else login


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


def reaches(actor: Actor, firm: Enterprise | None, roles: frozenset[Role]) -> None:
    """Raise Refused unless one of these roles of the actor reaches an enterprise; one not named needs the county."""
    for grant in actor.held:
        scope = grant.scope
        if grant.role not in roles:
            continue
        if scope.whole or (firm and scope.reaches(firm.sector, firm.department, firm.township, firm.id)):
            return
    raise Refused(("scope:outside",))
