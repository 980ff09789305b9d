"""Whoever reads more than the roles that may export reach takes out what these reach by every way, and is told so."""

import csv
import importlib
import inspect
import io
import json
import pkgutil
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pytest
from docx import Document
from starlette.routing import Route
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from riskmap.domain.papers import PaperKind
from riskmap.domain.people import Grant, Person, Scope
from riskmap.domain.roles import Role
from riskmap.ledger import papers as stored
from riskmap.ledger import rounds as sent_rounds
from riskmap.metrics import filters, sending
from riskmap.store import events
from riskmap.store.engine import reading
from riskmap.web import data, identity, officer, routes
from support.doors import Sign
from support.papers import texts
from support.small import FIRM, OFFICE, TODAY, shown

HERE, FAR, WEEK = "141034103", "141034200", "2026-W46"
ALL, OWN = Grant(Role.INSPECTOR), Grant(Role.TOWNSHIP, Scope(townships=(FAR,)))
WAYS = {  # route → what is asked of it
    "/api/v1/analysis/{part}": ("analysis/time.csv", "analysis/rates.csv"),
    "/api/v1/assessment/{name}": ("assessment/2026-township",),
    "/api/v1/export/check_first.{form}": ("export/check_first.csv",),
    "/api/v1/export/check_first": ("export/check_first?kind=xlsx",),
    "/api/v1/export/hazards.{form}": ("export/hazards.csv", "export/hazards.geojson"),
    "/api/v1/export/hazards": ("export/hazards?kind=xlsx",),
    "/api/v1/export/wall_map": ("export/wall_map?paper=A4",),
    "/api/v1/forms/{name}": ("forms/monthly?period=2026-11",),
    "/api/v1/papers/{paper}.docx": ("papers/PAPER.docx",),
    "/api/v1/rounds/{round}.zip": ("rounds/ROUND.zip",),
    "/api/v1/rounds/{round}/form.xlsx": ("rounds/FORM/form.xlsx",),
    "/api/v1/weekly/{name}.{kind}": (f"weekly/{WEEK}.xlsx",),
    "/api/v1/weekly/{name}/{table}.{kind}": (f"weekly/{WEEK}/open.csv",),
}
PERIODS = re.compile("monthly(?=/)|quarterly(?=/)")  # their papers go the way of the weekly one
OFFICE_ONLY = ("assessment/", "rounds/")  # the sample's townships see no sheet of the assessment


@pytest.fixture
def at(sign: Sign, monkeypatch: pytest.MonkeyPatch) -> Sign:
    """Clients over the ledger `several` with a paper and two rounds, at one moment."""
    monkeypatch.setattr(data, "now", lambda: datetime(2026, 11, 18, 8, tzinfo=UTC))
    both = {"kind": PaperKind.REMINDER, "hazards": [of("配电箱未接地"), of("临期示例")], "to": "示例煤业一矿"}
    data.ledger().draft_paper(both, OFFICE, TODAY)
    order = sending.Order("第47周" * 80, TODAY, TODAY, "")
    where, towns = filters.default(TODAY), data.county().regions.codes
    items = sending.scope(data.whole().index, where, "township")
    data.ledger().create_round(sending.drafted(items, where, "township", order, str), OFFICE)
    data.ledger().create_round(sending.drafted_form(towns, where, "township", order, str), OFFICE)
    return sign


def of(description: str) -> str:
    frame = data.whole().snapshot.hazards
    return str(frame.loc[frame["description"] == description, "id"].iloc[0])


def ask(client: TestClient, asked: str) -> tuple[int, object, dict[str, Any]]:
    """Status, what the file says, and its event."""
    rounds = {one.kind.value: one.id for one in sent_rounds.rounds(data.engine(), data.county())}
    (paper,) = stored.all_papers(data.engine(), data.county())
    address = asked.replace("PAPER", paper.id).replace("ROUND", rounds["items"]).replace("FORM", rounds["form"])
    before = len(chain())
    answer = client.get(f"/api/v1/{address}{'&' if '?' in address else '?'}purpose=p&lang=zh_CN")
    after = chain()[before:]
    assert len(after) == (answer.status_code == 200), asked
    return answer.status_code, read(answer.headers.get("content-type", ""), answer.content), *(after or [{}])


def chain() -> list[dict[str, Any]]:
    with reading(data.engine()) as connection:
        found = events.read(connection, data.county().code, "entity = ?", (events.EXPORT,))
        return [json.loads(one.payload) | {"role": one.role} for one in found]


def read(media: str, body: bytes) -> object:
    if "spreadsheet" in media:
        sheets = openpyxl.load_workbook(io.BytesIO(body)).worksheets
        return [str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row]
    if "word" in media:
        file = Document(io.BytesIO(body))
        return [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return "".join(texts(body)) if "pdf" in media else body if "zip" in media else body.decode("utf-8-sig")


def ways() -> Iterator[tuple[str, Route]]:
    """Every route of a module that notes exports, and every one that is fenced."""
    for one in pkgutil.iter_modules(routes.__path__):
        module = importlib.import_module(f"riskmap.web.routes.{one.name}")
        for route in (each for each in getattr(module, "ROUTES", ()) if isinstance(each, Route)):
            if "record_export" in inspect.getsource(module) or fenced(route):
                yield one.name, route


def fenced(route: Route) -> bool:
    return hasattr(route.endpoint, "__wrapped__")


def test_every_way_out_is_fenced_and_walked() -> None:
    found = {PERIODS.sub("weekly", route.path): fenced(route) for name, route in ways() if name != "audit"}
    assert set(found) == set(WAYS)
    assert all(found.values())
    assert {name for name, _ in ways()} > {"audit", "export", "rounds"}


def test_a_reader_of_two_roles_takes_out_what_the_one_that_may_export_reaches(at: Sign) -> None:
    mixed, alone = at(ALL, OWN), at(OWN, login="li")
    whole = at(Grant(Role.COMMITTEE), login="zhao")
    assert mixed.get("/api/v1/hazards").json()["total"] == 10
    assert alone.get("/api/v1/hazards").json()["total"] == 1
    for asked in (one for several in WAYS.values() for one in several):
        part, own, every = ask(mixed, asked), ask(alone, asked), ask(whole, asked)
        assert part == own, asked
        assert part[0] == (403 if asked.startswith(OFFICE_ONLY) else 200), asked
        assert (every[0], every[2]["role"]) == (200, "committee"), asked
        assert every[1] != part[1], asked
        assert part[0] == 403 or part[2]["role"] == "township", asked


@pytest.mark.parametrize(
    ("other", "may", "rows"),
    [
        (Grant(Role.ENTERPRISE, Scope(enterprises=(FIRM.id,))), OWN, 1),
        (ALL, Grant(Role.DEPARTMENT, Scope(sectors=("build",))), 1),
        (ALL, Grant(Role.ANALYST, Scope(townships=(HERE,))), 6),
        (ALL, Grant(Role.TOWNSHIP, Scope(townships=(HERE,))), 6),
        (ALL, Grant(Role.ENTERPRISE, Scope(enterprises=(FIRM.id,))), None),
    ],
    ids=lambda one: one.role.value if isinstance(one, Grant) else str(one),
)
def test_rows_and_names_are_those_of_the_roles_that_may_export(
    sign: Sign, other: Grant, may: Grant, rows: int | None
) -> None:
    client = sign(other, may)
    assert client.get("/api/v1/hazards").json()["total"] == 10
    answer = client.get("/api/v1/export/hazards.csv?purpose=p&lang=zh_CN")
    assert answer.status_code == (403 if rows is None else 200)
    if rows is not None:
        lines = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert len(lines) == rows
        assert {line["整改责任人"] for line in lines} == {"张**" if may.role is Role.ANALYST else "张某"}


def test_the_workbooks_of_a_round_leave_an_event_each_and_nothing_where_the_ledger_refuses(
    at: Sign, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = at(Grant(Role.COMMITTEE))
    for asked, what, form in (("rounds/ROUND.zip", "round", "zip"), ("rounds/FORM/form.xlsx", "form-round", "xlsx")):
        status, body, told = ask(office, asked)
        assert (status, told["what"], told["form"], told["purpose"]) == (200, what, form, ("第47周" * 80)[:200])
        assert body
    (items,) = (one for one in sent_rounds.rounds(data.engine(), data.county()) if one.kind == "items")
    assert [one["count"] for one in chain() if one["what"] == "round"] == [len(items.asked)]
    narrow = at(ALL, Grant(Role.COMMITTEE, Scope(townships=(FAR,))), login="li")  # the round is of the whole county
    assert [ask(narrow, one)[0] for one in ("rounds/ROUND.zip", "rounds/FORM/form.xlsx")] == [403, 403]
    monkeypatch.setattr("riskmap.ledger.batch.Export.faults", lambda _: ("missing:purpose",))
    assert [ask(office, one)[0] for one in ("rounds/ROUND.zip", "rounds/FORM/form.xlsx")] == [403, 403]


PAGES = (
    ("ledger", {}), ("analysis", {"part": "rates"}), ("analysis", {"part": "coming"}), ("closure_rates", {}),
    ("weekly_review", {}), ("battle_map", {}),
)  # fmt: skip


@pytest.mark.parametrize(
    ("grants", "role"),
    [
        ((Grant(Role.COMMITTEE), OWN), Role.COMMITTEE),
        ((OWN, Grant(Role.COMMITTEE)), Role.COMMITTEE),
        ((Grant(Role.COMMITTEE, Scope(townships=(HERE,))), OWN), Role.TOWNSHIP),  # its numbers are not shown there
        ((OWN, Grant(Role.ANALYST)), Role.ANALYST),
        ((ALL, OWN), Role.TOWNSHIP),
    ],
)
def test_of_several_roles_rows_leave_in_the_one_that_sees_least(grants: tuple[Grant, ...], role: Role) -> None:
    with identity.told(identity.Reader(Person("1", "wang", "王某", grants), grants)):
        assert officer.exporter().role == role


@pytest.mark.parametrize("own", [True, False])
def test_a_paper_is_offered_to_who_may_take_it_out(
    ledger_of: Callable[..., Any], open_at: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch, own: bool
) -> None:
    ledger_of("several")
    about = {"kind": PaperKind.REMINDER, "hazards": [of("临期示例" if own else "配电箱未接地")], "to": "示例煤业一矿"}
    paper = data.ledger().draft_paper(about, OFFICE, TODAY)
    reader = identity.Reader(Person("1", "wang", "王某", (ALL, OWN)), (ALL, OWN))
    monkeypatch.setattr(identity, "demo_reader", lambda _: reader)
    text = shown(open_at("papers", id=paper.id, lang="zh_CN"))
    assert "示例煤业一矿" in text
    assert (f"papers/{paper.id}.docx" in text) is own


@pytest.mark.parametrize(
    ("grants", "says"),
    [((ALL, OWN), True), ((OWN,), False), ((ALL,), None)],
    ids=["two roles", "its own part", "none that may"],
)
def test_beside_an_export_stands_how_much_leaves_where_that_is_not_all(
    ledger_of: Callable[..., Any], open_at: Callable[..., AppTest], monkeypatch: pytest.MonkeyPatch,
    grants: tuple[Grant, ...], says: bool | None,
) -> None:  # fmt: skip
    ledger_of("several")
    reader = identity.Reader(Person("1", "wang", "王某", grants), grants)
    monkeypatch.setattr(identity, "demo_reader", lambda _: reader)
    for page, words in PAGES:
        text = shown(open_at(page, lang="zh_CN", **words))
        offers = "用途（留痕备查）" in text or "/api/v1/weekly/" in text
        assert offers == (says is not None), page
        told = re.findall("只导出您有导出权限的角色所管部分：(?:隐患|企业) (.*?) [项家]。", text)
        assert told == (["1"] if says else []), (page, words)
