"""Who stands in for whom (AB角), as the person concerned sees it."""

from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from riskmap.domain.people import Grant, Person, held
from riskmap.i18n import Translator
from riskmap.views.html import record
from riskmap.views.html.accounts import PARTS
from riskmap.views.html.context import Context
from riskmap.views.html.markup import card, e, empty, span
from riskmap.views.names import Label

RULES: Final = (
    "Your deputy acts with your roles, within your part of the county, on these days only.",
    "What a deputy records about a hazard bears both names; naming and withdrawing are events of the audit trail.",
    "The care of accounts is never lent, nor what you hold as somebody's deputy.",
    "Days: 1 to 93. Naming the same person again replaces the days; you may withdraw at any time.",
)
DEMO: Final = (
    "Deputies belong to accounts; in the demo nobody has one. With sign-in (RISKMAP_AUTH=local) you name yours here."
)


class Standing(NamedTuple):
    """Somebody who stands in, or is stood in for, with the roles that are lent."""

    person: Person
    grants: tuple[Grant, ...]
    works: bool = True  # what reads hazards is lent in vain to who reads none by an own role


def standings(persons: Sequence[Person], principal: Person, day: date) -> list[Standing]:
    """Who stands in for a person on a day or later."""
    found = (_standing(one, one, _lent(one, principal.login, day), day) for one in persons)
    return [one for one in found if one.grants]


def principals(persons: Sequence[Person], deputy: Person, day: date) -> list[Standing]:
    """For whom a person stands in on a day or later."""
    found = (_standing(one, deputy, _lent(deputy, one.login, day), day) for one in persons)
    return [one for one in found if one.grants]


def _standing(shown: Person, deputy: Person, lent: tuple[Grant, ...], day: date) -> Standing:
    first = max([day, *(one.first for one in lent if one.first)])
    return Standing(shown, lent, works=not lent or bool(set(lent) & set(held(deputy.grants, first))))


def _lent(deputy: Person, login: str, day: date) -> tuple[Grant, ...]:
    return tuple(one for one in deputy.grants if one.deputy_of == login and (one.last is None or day <= one.last))


def rules(context: Context, *, demo: bool) -> str:
    """What a deputy may; in the demo, why none can be named."""
    t = context.t
    lines = "".join(f"<li>{e(t(line))}</li>" for line in RULES)
    said = f'<p class="w-notice w-deputy-demo" role="status">{e(t(DEMO))}</p>' if demo else ""
    return card(t("What a deputy may"), f'{said}<ul class="w-rules">{lines}</ul>')


def line(t: Translator, label: Label, one: Standing, day: date) -> str:
    """One person with days, state and roles."""
    firsts, lasts = ({getattr(grant, name) for grant in one.grants} for name in ("first", "last"))
    first, last = min(firsts), max(lasts)
    who = f"<b>{e(one.person.name)}</b>" + (f" {span(one.person.post, 'w-mu')}" if one.person.post else "")
    days = t("{first} to {last}", first=t.date(first), last=t.date(last))
    state = span(t("deputy|Stands in today"), "w-done") if first <= day else span(t("deputy|From then on"), "w-mu")
    if not one.works:
        state = span(t("deputy|No effect: keeps accounts or audits"), "w-late")
    roles = "".join(f"<small>{e(_role(t, label, grant))}</small>" for grant in one.grants)
    return f'<div class="w-deputy"><p>{who}</p><p>{e(days)} {state}</p>{roles}</div>'


def _role(t: Translator, label: Label, grant: Grant) -> str:
    reach = t("list|, ").join(label(kind, code) for name, kind in PARTS.items() for code in getattr(grant.scope, name))
    return f"{record.role(t, grant.role)} · {reach}" if reach else record.role(t, grant.role)


def mine(context: Context, label: Label, found: Sequence[Standing], day: date) -> str:
    """For whom the reader stands in."""
    t = context.t
    body = "".join(line(t, label, one, day) for one in found) or empty(t("You stand in for nobody."))
    return card(t("For whom I stand in"), body)
