"""Signing in and out. Sessions live in the database, so that they survive a restart and end everywhere at once.

They are no facts of the ledger and leave no event in its chain; the rows themselves stay, as a record of sign-ins.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from sqlalchemy import Connection, Engine

from riskmap.domain.county import County
from riskmap.domain.people import Person
from riskmap.ledger.people import hasher, proves
from riskmap.store import people
from riskmap.store.engine import reading, writing, writing_at_once
from riskmap.store.people import Credential, Session

IDLE: Final = timedelta(minutes=60)
ABSOLUTE: Final = timedelta(hours=12)
TOUCH: Final = timedelta(minutes=1)  # a session in use is written down once a minute, not at every run
FAILURES: Final = 5
LOCK: Final = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who signed in; `token` is what the cookie holds and nothing else does."""

    person: Person
    token: str


def sign_in(engine: Engine, county: County, login: str, password: str, at: datetime) -> SignedIn | None:
    """A new session for login and password, None where they do not fit, the person is put out or locked out.

    Five failures lock a person out for 15 minutes, also for the right password. All refusals look and last alike.
    """
    with reading(engine) as connection:
        found = people.people(connection, county.code, "login = ?", (login.strip().lower(),))
        known = people.credential(connection, county.code, found[0].id) if found else None
    right = proves(known.password if known else _decoy(), password)
    if known is None:
        return None
    proved = known.password
    with writing(engine) as connection:
        known = people.credential(connection, county.code, found[0].id)
        person = people.people(connection, county.code, "id = ?", (found[0].id,))[0]
        if known is None or known.password != proved or _locked(known, at) or not person.active:
            return None  # also where the password was changed while this waited for its turn
        if not right:
            people.set_credential(connection, county.code, person.id, _failed(known, at))
            return None
        if known.failures or known.locked_until:
            people.set_credential(connection, county.code, person.id, Credential(known.password, 0, ""))
        token = _begun(connection, county, person, at)
    return SignedIn(person, token)


def sign_in_as(engine: Engine, county: County, login: str, at: datetime) -> SignedIn | None:
    """A new session for a login that somebody else has proved (OpenID Connect); None for nobody and who is put out."""
    with writing(engine) as connection:
        found = people.people(connection, county.code, "login = ? AND active", (login.strip().lower(),))
        return SignedIn(found[0], _begun(connection, county, found[0], at)) if found else None


def _begun(connection: Connection, county: County, person: Person, at: datetime) -> str:
    token, now = secrets.token_urlsafe(32), at.isoformat()
    people.begin(connection, county.code, hashed(token), Session(person.id, now, now, (at + ABSOLUTE).isoformat(), ""))
    return token


def who(engine: Engine, county: County, token: str, at: datetime) -> Person | None:
    """The person of a token; None when the session has ended or expired or the person was put out."""
    if not token:
        return None
    with reading(engine) as connection:
        found = people.session(connection, county.code, hashed(token))
        if found is None or not _stands(found, at):
            return None
        persons = people.people(connection, county.code, "id = ? AND active", (found.person_id,))
    if not persons:
        return None
    if datetime.fromisoformat(found.seen) + TOUCH <= at:
        with writing_at_once(engine) as connection:  # nobody's page waits for an import
            if connection is not None:
                people.touch(connection, county.code, hashed(token), at.isoformat())
    return persons[0]


def sign_out(engine: Engine, county: County, token: str, at: datetime) -> None:
    """End the session of a token."""
    with writing(engine) as connection:
        people.end(connection, county.code, at.isoformat(), token=hashed(token))


def sign_out_everywhere(engine: Engine, county: County, person_id: str, at: datetime) -> int:
    """End every session of a person; how many stood."""
    with writing(engine) as connection:
        return people.end(connection, county.code, at.isoformat(), person_id=person_id)


def hashed(token: str) -> str:
    """What is kept of a token."""
    return sha256(token.encode()).hexdigest()


def _stands(session: Session, at: datetime) -> bool:
    seen, until = datetime.fromisoformat(session.seen), datetime.fromisoformat(session.until)
    return not session.ended and at < until and at < seen + IDLE


def _locked(known: Credential, at: datetime) -> bool:
    return bool(known.locked_until) and at < datetime.fromisoformat(known.locked_until)


def _failed(known: Credential, at: datetime) -> Credential:
    failures = known.failures + 1
    if failures < FAILURES:
        return Credential(known.password, failures, "")
    return Credential(known.password, 0, (at + LOCK).isoformat())


_decoys: list[str] = []


def _decoy() -> str:
    """A hash that no password fits, so that an unknown login takes as long as a known one."""
    if not _decoys:
        _decoys.append(hasher().hash(secrets.token_urlsafe(32)))
    return _decoys[0]
