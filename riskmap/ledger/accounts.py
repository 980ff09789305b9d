"""The door for those who keep accounts: who signs in, with which roles, and who stands in for whom."""

from datetime import date

from sqlalchemy import Engine

from riskmap.domain.county import County
from riskmap.domain.people import Person
from riskmap.domain.roles import RIGHTS, Right
from riskmap.ledger import people, permission
from riskmap.ledger.batch import Actor
from riskmap.ledger.errors import Refused
from riskmap.ledger.journal import journal


class Accounts:
    """The accounts of one county. Every method is one transaction with one event; Refused, Stale, NotFound as told.

    What a person loses, or by being put out, is lost to those who stand in for him as well, with an event of each.

    Nobody gives roles to himself or puts himself out (own:account): that takes another keeper of accounts, so that the
    last one cannot be lost and every raise has two names in the chain.
    """

    def __init__(self, engine: Engine, county: County) -> None:
        self.engine, self.county = engine, county

    def add_person(self, person: Person, actor: Actor) -> tuple[Person, str]:
        """Add somebody who signs in; with the id and the first password, which is told only here."""
        actor = permission.permit(actor, RIGHTS[Right.ACCOUNTS])
        with journal(self.engine, self.county, actor) as book:
            return people.add(book, person)

    def change_person(self, person: Person, actor: Actor) -> Person:
        """Change roles, post or name, judged by the version; who is put out (`active=False`) is signed out at once."""
        actor = permission.permit(actor, RIGHTS[Right.ACCOUNTS])
        with journal(self.engine, self.county, actor) as book:
            before = people.one(book, person.id)
            if actor.id == person.id and (person.grants, person.active) != (before.grants, before.active):
                raise Refused(("own:account",))
            return people.change(book, person)

    def deputise(self, person_id: str, principal_id: str, first: date, last: date, actor: Actor) -> Person:
        """Let a person stand in for another from `first` to `last` (AB角): by the accounts' keeper or the other."""
        if actor.id != principal_id:
            actor = permission.permit(actor, RIGHTS[Right.ACCOUNTS])
        if actor.id == person_id:
            raise Refused(("own:account",))
        with journal(self.engine, self.county, actor) as book:
            return people.deputise(book, person_id, principal_id, first, last)

    def withdraw(self, person_id: str, principal_id: str, actor: Actor) -> Person:
        """End at once that a person stands in for another: by the accounts' keeper or the other."""
        if actor.id != principal_id:
            actor = permission.permit(actor, RIGHTS[Right.ACCOUNTS])
        if actor.id == person_id:
            raise Refused(("own:account",))
        with journal(self.engine, self.county, actor) as book:
            return people.withdraw(book, person_id, principal_id)

    def reset_password(self, person_id: str, actor: Actor) -> str:
        """A new first password, told only here; the person is signed out everywhere."""
        actor = permission.permit(actor, RIGHTS[Right.ACCOUNTS])
        with journal(self.engine, self.county, actor) as book:
            return people.reset(book, person_id)

    def unlock(self, person_id: str, actor: Actor) -> Person:
        """Open the door that too many failures shut."""
        actor = permission.permit(actor, RIGHTS[Right.ACCOUNTS])
        with journal(self.engine, self.county, actor) as book:
            return people.unlock(book, person_id)

    def end_sessions(self, person_id: str, actor: Actor) -> int:
        """Sign a person out everywhere; how many sessions stood."""
        actor = permission.permit(actor, RIGHTS[Right.ACCOUNTS])
        with journal(self.engine, self.county, actor) as book:
            return people.end_sessions(book, person_id)

    def choose_password(self, present: str, password: str, actor: Actor) -> Person:
        """The actor's own new password; every session ends. Raises Refused (password:…)."""
        with journal(self.engine, self.county, actor) as book:
            return people.choose(book, actor.id, present, password)
