"""The whole loop by four people at four browsers: the office, the department, the enterprise, and a leader who reads.

By default a general hazard in Chinese; with `--all` also one of a major hazard (listed, stopped, extended, once
rejected), both in both languages.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
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
from support.desks import Desk, session
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


@pytest.fixture(scope="module")
def hall(county: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    folder: Path = tmp_path_factory.mktemp("loop") / "var"
    fill(
        folder, tuple(replace(PENDING, description=f"{kind}{lang}") for kind in ("general", "major") for lang in LANGS)
    )
    engine = open_engine(f"sqlite:///{(folder / 'riskmap.sqlite3').as_posix()}")
    secrets = {login: session(engine, county, login, name, grant) for login, (name, grant) in PEOPLE.items()}
    with server(folder, RISKMAP_AUTH="local", RISKMAP_DEMO="0") as base:
        yield Hall(base, engine, county, secrets)
    engine.dispose()


LANGS = ("zh_CN", "en")


def walk(hall: Hall, browser: Browser, lang: str, kind: str, steps: Walk) -> Any:
    """Take every step by whoever takes it; the leader reads after the last."""
    desks = {login: Desk(browser, hall.base, lang, secret) for login, secret in hall.secrets.items()}
    hazard = hall.hazard(f"{kind}{lang}")
    own = {actions.action(desks["firm"].t, action) for _, action, _ in steps} & set(desks["firm"].offered(hazard.id))
    assert own <= {actions.action(desks["firm"].t, A.RECORD_CONTROL)}  # nothing more before it is ordered
    for person, action, values in steps:
        desks[person].record(hazard.id, action, values)
    assert not desks["leader"].offered(hazard.id)
    leader = desks["leader"].page.locator("main, [data-testid=stMain]").first.inner_text()
    assert hazard.hazard_no in leader
    assert desks["leader"].t("Closed") in leader
    for desk in desks.values():
        desk.page.context.close()
    return hall.hazard(f"{kind}{lang}")


@pytest.mark.parametrize("lang", LANGS if ALL else LANGS[:1])
def test_a_general_hazard_goes_round_the_loop(hall: Hall, browser: Browser, lang: str) -> None:
    after = walk(hall, browser, lang, "general", GENERAL)
    assert (after.status, after.grade) == (Status.CLOSED, Grade.GENERAL)
    told = queries.story(hall.engine, hall.county, after.id)[1:]
    assert [one.action for one in told] == [action.value for _, action, _ in GENERAL]
    assert [one.actor_name for one in told] == [PEOPLE[person][0] for person, _, _ in GENERAL]
    assert maintain.verify(hall.engine, hall.county).ok


@pytest.mark.long
@pytest.mark.parametrize("lang", LANGS)
def test_a_major_hazard_is_listed_stopped_extended_once_rejected_and_closed(
    hall: Hall, browser: Browser, lang: str
) -> None:
    after = walk(hall, browser, lang, "major", MAJOR)
    assert (after.status, after.grade) == (Status.CLOSED, Grade.MAJOR)
    assert [one.state for one in after.listings] == [ListingState.DELISTED]
    assert [one.state for one in after.extensions] == [ExtensionState.APPROVED]
    assert len(after.rounds) == 1
    assert after.restart_no == "复产1号"
    assert maintain.verify(hall.engine, hall.county).ok
