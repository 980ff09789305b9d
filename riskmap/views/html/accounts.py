"""Who comes in: persons with their roles, and the tokens of programs and screens, as tables."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final, NamedTuple

from riskmap.domain.people import Grant, Person
from riskmap.domain.tokens import Token
from riskmap.i18n import Translator
from riskmap.views.html import record
from riskmap.views.html.context import Context
from riskmap.views.html.markup import card, e, empty, link, span, table
from riskmap.views.names import Label

PARTS: Final = {"sectors": "sector", "departments": "department", "townships": "township", "enterprises": "enterprise"}
FAULTS: Final = {  # code → why accounts or tokens stay as they are
    "bad:login": "A login is 2 to 32 of a–z, 0–9, dot, dash and underscore.",
    "missing:name": "The name is missing.",
    "missing:role": "At least one role is needed; to put somebody out, disable the account.",
    "missing:scope": "This role needs its part of the county.",
    "bad:role": "This role cannot be given here.",
    "bad:deputy": "Somebody else stands in, for 1 to 93 days.",
    "deputy:no_hazards": "Who keeps accounts or audits the trail does not stand in for a role that reads hazards.",
    "deputy:other_house": "An enterprise is stood in for by its own people, an office by another office.",
    "deputy:none": "Nobody stands in there any more.",
    "taken:login": "This login is taken.",
    "taken:name": "A token of this name stands; revoke it, or choose another name.",
    "bad:name": "The name is too long.",
    "bad:days": "A token is for 1 to 732 days.",
    "own:account": "Your own roles are changed by another administrator.",
    "bad:sector": "This sector cannot be shown here.",
    "bad:township": "This township cannot be shown here.",
    "bad:focus": "The focus is one place or one hazard within the part shown, on the main page.",
    "bad:minutes": "A wall is presented for 5 minutes to 12 hours.",
    "scope:outside": "It lies outside the part of the county that you answer for.",
    "demo:accounts": "In the demo nobody signs in: accounts are kept with RISKMAP_AUTH=local.",
    "role:not_allowed": "Your role does not allow this.",
    "stale": "Somebody else changed this meanwhile; please look again.",
    "not_found": "This is no longer there.",
}


class Account(NamedTuple):
    """A person as the keeper of accounts sees him; moments in the county's zone, None = never, not locked.

    `password`: whether one is kept here.
    """

    person: Person
    last: datetime | None
    locked: datetime | None
    password: bool = True


class Shown(NamedTuple):
    """A token as the keeper of accounts sees it; moments in the county's zone. `waiting`: its screen is to come in,
    `late`: and no longer may.
    """

    token: Token
    made: datetime
    used: datetime | None
    waiting: bool
    late: bool


def why(t: Translator, codes: Iterable[str]) -> list[str]:
    """Why something was refused, in sentences."""
    return list(dict.fromkeys(t(FAULTS[code]) if code in FAULTS else code for code in codes))


def held(t: Translator, label: Label, grant: Grant, day: date) -> str:
    """One role with its part, its days and whom it stands in for; muted where it does not hold on a day."""
    role, *more = said(t, label, grant)
    told = " · ".join((f"<b>{e(role)}</b>", *map(e, more)))
    return f'<span class="w-role{"" if grant.holds(day) else " w-mu"}">{told}</span>'


def said(t: Translator, label: Label, grant: Grant) -> list[str]:
    """The same as words: role, then part, whom it stands in for, days, as far as there are any."""
    reach = t("list|, ").join(label(kind, code) for name, kind in PARTS.items() for code in getattr(grant.scope, name))
    deputy = t("stands in for {login}", login=grant.deputy_of) if grant.deputy_of else ""
    days = t("{first} to {last}", first=t.date(grant.first), last=t.date(grant.last)) if grant.first else ""
    until = t("until {day}", day=t.date(grant.last)) if grant.last and not grant.first else ""
    return [record.role(t, grant.role), *filter(None, (reach, deputy, days, until))]


def state(t: Translator, one: Account) -> str:
    """How an account stands, in one word."""
    if not one.person.active:
        return span(t("account|Disabled"), "w-mu")
    if one.locked is not None:
        return span(t("Locked until {when}", when=t.moment(one.locked)), "w-late")
    if one.person.must_change and one.password:
        return span(t("First password not changed yet"), "w-soon")
    return span(t("account|Active"), "w-done")


def people(context: Context, accounts: Sequence[Account], label: Label, day: date) -> str:
    """Every account; a name opens it."""
    t = context.t
    rows = [
        [
            link(context.href("accounts", {"id": one.person.id}), e(one.person.name), "w-text w-open"),
            e(one.person.login),
            e(one.person.post or "—"),
            "<br>".join(held(t, label, grant, day) for grant in one.person.grants),
            _moment(t, one.last),
            state(t, one),
        ]
        for one in accounts
    ]
    heads = (t("person|Name"), t("Login"), t("Position held"), t("Roles and part"), t("Last sign-in"), t("State"))
    body = (
        table(map(e, heads), rows, "w-people", ["w-go"] * len(rows)) if rows else empty(t("Nobody has an account yet."))
    )
    return card(t("People"), body, e(t("{n} accounts", n=t.number(len(rows)))))


def facts(context: Context, one: Account) -> str:
    """One account: who, and how it stands."""
    t = context.t
    lines = (
        (t("Login"), e(one.person.login)),
        (t("Position held"), e(one.person.post or "—")),
        (t("Last sign-in"), _moment(t, one.last)),
        (t("State"), state(t, one)),
    )
    back = link(context.href("accounts"), e(t("← All accounts")), "w-text")
    return card(one.person.name, table(["", ""], [[e(name), value] for name, value in lines], "w-batch"), back)


def tokens(context: Context, found: Sequence[Shown], label: Label, day: date) -> str:
    """Every token, latest first, those that open nothing any more muted."""
    t = context.t
    rows = [
        [
            e(one.token.name),
            held(t, label, Grant(one.token.grant.role, one.token.grant.scope), day),
            e(t("{who}, {when}", who=one.token.by, when=t.moment(one.made))),
            _moment(t, one.used),
            e(t.date(one.token.grant.last)),
            _stands(t, one, day),
        ]
        for one in found
    ]
    heads = (t("Name"), t("Reads as"), t("Made by"), t("Last used"), t("Last day"), t("State"))
    classes = ["w-mu" if one.late or not one.token.stands(day) else "" for one in found]
    body = (
        table(map(e, heads), rows, "w-people", classes) if rows else empty(t("No program and no screen has a token."))
    )
    return card(t("Programs and screens"), body)


def _stands(t: Translator, one: Shown, day: date) -> str:
    if one.token.revoked:
        return span(t("token|Revoked"), "w-mu")
    if not one.token.stands(day) or (one.waiting and one.late):
        return span(t("token|Run out"), "w-mu")
    return span(t("Waits for its screen"), "w-soon") if one.waiting else span(t("token|Good"), "w-done")


def _moment(t: Translator, at: datetime | None) -> str:
    return e(t.moment(at)) if at is not None else span(t("never"), "w-mu")
