"""The whole loop by four people at four browsers: the office, the department, the enterprise, and a leader who reads.

By default a general hazard on a phone in English; with `--all` a visit with six problems, one
of them general, one major (listed, stopped, extended, once rejected), four put right on the spot, until all are closed:
at a desk and on a phone, in both languages.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from sqlalchemy import Engine

from riskmap.domain.actions import Action
from riskmap.domain.codes import ExtensionState, Grade, Item, ListingState, Status
from riskmap.domain.people import Grant, Scope
from riskmap.domain.roles import Role
from riskmap.ledger import maintain, queries
from riskmap.store.engine import open_engine
from riskmap.views.html import actions
from support.availability import ALL
from support.desks import SIZES, Desk, session
from support.hands import DEFECTS, Hands, head, problem
from support.pages import settle, visit
from support.servers import server
from support.small import FIRM, ONE, fill

A = Action
PENDING = replace(
    ONE, status=Status.PENDING, confirmed=None, ordered=None, due=None, started=None, inspectors="张某、李某"
)
PEOPLE = {
    "office": ("县安委办", Grant(Role.COMMITTEE)),
    "department": ("应急局", Grant(Role.DEPARTMENT, Scope(departments=("emergency",)))),
    "firm": (FIRM.name, Grant(Role.ENTERPRISE, Scope(enterprises=(FIRM.id,)))),
    "leader": ("县领导", Grant(Role.LEADER)),
}
ORDER = {"due": "2026-12-20", "responsible_person": "张某", "responsible_unit": FIRM.name, "inspectors": "张某、李某"}
DECLARED = {"rectified": "2026-11-18", "report": "已按措施整改", "rectified_by": "赵某"}
REVIEW = {"reviewers": "孙某、周某", "opinion": "符合要求"}
PLAN = {f"plan_{part}": "写明" for part in actions.PLAN}
FIVE = {"content": "写明 2026-12-01, 12万元", "in_place": "见附件"}
Walk = tuple[tuple[str, Action, dict[str, str]], ...]
GENERAL: Walk = (
    ("department", A.CONFIRM, {"grade": "general", **ORDER}),
    ("firm", A.START, {}),
    ("firm", A.DECLARE, DECLARED),
    ("department", A.PASS, REVIEW),
    ("department", A.CLOSE, {}),
)
MAJOR: Walk = (
    ("department", A.CONFIRM, {"grade": "major", "basis": "判定标准第3条", **ORDER}),
    ("department", A.PROPOSE_LISTING, {"level": "county"}),
    ("office", A.LIST, {"number": "督办1号", "unit": "县安委会", "due": "2026-12-20"}),
    *(("firm", A.MARK_FIVE, {"item": item.value, **FIVE}) for item in Item),
    ("firm", A.RECORD_CONTROL, {"status": "suspended", "person": "张某", "document": "停产通知1号"}),
    ("firm", A.START, PLAN),
    ("firm", A.REQUEST_EXTENSION, {"requested_to": "2027-01-20", "reason": "设备未到", "measures": "专人看守",
                                   "signed_by": "张某"}),
    ("department", A.APPROVE_EXTENSION, {"approved_to": "2027-01-20"}),
    ("firm", A.DECLARE, DECLARED),
    ("department", A.FAIL, {**REVIEW, "opinion": "未达到要求", "new_due": "2027-01-10"}),
    ("firm", A.RESUME, {}),
    ("firm", A.DECLARE, DECLARED),
    ("department", A.PASS, REVIEW),
    ("firm", A.APPLY_DELISTING, {}),
    ("office", A.DELIST, {}),
    ("office", A.APPROVE_RESTART, {"number": "复产1号"}),
    ("office", A.CLOSE, {}),
)  # fmt: skip


@dataclass
class Hall:
    """A running program, its database, and a session of each person."""

    base: str
    engine: Engine
    county: Any
    secrets: dict[str, str]

    def hazard(self, description: str) -> Any:
        """A hazard as it is stored, by its description."""
        frame = queries.snapshot(self.engine, self.county).hazards
        return queries.hazard(
            self.engine, self.county, str(frame.loc[frame["description"] == description, "id"].iloc[0])
        )

    @contextmanager
    def desks(self, browser: Browser, lang: str, size: str) -> Iterator[dict[str, Desk]]:
        """A browser for each person."""
        desks = {login: Desk(browser, self.base, lang, secret, size) for login, secret in self.secrets.items()}
        yield desks
        for desk in desks.values():
            desk.page.context.close()


LANGS = ("zh_CN", "en")


@pytest.fixture(scope="module")
def hall(county: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    folder: Path = tmp_path_factory.mktemp("loop") / "var"
    fill(folder, tuple(replace(PENDING, description=f"general {size} {lang}") for size in SIZES for lang in LANGS))
    engine = open_engine(f"sqlite:///{(folder / 'riskmap.sqlite3').as_posix()}")
    secrets = {login: session(engine, county, login, name, grant) for login, (name, grant) in PEOPLE.items()}
    with server(folder, RISKMAP_AUTH="local", RISKMAP_DEMO="0") as base:
        yield Hall(base, engine, county, secrets)
    engine.dispose()


def walk(hall: Hall, desks: dict[str, Desk], description: str, steps: Walk) -> Any:
    """Take every step by whoever takes it; the leader reads after the last."""
    hazard = hall.hazard(description)
    for person, action, values in steps:
        desks[person].record(hazard.id, action, values)
    assert not desks["leader"].offered(hazard.id)
    leader = desks["leader"].page.locator("main, [data-testid=stMain]").first.inner_text()
    assert hazard.hazard_no in leader
    assert desks["leader"].t("Closed") in leader
    assert not desks["leader"].cut()
    return hall.hazard(description)


@pytest.mark.parametrize(("size", "lang"), [*product(SIZES, LANGS)] if ALL else [("phone", "en")])
def test_a_general_hazard_goes_round_the_loop(hall: Hall, browser: Browser, size: str, lang: str) -> None:
    with hall.desks(browser, lang, size) as desks:
        ordered = set(desks["firm"].offered(hall.hazard(f"general {size} {lang}").id))
        own = {actions.action(desks["firm"].t, action) for person, action, _ in MAJOR if person == "firm"}
        assert own & ordered <= {actions.action(desks["firm"].t, A.RECORD_CONTROL)}  # nothing more before the order
        after = walk(hall, desks, f"general {size} {lang}", GENERAL)
    assert (after.status, after.grade) == (Status.CLOSED, Grade.GENERAL)
    told = queries.story(hall.engine, hall.county, after.id)[1:]
    assert [one.action for one in told] == [action.value for _, action, _ in GENERAL]
    assert [one.actor_name for one in told] == [PEOPLE[person][0] for person, _, _ in GENERAL]
    assert maintain.verify(hall.engine, hall.county).ok


def enter(desk: Desk, words: list[str]) -> None:
    """The department enters a visit: the first problem ordered, the second major and ordered, the others put right."""
    visit(desk.page, desk.base, "register", lang=desk.lang)
    hands = Hands(desk.page)
    head(hands, desk.lang, FIRM.name)
    for number, said_ in enumerate(words, start=1):
        problem(hands, number, said_)
        hands.click(f".st-key-visit_p{number}_grade button", nth=int(number == 2))
        hands.click(f".st-key-visit_p{number}_way button", nth=1 if number < 3 else 2)
        if number == 2:
            hands.fill(".st-key-visit_p2_basis input", "判定标准第3条")
            hands.tab()
        if number < len(words):
            hands.click(".st-key-add_problem button")
        assert not desk.cut()
    hands.fill(".st-key-visit_paper input[type=text]", "责改〔2026〕7号")
    hands.day(".st-key-visit_due", "20261220")
    hands.fill(".st-key-visit_responsible_person input", "张某")
    hands.tab()
    hands.click(".st-key-save_visit button")
    desk.page.locator(".w-saved, .w-wrong").first.wait_for()
    settle(desk.page)
    assert not desk.page.locator(".w-wrong").all_inner_texts()
    assert not desk.cut()


@pytest.mark.long
@pytest.mark.parametrize(("size", "lang"), [*product(SIZES, LANGS)])
def test_a_visit_with_six_problems_goes_round_the_loop_until_all_are_closed(
    hall: Hall, browser: Browser, size: str, lang: str
) -> None:
    words = [f"{defect} {size} {lang}" for defect in DEFECTS]
    with hall.desks(browser, lang, size) as desks:
        enter(desks["department"], words)
        general = walk(hall, desks, words[0], GENERAL[1:])
        major = walk(hall, desks, words[1], MAJOR[1:])
    found = [hall.hazard(one) for one in words]
    assert len({one.inspection_id for one in found}) == 1
    assert [one.status for one in found] == [Status.CLOSED] * len(DEFECTS)
    assert (general.grade, major.grade) == (Grade.GENERAL, Grade.MAJOR)
    assert [one.state for one in major.listings] == [ListingState.DELISTED]
    assert [one.state for one in major.extensions] == [ExtensionState.APPROVED]
    assert len(major.rounds) == 1
    assert major.restart_no == "复产1号"
    assert maintain.verify(hall.engine, hall.county).ok
