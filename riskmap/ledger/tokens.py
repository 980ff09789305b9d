"""Tokens of programs and walls: made and revoked through the one door, each time with one event; secrets are in none.

A program's token is shown with every request. A device's is shown once, in exchange for a cookie that only it holds:
what stood on a slip of paper opens nothing any more.
"""

import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy import Connection, Engine

from riskmap.domain.county import County
from riskmap.domain.roles import RIGHTS, Right, Role
from riskmap.domain.tokens import Token, token_faults
from riskmap.ledger import permission
from riskmap.ledger.batch import Actor
from riskmap.ledger.errors import NotFound, Refused
from riskmap.ledger.journal import Journal, journal, new_id
from riskmap.ledger.sessions import hashed
from riskmap.store import events, tokens
from riskmap.store.engine import reading, writing_at_once
from riskmap.store.tokens import Key

BYTES: Final = 32  # 256 bits, which nobody guesses
TOUCH: Final = timedelta(minutes=1)  # a token in use is written down once a minute, if nobody writes just then


class Listed(NamedTuple):
    """A token with the moment (UTC) of its last use, "" for never; `waiting`: its screen has not come in yet."""

    token: Token
    used: str
    waiting: bool


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one county. Every change is one transaction with one event; raises Refused, NotFound."""

    engine: Engine
    county: County

    def add(self, token: Token, day: date, actor: Actor) -> tuple[Token, str]:
        """Make a token on a day; with its id and its secret, which is told only here."""
        actor = permission.permit(actor, _keepers(token))
        with journal(self.engine, self.county, actor) as book:
            made = replace(token, id=new_id(), name=token.name.strip(), by=actor.name, created=book.at, revoked="")
            if codes := token_faults(made, day):
                raise Refused(codes)
            standing = tokens.tokens(book.connection, self.county.code, "name = ? AND revoked = ''", (made.name,))
            if standing:
                raise Refused(("taken:name",))
            _write(book, "token_added", made)
            return made, _fresh(book, made, once=made.device)

    def revoke(self, token_id: str, actor: Actor) -> Token:
        """Take a token back: it opens nothing from the next request, run or look of a wall on."""
        with journal(self.engine, self.county, actor) as book:
            found = tokens.tokens(book.connection, self.county.code, "id = ?", (token_id,))
            if not found:
                raise NotFound(token_id)
            own = replace(book, actor=permission.permit(actor, _keepers(found[0])))
            if found[0].revoked:
                return found[0]
            after = replace(found[0], revoked=book.at)
            _write(own, "token_revoked", after)
            return after

    def claim(self, secret: str, day: date, at: datetime) -> tuple[Token, str] | None:
        """Exchange a device's token for the secret of its cookie, once, within EXCHANGE; None for any other word."""
        digest = hashed(secret)
        with reading(self.engine) as connection:
            found = _standing(connection, self.county.code, digest, day, once=True)
        if found is None or not found.admits(at):
            return None
        with journal(self.engine, self.county, Actor("", "", Role.DEVICE.value)) as book:
            token = _standing(book.connection, self.county.code, digest, day, once=True)
            if token is None:
                return None
            own = replace(book, actor=Actor(actor_id(token), token.name, Role.DEVICE.value))
            _write(own, "token_claimed", token)
            return token, _fresh(own, token, once=False)

    def who(self, secret: str, day: date, at: datetime, *, device: bool) -> Token | None:
        """The token of a secret that a program (or, with `device`, a screen) shows; None for any other word."""
        if not secret:
            return None
        code, digest = self.county.code, hashed(secret)
        with reading(self.engine) as connection:
            token = _standing(connection, code, digest, day, once=False)
            known = tokens.key(connection, code, digest)
        if token is None or known is None or token.device != device:
            return None
        if not known.used or datetime.fromisoformat(known.used) + TOUCH <= at:
            with writing_at_once(self.engine) as connection:  # a wall waits for no import
                if connection is not None:
                    tokens.touch(connection, code, digest, at.isoformat())
        return token

    def listed(self) -> list[Listed]:
        """Every token, latest first."""
        with reading(self.engine) as connection:
            keys = tokens.keys(connection, self.county.code)
            return [Listed(one, *keys.get(one.id, ("", False))) for one in tokens.tokens(connection, self.county.code)]


def actor_id(token: Token) -> str:
    """The id under which a token acts in events."""
    return f"token:{token.id}"


def _keepers(token: Token) -> frozenset[Role]:
    return RIGHTS[Right.SCREENS if token.device else Right.ACCOUNTS]


def _standing(connection: Connection, county: str, digest: str, day: date, *, once: bool) -> Token | None:
    known = tokens.key(connection, county, digest)
    if known is None or known.once != once:
        return None
    found = tokens.tokens(connection, county, "id = ?", (known.token_id,))
    return found[0] if found and found[0].stands(day) else None


def _write(book: Journal, action: str, token: Token) -> None:
    seq = book.note(action, events.TOKEN, token.id, None, tokens.told(token))
    tokens.write(book.connection, book.county.code, token, seq)


def _fresh(book: Journal, token: Token, *, once: bool) -> str:
    secret = secrets.token_urlsafe(BYTES)
    tokens.keep(book.connection, book.county.code, Key(token.id, hashed(secret), once, ""))
    return secret
