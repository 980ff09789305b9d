"""Who signs in: persons are added and changed through the one door, each time with one event; secrets are in none."""

import secrets
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import Engine

from riskmap.domain.county import County
from riskmap.domain.people import Person, deputies, faults, may_stand_in, password_faults, reads_by_own
from riskmap.domain.roles import READERS
from riskmap.ledger.errors import NotFound, Refused, Stale
from riskmap.ledger.journal import Journal, new_id
from riskmap.store import events, people
from riskmap.store.engine import reading
from riskmap.store.people import Credential, Standing

FIRST_PASSWORD_BYTES: Final = 12


@lru_cache(maxsize=1)
def hasher() -> PasswordHasher:
    """argon2id with the library's present parameters."""
    return PasswordHasher()


def proves(stored: str, password: str) -> bool:
    """Whether a password is the one of a hash."""
    try:
        return hasher().verify(stored, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


def add(book: Journal, person: Person) -> tuple[Person, str]:
    """Add a person; with the id and the first password, told once, to be changed at the first sign-in."""
    person = replace(person, id=new_id(), must_change=True, version=1)
    if codes := faults(person):
        raise Refused(codes)
    if people.people(book.connection, book.county.code, "login = ?", (person.login,)):
        raise Refused(("taken:login",))
    _write(book, "person_added", person)
    return person, _fresh(book, person)


def change(book: Journal, person: Person) -> Person:
    """Put what is said of a person in the place of what was (judged by the version); who is put out is signed out."""
    before = one(book, person.id)
    if before.version != person.version:
        raise Stale(before.version)
    after = replace(person, version=before.version + 1)
    if codes := faults(after):
        raise Refused(codes)
    if after.login != before.login:
        raise Refused(("fixed:login",))
    if replace(after, version=before.version) == before:
        return before
    _write(book, "person_changed", after)
    if not after.active:
        people.end(book.connection, book.county.code, book.at, person_id=person.id)
    _narrow_deputies(book, after)
    return after


def _narrow_deputies(book: Journal, principal: Person) -> None:
    """Whoever stands in for a person holds no more of it than the person still does; each change is one event."""
    own = {(one.role, one.scope) for one in principal.grants if principal.active and not one.deputy_of}
    for person in people.people(book.connection, book.county.code):
        lent = (one for one in person.grants if one.deputy_of == principal.login)
        gone = {one for one in lent if (one.role, one.scope) not in own}
        if gone:
            kept = tuple(one for one in person.grants if one not in gone)
            _write(book, "person_changed", replace(person, grants=kept, version=person.version + 1))


def deputise(book: Journal, person_id: str, principal_id: str, first: date, last: date) -> Person:
    """Let a person stand in for another (AB角): the other's roles, from `first` to `last`."""
    person, principal = one(book, person_id), one(book, principal_id)
    if person.id == principal.id or not person.active:
        raise Refused(("bad:deputy",))
    lends = any(grant.role in READERS for grant in principal.grants if not grant.deputy_of)
    if lends and not reads_by_own(person.grants):
        raise Refused(("deputy:no_hazards",))
    if not may_stand_in(person, principal):
        raise Refused(("deputy:other_house",))
    try:
        lent = deputies(principal, first, last)
    except ValueError as error:
        raise Refused(("bad:deputy",)) from error
    if not lent:
        raise Refused(("missing:role",))
    kept = tuple(grant for grant in person.grants if grant.deputy_of != principal.login)
    return change(book, replace(person, grants=(*kept, *lent)))


def withdraw(book: Journal, person_id: str, principal_id: str) -> Person:
    """Let a person no longer stand in for another. Code: deputy:none."""
    person, principal = one(book, person_id), one(book, principal_id)
    kept = tuple(grant for grant in person.grants if grant.deputy_of != principal.login)
    if kept == person.grants:
        raise Refused(("deputy:none",))
    return change(book, replace(person, grants=kept))


def reset(book: Journal, person_id: str) -> str:
    """A new first password: told once, to be changed at the next sign-in; every session of the person ends."""
    before = one(book, person_id)
    _write(book, "password_reset", replace(before, must_change=True, version=before.version + 1))
    people.end(book.connection, book.county.code, book.at, person_id=person_id)
    return _fresh(book, before)


def unlock(book: Journal, person_id: str) -> Person:
    """Let a person try again who failed too often."""
    before = one(book, person_id)
    known = people.credential(book.connection, book.county.code, person_id)
    after = replace(before, version=before.version + 1)
    _write(book, "person_unlocked", after)
    if known is not None:
        people.set_credential(book.connection, book.county.code, person_id, Credential(known.password, 0, ""))
    return after


def end_sessions(book: Journal, person_id: str) -> int:
    """End every session of a person; how many stood."""
    before = one(book, person_id)
    _write(book, "person_signed_out", replace(before, version=before.version + 1))
    return people.end(book.connection, book.county.code, book.at, person_id=person_id)


def choose(book: Journal, person_id: str, present: str, password: str) -> Person:
    """A person's own new password. Codes: password:wrong, password:same and those of domain.people."""
    before = one(book, person_id)
    known = people.credential(book.connection, book.county.code, person_id)
    if known is None or not proves(known.password, present):
        raise Refused(("password:wrong",))
    if codes := password_faults(password, before):
        raise Refused(codes)
    if password == present:
        raise Refused(("password:same",))
    after = replace(before, must_change=False, version=before.version + 1)
    _write(book, "password_chosen", after)
    people.end(book.connection, book.county.code, book.at, person_id=person_id)
    _keep(book, person_id, password)
    return after


def one(book: Journal, person_id: str) -> Person:
    """The person of an id as he stands. Raises NotFound."""
    found = people.people(book.connection, book.county.code, "id = ?", (person_id,))
    if not found:
        raise NotFound(person_id)
    return found[0]


def _write(book: Journal, action: str, person: Person) -> None:
    seq = book.note(action, events.PERSON, person.id, None, people.told(person))
    people.write(book.connection, book.county.code, person, seq)


def _fresh(book: Journal, person: Person) -> str:
    password = secrets.token_urlsafe(FIRST_PASSWORD_BYTES)
    _keep(book, person.id, password)
    return password


def _keep(book: Journal, person_id: str, password: str) -> None:
    told = Credential(hasher().hash(password), 0, "")
    people.set_credential(book.connection, book.county.code, person_id, told)


def persons(engine: Engine, county: County) -> list[Person]:
    """Everybody who may sign in or once might, by login."""
    with engine.connect() as connection:
        return people.people(connection, county.code)


def standings(engine: Engine, county: County) -> dict[str, Standing]:
    """How each person comes in, by id: the last sign-in, and until when the door is shut."""
    with reading(engine) as connection:
        return people.standings(connection, county.code)
