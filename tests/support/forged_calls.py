"""A call of every public method of the ledger that writes, in the hands of one person, about one hazard."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from riskmap.domain.assessment import Indicator, Scheme, Unit
from riskmap.domain.codec import hazard_to_json
from riskmap.domain.codes import InspectionKind
from riskmap.domain.enterprise import Enterprise, Inspection
from riskmap.domain.filling import FillingRound, ReceiverKind, RoundKind
from riskmap.domain.hazard import Hazard
from riskmap.domain.papers import Move
from riskmap.domain.people import Grant, Person
from riskmap.domain.roles import Role
from riskmap.domain.tips import Channel, Tip, TipMove, Words
from riskmap.domain.tokens import Token
from riskmap.ledger.accounts import Accounts
from riskmap.ledger.batch import Actor, Export, PreparedBatch, Published
from riskmap.ledger.bulk import Bulk, Request
from riskmap.ledger.bulk import Outcome as Became
from riskmap.ledger.commands import Entry, Ledger, ReviewPaper, VisitEntry
from riskmap.ledger.errors import PartsRefused
from riskmap.ledger.filling import Collected
from riskmap.ledger.reviewing import Outcome
from riskmap.ledger.saved_views import SavedViews
from riskmap.ledger.sealing import Keyring
from riskmap.ledger.tips import Tips
from riskmap.ledger.tokens import Tokens
from riskmap.store import register
from riskmap.store.engine import reading
from riskmap.web import data
from support.facts import found_today
from support.small import OFFICE, TODAY

SCHEME = Scheme(2026, Unit.TOWNSHIP, "伪造", (Indicator("x", Decimal(1), "full * due_rate"),))


@dataclass(frozen=True)
class Doors:
    """The doors of the ledger as pages use them, in the hands of a person who signed in, over a hazard."""

    actor: Actor
    hazard: Hazard

    @property
    def ledger(self) -> Ledger:
        return data.ledger()

    def calls(self) -> dict[str, Callable[[], Any]]:
        """A call of every public method that writes, and of those that read reports of whistle-blowers."""
        place, csv = (
            {"field": "place", "new": "x", "reason": "x"},
            Export("hazards", "csv", "x", {}, TODAY, 1, masked=False),
        )
        one, who, ledger = self.hazard, self.actor, self.ledger
        accounts, tokens = Accounts(data.engine(), data.county()), Tokens(data.engine(), data.county())
        views = SavedViews(data.engine(), data.county())
        tips = Tips(data.engine(), data.county(), Keyring(data.settings().tip_key_file))
        report, number = Tip("", TODAY, Channel.PHONE, who.id, TODAY), "JB-2026-0001"
        facts = replace(one, id="", hazard_no="", description="伪造")
        visit = Inspection("", TODAY, one.enterprise_id, one.enterprise_name, InspectionKind.ROUTINE, "张某、李某",
                           found_nothing=True, township=one.township)  # fmt: skip
        of_office = visited(visit)
        outcomes = (Outcome(one.id, one.version, passed=True, opinion="x"),)
        reminder = Request(one.id, one.version, "take_step", {"step": "remind", "signed_by": "x"})
        many = Bulk("x", TODAY, (reminder,))
        entry = Entry({**hazard_to_json(found_today(township=one.township)), "enterprise_id": one.enterprise_id}, TODAY)
        sent = FillingRound("", RoundKind.ITEMS, ReceiverKind.TOWNSHIP, "x", TODAY, TODAY, TODAY)
        again = PreparedBatch("x", "9" * 64, creates=[facts], fingerprints=["x"])
        person = Person("", "intruder", "某人", (Grant(Role.COMMITTEE),))
        wall = Token("", "x", Grant(Role.DEVICE, last=TODAY + timedelta(days=9)))
        paper = {"kind": "reminder", "hazards": [one.id], "to": "x", "title": "x"}
        chosen = {"subject": "hazard", "subject_id": one.id, "text": "x", "unit": "x", "due": TODAY.isoformat()}
        return {
            "register": lambda: ledger.register(facts, who),
            "act": lambda: ledger.act(one.id, "correct", place, who, one.version, TODAY),
            "place": lambda: ledger.place(one.id, 111.5, 36.5, "x", who, one.version, TODAY),
            "enter": lambda: ledger.enter(entry, who),
            "enter_visit": lambda: ledger.enter_visit(VisitEntry("x", visit), who),
            "number_visit": lambda: ledger.number_visit(of_office, "x", who, ""),
            "act_many": lambda: said(ledger.act_many(many, who).outcomes),
            "foresee_many": lambda: said(ledger.foresee_many(many, who)),
            "review": lambda: ledger.review(ReviewPaper(TODAY, "张某、李某", "1", outcomes), who),
            "add_inspection": lambda: ledger.add_inspection(visit, who),
            "save_enterprises": lambda: ledger.save_enterprises([replace(firm_of(one), name="x")], who),
            "record_export": lambda: ledger.record_export(csv, who),
            "publish": lambda: ledger.publish(Published("monthly", "2026-10", False, {"total": {"found": "1"}}), who),
            "import_batch": lambda: ledger.import_batch(again, who),
            "undo_batch": lambda: ledger.undo_batch(str(one.batch_id), who),
            "save_profile": lambda: ledger.save_profile("x", {}, who),
            "remove_profile": lambda: ledger.remove_profile("x", who),
            "create_round": lambda: ledger.create_round(sent, who),
            "collect_round": lambda: ledger.collect_round(Collected("x", 1, TODAY, ()), who),
            "send_back": lambda: ledger.send_back("x", 1, "x", "x", TODAY, who),
            "close_round": lambda: ledger.close_round("x", 1, TODAY, who),
            "draft_paper": lambda: ledger.draft_paper(paper, who, TODAY),
            "move_paper": lambda: ledger.move_paper("x", Move.ISSUE, {}, who, 1, TODAY),
            "record_decision": lambda: ledger.record_decision(chosen, who, TODAY),
            "report_decision": lambda: ledger.report_decision("x", 1, "x", who, TODAY),
            "keep_minutes": lambda: ledger.keep_minutes("2026-W40", {}, who, 0, TODAY),
            "annotate": lambda: ledger.annotate({"kind": "other", "first": "2026-01-01", "text": "x"}, who, TODAY),
            "withdraw_annotation": lambda: ledger.withdraw_annotation("x", 1, who, TODAY),
            "close_meeting": lambda: ledger.close_meeting("2026-W40", {}, 1, who, 0, TODAY),
            "save_scheme": lambda: ledger.save_scheme(SCHEME, who, 0, TODAY),
            "add_person": lambda: accounts.add_person(person, who),
            "change_person": lambda: accounts.change_person(replace(person, id=who.id), who),
            "deputise": lambda: accounts.deputise(who.id, "x", TODAY, TODAY, who),
            "withdraw": lambda: accounts.withdraw(who.id, "x", who),
            "reset_password": lambda: accounts.reset_password("x", who),
            "unlock": lambda: accounts.unlock("x", who),
            "end_sessions": lambda: accounts.end_sessions("x", who),
            "add": lambda: tokens.add(wall, TODAY, who),
            "revoke": lambda: tokens.revoke("x", who),
            "rename": lambda: views.rename("x", "x", who, 1),
            "share": lambda: views.share("x", "committee", who, 1),
            "forget": lambda: views.forget("x", who),
            "receive": lambda: tips.receive(report, Words("x", anonymous=True), who, TODAY),
            "move": lambda: tips.move(number, TipMove.CHECK, "", who, 1, TODAY),
            "hand_over": lambda: tips.hand_over(number, who.id, who, 1, TODAY),
            "link": lambda: tips.link(number, one.hazard_no, who, 1, TODAY),
            "every": lambda: tips.every(who),
            "opened": lambda: tips.opened(number, who),
            "receivers": lambda: tips.receivers(who, TODAY),
        }  # fmt: skip


def said(outcomes: Iterable[Became]) -> None:
    """A form over several hazards answers by itself; here the answer of each counts."""
    if codes := {one.hazard_id: one.codes for one in outcomes if one.codes}:
        raise PartsRefused(codes)


def visited(visit: Inspection) -> str:
    """The id of a visit that the office entered."""
    return data.ledger().enter_visit(VisitEntry(f"of the office: {visit.enterprise_id}", visit), OFFICE).visit.id


def firm_of(one: Hazard) -> Enterprise:
    """The enterprise of a hazard."""
    with reading(data.engine()) as connection:
        return register.enterprises(connection, data.county().code)[str(one.enterprise_id)]
