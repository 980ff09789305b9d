"""Reports of whistle-blowers on a page: the list without words, and one as its named receiver reads it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from riskmap.domain.people import Person
from riskmap.domain.roles import Role
from riskmap.domain.tips import ENDS, Channel, Tip, TipMove, TipState, Words
from riskmap.i18n import Translator
from riskmap.views.html import record
from riskmap.views.html.context import Context
from riskmap.views.html.markup import card, e, empty, link, span, table

CHANNELS: Final = {
    Channel.PHONE: "channel|Telephone 12350",
    Channel.LETTER: "channel|Letter",
    Channel.VISIT: "channel|Visit",
    Channel.ONLINE: "channel|Online",
}
STATES: Final = {
    TipState.RECEIVED: "tip|Received",
    TipState.CHECKING: "tip|Being checked",
    TipState.ANSWERED: "tip|Answered",
    TipState.UNFOUNDED: "tip|Not substantiated",
}
MOVES: Final = {
    TipMove.CHECK: "tip|Begin the check",
    TipMove.ANSWER: "tip|Answer: substantiated and dealt with",
    TipMove.DISMISS: "tip|Answer: not substantiated",
}
TONES: Final = {
    TipState.RECEIVED: "w-soon", TipState.CHECKING: "w-strong", TipState.ANSWERED: "w-done", TipState.UNFOUNDED: "w-mu",
}  # fmt: skip
FAULTS: Final = {  # code → why a report stays as it is, or stays closed
    "role:not_allowed": "Your role does not allow this.",
    "stale": "Somebody else changed this meanwhile; please look again.",
    "not_found": "This is no longer there.",
    "missing:channel": "Say how the report came in.",
    "missing:received": "Say on which day it was received.",
    "missing:receiver": "Choose the named receiver.",
    "missing:due": "Say by when it is to be answered.",
    "missing:reported": "Say what was reported.",
    "missing:reporter": "Name the reporter, or tick that the report is anonymous.",
    "missing:answer": "Say what was answered.",
    "missing:on": "Say on which day.",
    "future:received": "The day of receipt lies in the future.",
    "bad_order:due<received": "The reply cannot be due before the report was received.",
    "bad_order:on<received": "The day lies before an earlier step of this report.",
    "bad:receiver": "The named receiver is an officer of the committee in person, not a deputy.",
    "same:receiver": "That is the named receiver already.",
    "no_change": "The hazard is linked already.",
    "too_long:reported": "The report is too long.",
    "too_long:reporter": "The reporter's name is too long.",
    "too_long:contact": "The reporter's contact is too long.",
    "too_long:answer": "The answer is too long.",
    "tip:anonymous_named": "An anonymous report names nobody: empty the name and contact, or take the tick away.",
    "tip:not_in_state": "The report is not at this step.",
    "tip:no_hazard": "There is no hazard with this number.",
    "tip:receiver": "The named receiver alone reads this report.",
    "tip:key_missing": "The key of the reports cannot be read, so their words stay closed. Nothing is lost: "
    "the administrator puts the key file back (RISKMAP_TIP_KEY_FILE).",
    "tip:key_wrong": "The key file is not the one with which these reports were sealed, so their words stay closed. "
    "Nothing is lost: the administrator puts the right key file back (RISKMAP_TIP_KEY_FILE).",
    "tip:changed": "This record was changed outside of the program and stays closed; tell the administrator, "
    "who checks it with “verify”.",
    "tip:key_same": "Every report is sealed with this key already.",
}
WHICH: Final = "tip:which:"


def why(t: Translator, codes: Iterable[str]) -> list[str]:
    """Why something was refused, in sentences."""
    return list(dict.fromkeys(_why(t, code) for code in codes))


def _why(t: Translator, code: str) -> str:
    if code.startswith(WHICH):
        return t("Reports: {numbers}.", numbers=code.removeprefix(WHICH))
    return t(FAULTS[code]) if code in FAULTS else code


class Staff(NamedTuple):
    """Who is spoken of: everybody by id, ids of those who may be a receiver, the id of who reads, and on which day."""

    known: Mapping[str, Person]
    able: frozenset[str]
    reader: str
    day: date


def post(t: Translator, staff: Staff, receiver: str) -> str:
    """The post of a receiver as HTML, never the name; without one the office. Who left it is told: nobody reads on."""
    found = staff.known.get(receiver)
    said = (found.post if found else "") or record.role(t, Role.COMMITTEE)
    if receiver == staff.reader:
        return e(t("{post} (you)", post=said))
    return e(said) if receiver in staff.able else span(t("{post} (no longer an officer)", post=said), "w-late")


def listed(context: Context, found: Sequence[Tip], staff: Staff) -> str:
    """Every report without a word of it, latest first; those in the reader's own hands open."""
    t = context.t
    if not found:
        return card(t("Reports received"), empty(t("No report has been received yet.")))
    heads = [
        t("Number"), t("tip|Received on"), t("tip|Channel"), t("tip|Named receiver"), t("tip|Reply due"), t("State"),
    ]  # fmt: skip
    rows = [
        [
            link(context.href("tips", {"id": one.number}), e(one.number), "w-text"),
            e(t.date(one.received)),
            e(t(CHANNELS[one.channel])),
            post(t, staff, one.receiver),
            _due(t, one, staff.day),
            span(t(STATES[one.state]), TONES[one.state]),
        ]
        for one in found
    ]
    open_ = sum(one.state not in ENDS for one in found)
    late = sum(one.late(staff.day) for one in found)
    aside = t("{n} open of {m}, {late} past their reply day", n=t.number(open_), m=t.number(len(found)), late=late)
    return card(t("Reports received"), table(map(e, heads), rows), e(aside))


def _due(t: Translator, one: Tip, day: date) -> str:
    if one.late(day):
        return span(t("{day}, late by {n} d", day=t.date(one.due), n=(day - one.due).days), "w-late")
    return e(t.date(one.due))


def facts(context: Context, one: Tip, staff: Staff, hazard: str) -> str:
    """The plain part of a report; `hazard`: address of the one that came of it, "" for none that can be opened."""
    t = context.t
    own = one.receiver == staff.reader
    lines = [
        (t("tip|Received on"), e(t.date(one.received))),
        (t("tip|Channel"), e(t(CHANNELS[one.channel]))),
        (t("tip|Named receiver"), post(t, staff, one.receiver)),
        (t("tip|Reply due"), _due(t, one, staff.day)),
        (t("tip|Check began"), e(t.date(one.checked))),
        (t("tip|Answered on"), e(t.date(one.answered))),
    ]
    if own:
        shown = link(hazard, e(one.hazard), "w-text") if hazard else e(one.hazard or "—")
        lines.append((t("tip|Hazard that came of it"), shown))
    told = "".join(f"<div>{span(name, 'w-mu')}<span>{value}</span></div>" for name, value in lines)
    note = "" if own else f'<p class="w-empty">{e(t(FAULTS["tip:receiver"]))}</p>'
    state = span(t(STATES[one.state]), TONES[one.state])
    return card(one.number, f'<div class="w-facts wide w-two">{told}</div>{note}', state)


def words(context: Context, told: Words) -> str:
    """What was reported, by whom, and what was answered: for the named receiver alone."""
    t = context.t
    who = t("tip|Anonymous") if told.anonymous else told.reporter
    lines = [(t("tip|Reporter"), who), (t("tip|Contact"), told.contact or "—")]
    person = "".join(f"<div>{span(name, 'w-mu')}{span(value)}</div>" for name, value in lines)
    sealed = span(t("stored encrypted, for you alone"), "w-mu")
    body = f'<div class="w-words">{_lines(told.reported)}</div><div class="w-facts wide w-two">{person}</div>'
    answer = card(t("tip|Answer"), f'<div class="w-words">{_lines(told.answer)}</div>', sealed) if told.answer else ""
    return card(t("tip|What was reported"), body, sealed) + answer


def _lines(text: str) -> str:
    return "".join(f"<p>{e(line)}</p>" for line in text.splitlines() if line.strip())
