"""`user list | add | change | password | disable | enable | unlock | sign-out | deputy`: who signs in, as what."""

import argparse
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from riskmap.cli.office import Office
from riskmap.cli.problem import Problem
from riskmap.cli.words import Result
from riskmap.domain.people import Grant, Person, Scope
from riskmap.domain.roles import Role
from riskmap.ledger.accounts import Accounts
from riskmap.ledger.errors import Refused, Stale
from riskmap.ledger.people import persons
from riskmap.store.people import told

T = TypeVar("T")
PARTS = {"sector": "sectors", "department": "departments", "township": "townships", "enterprise": "enterprises"}
SAID = {
    "bad:login": "a login is 2 to 32 of a-z, 0-9, '.', '_' and '-'",
    "missing:name": "the name is missing (--name)",
    "missing:role": "--role is missing",
    "missing:scope": "a department, township or enterprise needs its part: --role township:township=CODE",
    "bad:role": "nobody signs in as system or device, and no token keeps accounts or reads the chain",
    "bad:deputy": "somebody else stands in for 1 to 93 days",
    "deputy:other_house": "an enterprise is stood in for by its own people, an office by another office",
    "taken:login": "this login is taken",
    "taken:name": "a token of this name stands; revoke it, or choose another name",
    "bad:name": "the name of a token has at most 60 characters",
    "bad:days": "a token is for 1 to 732 days",
}


def listed(options: argparse.Namespace) -> Result:
    """Answer `user list`."""
    del options
    office = Office.open()
    return {"people": [_shown(one) for one in persons(office.engine, office.county)]}, 0


def added(options: argparse.Namespace) -> Result:
    """Answer `user add`: the person and the first password, which is told here and nowhere else."""
    office = Office.open()
    person = Person("", options.login, options.name, grants(office, options.role), options.post)
    made, password = asked(lambda: _accounts(office).add_person(person, office.actor))
    return {"person": _shown(made), "first_password": password}, 0


def changed(options: argparse.Namespace) -> Result:
    """Answer `user change`: what is given takes the place of what was."""
    office = Office.open()
    before = _one(office, options.login)
    after = replace(
        before,
        name=options.name or before.name,
        post=options.post or before.post,
        grants=grants(office, options.role) or before.grants,
    )
    return {"person": _shown(asked(lambda: _accounts(office).change_person(after, office.actor)))}, 0


def password(options: argparse.Namespace) -> Result:
    """Answer `user password`: a new first password; the person is signed out everywhere."""
    office = Office.open()
    person = _one(office, options.login)
    fresh = asked(lambda: _accounts(office).reset_password(person.id, office.actor))
    return {"login": person.login, "first_password": fresh}, 0


def disabled(options: argparse.Namespace) -> Result:
    """Answer `user disable`."""
    return _switched(options, active=False)


def enabled(options: argparse.Namespace) -> Result:
    """Answer `user enable`."""
    return _switched(options, active=True)


def unlocked(options: argparse.Namespace) -> Result:
    """Answer `user unlock`: who failed too often may try again."""
    office = Office.open()
    person = _one(office, options.login)
    return {"person": _shown(asked(lambda: _accounts(office).unlock(person.id, office.actor)))}, 0


def signed_out(options: argparse.Namespace) -> Result:
    """Answer `user sign-out`: every session of a person ends."""
    office = Office.open()
    person = _one(office, options.login)
    ended = asked(lambda: _accounts(office).end_sessions(person.id, office.actor))
    return {"login": person.login, "sessions_ended": ended}, 0


def deputy(options: argparse.Namespace) -> Result:
    """Answer `user deputy`."""
    office = Office.open()
    person, principal = _one(office, options.login), _one(office, options.principal)
    first, last = _day(options.first), _day(options.last)
    after = asked(lambda: _accounts(office).deputise(person.id, principal.id, first, last, office.actor))
    return {"person": _shown(after)}, 0


def _switched(options: argparse.Namespace, *, active: bool) -> Result:
    office = Office.open()
    after = replace(_one(office, options.login), active=active)
    return {"person": _shown(asked(lambda: _accounts(office).change_person(after, office.actor)))}, 0


def _accounts(office: Office) -> Accounts:
    return Accounts(office.engine, office.county)


def asked(step: Callable[[], T]) -> T:
    """What a step gives; what the door refuses is one sentence and exit 2."""
    try:
        return step()
    except Refused as refused:
        raise Problem("; ".join(SAID.get(code, code) for code in refused.codes), 2) from refused
    except Stale as stale:
        raise Problem("somebody else changed this person meanwhile; please try again", 2) from stale


def _one(office: Office, login: str) -> Person:
    found = next((one for one in persons(office.engine, office.county) if one.login == login), None)
    if found is None:
        raise Problem(f"nobody signs in as {login}", 2)
    return found


def _shown(person: Person) -> dict[str, Any]:
    return {"id": person.id, **told(person)}


def grants(office: Office, words: list[str]) -> tuple[Grant, ...]:
    """The roles of `--role`; raises Problem for a word, part or code that the county does not know."""
    return tuple(_grant(office, word) for word in words)


def _grant(office: Office, word: str) -> Grant:
    role, _, parts = word.partition(":")
    if role not in set(Role):
        known = ", ".join(one for one in Role if one is not Role.SYSTEM)
        raise Problem(f"unknown role {role!r}; roles are: {known}", 2)
    scope: dict[str, tuple[str, ...]] = {}
    for part in filter(None, parts.split(";")):
        key, sign, codes = part.partition("=")
        if key not in PARTS or not sign or not codes:
            raise Problem(f"{part!r} is no part of the county; parts are: {', '.join(PARTS)}=CODE,…", 2)
        scope[PARTS[key]] = tuple(codes.split(","))
    _check(office, scope)
    return Grant(Role(role), Scope(**scope))


def _check(office: Office, scope: dict[str, tuple[str, ...]]) -> None:
    """Raise Problem for a code that the county does not know: it would be a part in which nothing lies."""
    county = office.county
    known = {
        "sectors": set(county.sectors.codes),
        "departments": set(county.departments.codes),
        "townships": {region.code for region in county.regions.townships},
    }
    if scope.get("enterprises"):
        known["enterprises"] = set(office.snapshot.enterprises["id"])
    for name, codes in scope.items():
        for code in codes:
            if known[name] and code not in known[name]:
                raise Problem(f"unknown code {code!r}; {name}: {', '.join(sorted(known[name])[:40])}", 2)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Problem(f"{text!r} is not a day like 2026-11-26", 2) from error
