"""The doors of the program without a browser: a client signed in in a role, over an application of our own routes."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket

from riskmap.domain.people import Grant, Person
from riskmap.ledger.accounts import Accounts
from riskmap.ledger.batch import Actor
from riskmap.settings import load_settings
from riskmap.web import data
from riskmap.web.gate import Gate
from riskmap.web.routes import (
    analysis,
    api,
    assessment,
    attachments,
    audit,
    check_first,
    door,
    export,
    forms,
    layers,
    papers,
    rounds,
    static,
    wall,
    wall_map,
    weekly,
)
from support.small import TODAY

Make = Callable[..., Any]
Sign = Callable[..., TestClient]
KEEPER = Actor("keeper", "管理员", "admin")
CHOSEN = "correct horse battery"
PAGE = {"accept": "text/html"}


async def socket(one: WebSocket) -> None:
    await one.accept()
    await one.send_text("in")
    await one.close()


def application() -> Starlette:
    taken = (analysis, assessment, audit, check_first, export, forms, papers, rounds, wall_map, weekly)
    ours = (*taken, attachments, layers, static, wall)
    own = [route for room in ours for route in room.ROUTES]
    pages = [Route(path, lambda _: HTMLResponse("page")) for path in ("/", "/ledger", "/big_screen", "/accounts")]
    return Starlette(
        routes=[*pages, WebSocketRoute("/_stcore/stream", socket), *door.ROUTES, *api.ROUTES, *own, api.NOWHERE],
        middleware=[Middleware(Gate)],
    )


@pytest.fixture
def sign(ledger_of: Make) -> Iterator[Sign]:
    """A client signed in in a role over a part; without a role nobody."""
    folder = ledger_of("several")
    environment = {"RISKMAP_DATA_DIR": str(folder), "RISKMAP_AUTH": "local", "RISKMAP_TODAY": TODAY.isoformat()}
    data.configure(load_settings(environment))
    accounts = Accounts(data.engine(), data.county())

    def signed(*grants: Grant, login: str = "wang", change: bool = True) -> TestClient:
        client = TestClient(application(), follow_redirects=False)
        if not grants:
            return client
        _, password = accounts.add_person(Person("", login, "王某", grants), KEEPER)
        if change:
            assert enter(client, login, password).status_code == 303
            new = {"present": password, "password": CHOSEN, "again": CHOSEN}
            assert client.post("/password", data=new).status_code == 303
            password = CHOSEN
        assert enter(client, login, password).status_code == 303
        return client

    yield signed
    data.configure(None)


def enter(client: TestClient, login: str, password: str, onward: str = "/") -> Any:
    return client.post("/sign-in", data={"login": login, "password": password, "next": onward})
