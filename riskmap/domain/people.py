"""People of the county: which roles each holds, over what part of the ledger, and from when to when (AB角 included).

A person may hold several roles. What one may do to a hazard is what any of the roles may whose scope covers it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Final

from riskmap.domain.actions import Action
from riskmap.domain.hazard import Hazard
from riskmap.domain.roles import READERS, Role, refusals

LOGIN: Final = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}")
LEAST_PASSWORD: Final = 10
MOST_PASSWORD: Final = 128
LONGEST_DEPUTY: Final = timedelta(days=92)  # who stands in for longer holds the post: give the role itself
NEEDED: Final = {  # a role that reaches only a part says which part, or it would reach everything
    Role.DEPARTMENT: ("departments", "sectors"),
    Role.TOWNSHIP: ("townships",),
    Role.ENTERPRISE: ("enterprises",),
}
NOBODY: Final = frozenset({Role.SYSTEM, Role.DEVICE})  # roles that no person holds


@dataclass(frozen=True, slots=True)
class Scope:
    """The part of the ledger a role reaches: codes, and ids of enterprises; an empty list narrows nothing.

    What is named together must all fit: sectors and townships together are the sectors' hazards in these townships.
    """

    sectors: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    townships: tuple[str, ...] = ()
    enterprises: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether it reaches the whole county."""
        return not (self.sectors or self.departments or self.townships or self.enterprises)

    def covers(self, hazard: Hazard) -> bool:
        """Whether a hazard lies within."""
        return self.reaches(hazard.sector, hazard.department, hazard.township, hazard.enterprise_id)

    def reaches(self, sector: str | None, department: str | None, township: str | None, enterprise: str | None) -> bool:
        """Whether what carries these codes lies within."""
        pairs = (
            (self.sectors, sector),
            (self.departments, department),
            (self.townships, township),
            (self.enterprises, enterprise),
        )
        return all(not wanted or (code or "") in wanted for wanted, code in pairs)


EVERYTHING: Final = Scope()
NOWHERE: Final = Scope(enterprises=("-",))  # nothing lies in it


@dataclass(frozen=True, slots=True)
class Grant:
    """One role over a scope; with `first` and `last` only on these days, `deputy_of`: login of the one stood in for."""

    role: Role
    scope: Scope = EVERYTHING
    first: date | None = None
    last: date | None = None
    deputy_of: str = ""

    def holds(self, day: date) -> bool:
        """Whether the role is held on a day."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Person:
    """Who signs in. `post`: 职务, shown in place of the name on walls; `version` counts the changes."""

    id: str
    login: str
    name: str
    grants: tuple[Grant, ...]
    post: str = ""
    active: bool = True
    must_change: bool = True  # the next sign-in asks for a new password
    version: int = 1


def faults(person: Person) -> tuple[str, ...]:
    """Why a person cannot be kept: bad:login, missing:name, missing:role, missing:scope, bad:deputy."""
    found = []
    if not LOGIN.fullmatch(person.login):
        found.append("bad:login")
    if not person.name.strip():
        found.append("missing:name")
    if not person.grants:
        found.append("missing:role")
    for grant in person.grants:
        if lacks_part(grant):
            found.append("missing:scope")
        if grant.role in NOBODY:
            found.append("bad:role")
        if grant.first and grant.last and grant.last < grant.first:
            found.append("bad:deputy")
    return tuple(dict.fromkeys(found))


def lacks_part(grant: Grant) -> bool:
    """Whether a role that reaches only a part of the county does not say which."""
    needed = NEEDED.get(grant.role, ())
    return bool(needed) and not any(getattr(grant.scope, name) for name in needed)


def password_faults(password: str, person: Person) -> tuple[str, ...]:
    """Why a password is not taken: short, long, plain (one kind of sign repeated), or the person's own words."""
    lowered = password.lower()
    if len(password) < LEAST_PASSWORD:
        return ("password:short",)
    if len(password) > MOST_PASSWORD:
        return ("password:long",)
    if len(set(lowered)) < 5 or lowered in "0123456789012345678901234567890":
        return ("password:plain",)
    if person.login in lowered or (person.name and person.name.lower() in lowered):
        return ("password:own_words",)
    return ()


def deputies(principal: Person, first: date, last: date) -> tuple[Grant, ...]:
    """The roles that somebody who stands in for a person holds from `first` to `last` (AB角).

    A deputy's own deputies do not follow, nor does the care of accounts; a role that the principal holds for some days
    only is lent for these at most. Raises ValueError outside of 1 to 93 days.
    """
    if not timedelta(0) <= last - first <= LONGEST_DEPUTY:
        raise ValueError("a deputy stands in for 1 to 93 days")
    found = []
    for grant in principal.grants:
        begins, ends = max(first, grant.first or first), min(last, grant.last or last)
        if not grant.deputy_of and grant.role is not Role.ADMIN and begins <= ends:
            found.append(replace(grant, first=begins, last=ends, deputy_of=principal.login))
    return tuple(found)


def may_stand_in(person: Person, principal: Person) -> bool:
    """Whether a person may be the deputy of another.

    Offices among themselves, an enterprise by its own people; a role that reads hazards goes only to who reads them
    already: whoever keeps accounts or audits the trail stays apart from the ledger.
    """
    firms, own = _firms(principal), _firms(person)
    house = bool(own & firms) if firms else not own
    lends = any(grant.role in READERS for grant in principal.grants if not grant.deputy_of)
    return person.id != principal.id and house and (reads_by_own(person.grants) or not lends)


def reads_by_own(grants: Iterable[Grant]) -> bool:
    """Whether one of the roles that are not lent reads hazards."""
    return any(grant.role in READERS and not grant.deputy_of for grant in grants)


def _firms(person: Person) -> set[str]:
    """The enterprises whose own person somebody is."""
    held_there = (one for one in person.grants if one.role is Role.ENTERPRISE and not one.deputy_of)
    return {firm for grant in held_there for firm in grant.scope.enterprises}


def held(grants: Iterable[Grant], day: date) -> tuple[Grant, ...]:
    """The grants that hold on a day; a lent one that reads hazards has no effect for who reads none by an own role."""
    now = tuple(grant for grant in grants if grant.holds(day))
    if reads_by_own(now):
        return now
    return tuple(grant for grant in now if not (grant.deputy_of and grant.role in READERS))


def grant_for(grants: Sequence[Grant], action: Action, hazard: Hazard, *, behalf: str, new: bool) -> Grant | str:
    """The first grant by which a step may be taken with a hazard, the own before a lent one; else the code why none.

    `new`: the hazard is being registered; `behalf`: on whose behalf. Codes: scope:outside, else what
    roles.refusals says of the first role within whose scope the hazard lies.
    """
    within = sorted((grant for grant in grants if grant.scope.covers(hazard)), key=lambda one: bool(one.deputy_of))
    why = "scope:outside"
    for place, grant in enumerate(within):
        codes = refusals(action, None if new else hazard, grant.role, behalf)
        if not codes:
            return grant
        why = codes[0] if place == 0 else why
    return why


def role_for(grants: Sequence[Grant], action: Action, hazard: Hazard, *, behalf: str, new: bool) -> Role | str:
    """The role of `grant_for`, or its code."""
    found = grant_for(grants, action, hazard, behalf=behalf, new=new)
    return found.role if isinstance(found, Grant) else found


def names() -> tuple[str, ...]:
    """The parts of a scope, as they are stored and spoken of."""
    return tuple(one.name for one in fields(Scope))
