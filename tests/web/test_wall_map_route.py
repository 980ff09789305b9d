"""The wall map over HTTP: each reader gets the own part, without names where they are not to leave, and an event."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from riskmap.domain.people import Grant, Person, Scope
from riskmap.domain.roles import Role
from riskmap.settings import load_settings
from riskmap.store import events
from riskmap.store.engine import reading
from riskmap.web import data, identity
from riskmap.web.routes import wall_map
from support.papers import texts
from support.small import TODAY

ADDRESS, FAR = "/api/v1/export/wall_map", "141034200"
Ask = Callable[..., Any]


@pytest.fixture
def ask(ledger_of: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Iterator[Ask]:
    """Ask for the map in a role over a part of the ledger `several`."""
    folder = ledger_of("several")
    data.configure(load_settings({"RISKMAP_DATA_DIR": str(folder), "RISKMAP_TODAY": TODAY.isoformat()}))
    client = TestClient(Starlette(routes=wall_map.ROUTES))

    def asked(*grants: Grant, **words: str) -> Any:
        reader = identity.Reader(Person("1", "wang", "王某", grants), grants)
        monkeypatch.setattr(identity, "reader", lambda: reader)
        return client.get(ADDRESS, params={"kind": "pdf", "purpose": "周调度会", **words})

    yield asked
    data.configure(None)


def test_the_map_holds_the_ledger_and_leaves_an_event(ask: Ask) -> None:
    answer = ask(Grant(Role.COMMITTEE), paper="A4")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert "筛选 10 项" in "".join(texts(answer.content))
    with reading(data.engine()) as connection:
        (event,) = events.read(connection, data.county().code, "entity = ?", (events.EXPORT,))
    told = json.loads(event.payload)
    assert (told["what"], told["form"], told["purpose"], told["count"]) == ("wall-map", "pdf", "周调度会", 10)
    assert told["filter"]["paper"] == "A4"


def test_a_reader_of_one_township_gets_that_alone(ask: Ask) -> None:
    own = Grant(Role.TOWNSHIP, Scope(townships=(FAR,)))
    assert "筛选 1 项" in "".join(texts(ask(own, maps="township").content))
    assert "筛选 0 项" in "".join(texts(ask(own, township="141034103").content))


@pytest.mark.parametrize(("role", "named"), [(Role.COMMITTEE, True), (Role.LEADER, False), (Role.ANALYST, False)])
def test_persons_are_named_only_for_who_may_and_asks(ask: Ask, role: Role, named: bool) -> None:
    grade = {"grade": "major"}
    assert ("张某" in "".join(texts(ask(Grant(role), persons="1", **grade).content))) is named
    assert "张某" not in "".join(texts(ask(Grant(role), **grade).content))


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMIN, Role.ENTERPRISE])
def test_who_may_not_export_gets_nothing(ask: Ask, role: Role) -> None:
    assert ask(Grant(role)).status_code == 403


def test_pictures_of_several_sheets_are_one_archive(ask: Ask) -> None:
    answer = ask(Grant(Role.COMMITTEE), kind="png", paper="A4", maps="township")
    assert (answer.headers["content-type"], answer.content[:2]) == ("application/zip", b"PK")


@pytest.mark.parametrize("words", [{"paper": "A9"}, {"kind": "doc"}, {"maps": "street"}])
def test_a_wrong_word_is_not_found(ask: Ask, words: dict[str, str]) -> None:
    assert ask(Grant(Role.COMMITTEE), **words).status_code == 404


def test_an_unknown_filter_is_an_error(ask: Ask) -> None:
    assert ask(Grant(Role.COMMITTEE), grade="huge").status_code == 400


def test_the_paper_is_shaded_by_what_the_page_is(ask: Ask) -> None:
    office = Grant(Role.COMMITTEE)
    assert "到期整改率（复查确认）" in "".join(texts(ask(office).content))
    printed = "".join(texts(ask(office, measure="overdue").content))
    assert "超期未整改（项）" in printed
    assert "到期整改率（复查确认）" not in printed
    assert ask(office, measure="beauty").status_code == 404


def test_layers_are_printed_when_asked_for_and_as_far_as_the_reader_reaches(ask: Ask) -> None:
    folder = data.settings().data_dir / "layers"
    folder.mkdir()
    rows = f"名称,类别,乡镇,经度,纬度\n吊桥,其他,{FAR},111.55,36.65\n示例村,村庄,永安镇,111.56,36.66\n"
    (folder / "a.csv").write_text(rows, encoding="utf-8")
    office, near = Grant(Role.COMMITTEE), Grant(Role.TOWNSHIP, Scope(townships=("141034100",)))

    def printed(*grants: Grant, **words: str) -> str:
        return "".join(texts(ask(*grants, **words).content))

    assert "应急资源" not in printed(office)
    told = printed(office, emergency="1")
    assert "吊桥" in told
    assert "应急资源" in told
    assert "示例村" not in told
    assert "示例村" in printed(near, villages="1")
    assert "吊桥" not in printed(near, emergency="1")
