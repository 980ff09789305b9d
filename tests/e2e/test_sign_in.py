"""Two people sign in with real sessions: the door, the first password, the own part, the way out felt by open pages."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from support.pages import settle
from support.servers import copy_folder, riskmap, server

Local = tuple[str, Path]
Opened = Callable[..., Page]
CHOSEN = "correct horse battery"


@pytest.fixture(scope="module")
def local(demo_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Local]:
    """A running demo county that asks people to sign in, and its data folder."""
    folder = copy_folder(demo_data, tmp_path_factory.mktemp("local") / "var")
    with server(folder, RISKMAP_AUTH="local", RISKMAP_WALL_SECONDS="1") as base:
        yield base, folder


def add(folder: Path, login: str, *roles: str) -> str:
    words = [word for role in roles for word in ("--role", role)]
    told = riskmap(folder, "user", "add", login, "--name", "王某", *words)
    return str(json.loads(told.stdout)["first_password"])


def enter(page: Page, base: str, login: str, password: str) -> None:
    """Sign in with a first password and choose one's own."""
    page.goto(f"{base}/ledger?lang=en")
    assert "/sign-in" in page.url
    for word in (password, CHOSEN):
        page.fill('[name="login"]', login)
        page.fill('[name="password"]', word)
        page.click("button")
        if word == password:
            page.fill('[name="present"]', password)
            page.fill('[name="password"]', CHOSEN)
            page.fill('[name="again"]', CHOSEN)
            page.click("button")
    settle(page)


@pytest.fixture
def opened(browser: Browser) -> Iterator[Opened]:
    """opened(**options) is a person's own browser, closed after the test."""
    contexts: list[BrowserContext] = []

    def own(**options: Any) -> Page:
        usual = {"viewport": {"width": 1440, "height": 900}, "locale": "en-GB"}
        contexts.append(browser.new_context(**{**usual, **options}))
        return contexts[-1].new_page()

    yield own
    for context in contexts:
        context.close()


def test_two_people_see_their_own_part_and_leave(local: Local, opened: Opened) -> None:
    base, folder = local
    wang = add(folder, "wang", "township:township=141034100")
    li = add(folder, "li", "committee")
    officer, office = opened(), opened()
    enter(officer, base, "wang", wang)
    enter(office, base, "li", li)
    assert "/ledger" in officer.url
    assert "Yong'an Town" in officer.locator(".w-who summary").inner_text()
    count = {name: rows(one) for name, one in (("officer", officer), ("office", office))}
    assert 0 < count["officer"] < count["office"]
    assert not officer.locator("nav details a", has_text="Reconcile").count()
    assert officer.locator("nav details a", has_text="Import").count()
    riskmap(folder, "user", "disable", "wang")
    officer.locator("nav a", has_text="Overview").click()
    officer.wait_for_url("**/sign-in*")  # an open page feels it at its next run
    office.click(".w-who summary")
    office.locator(".w-who a", has_text="Audit trail").click()
    office.locator(".st-key-audit_prove button").click()
    office.wait_for_selector(".w-proof .w-done")
    assert office.locator(".w-audit tr", has_text="Account changed").count()  # wang was put out
    office.click(".w-who summary")
    office.locator(".w-who button", has_text="Sign out").first.click()
    office.wait_for_url("**/sign-in*")
    office.goto(f"{base}/ledger")
    assert "/sign-in" in office.url


def test_the_administrator_adds_a_person_on_the_page(local: Local, opened: Opened) -> None:
    base, folder = local
    keeper = opened()
    enter(keeper, base, "admin1", add(folder, "admin1", "admin"))
    keeper.locator("a", has_text="Accounts").first.click()
    keeper.locator(".st-key-account_login input").fill("sun")
    keeper.locator(".st-key-account_name input").fill("孙某")
    keeper.locator(".st-key-account_role input").click()
    keeper.get_by_role("option", name="County leader").click()
    settle(keeper)
    keeper.locator(".st-key-account_add button").click()
    assert len(keeper.locator(".st-key-told_once code").inner_text().strip()) >= 12
    keeper.locator("a.w-open", has_text="孙某").click()
    keeper.wait_for_selector(".st-key-account_steps")
    status = keeper.evaluate("() => fetch('/api/v1/hazards').then((r) => r.status)")
    assert status == 403  # not even that there are none


def test_a_screen_comes_in_once_shows_the_wall_alone_and_is_put_out(local: Local, opened: Opened) -> None:
    base, folder = local
    told = json.loads(riskmap(folder, "token", "add", "大厅大屏", "--role", "device").stdout)
    screen = opened(viewport={"width": 1920, "height": 1080}, locale="zh-CN")
    refused: list[str] = []
    screen.on("response", lambda one: refused.append(one.url) if one.status in {401, 403} else None)
    screen.goto(f"{base}{told['open']}")
    screen.wait_for_url("**/big_screen?kiosk=1")
    screen.wait_for_selector("#wall-beat", state="attached")
    screen.wait_for_selector("#wall-map .leaflet-pane", state="attached")
    assert not refused  # whatever a wall asks for is open to it
    assert not screen.locator(".wa-ranks a").count()
    assert told["secret"] not in (folder / "server.log").read_text(encoding="utf-8", errors="replace")
    assert all(told["secret"] != one["value"] for one in screen.context.cookies())
    assert screen.request.get(f"{base}/ledger").status == 403
    assert screen.request.get(f"{base}/api/v1/hazards").status == 403
    riskmap(folder, "token", "revoke", "大厅大屏")
    screen.wait_for_url("**/sign-in*")  # at its next look


@pytest.mark.long
def test_a_signed_in_laptop_drives_the_one_screen_it_names(local: Local, opened: Opened) -> None:
    base, folder = local
    screens = {}
    for name in ("一楼大屏", "二楼大屏"):
        told = json.loads(riskmap(folder, "token", "add", name, "--role", "device").stdout)
        screens[name] = opened(viewport={"width": 1920, "height": 1080}, locale="zh-CN")
        screens[name].goto(f"{base}{told['open']}")
        screens[name].wait_for_selector("#wall-map[data-paints]")
        screens[name].evaluate("() => { window.stays = 1; }")
    laptop = opened(locale="zh-CN")
    enter(laptop, base, "zhou", add(folder, "zhou", "committee"))
    laptop.goto(f"{base}/presenter?lang=zh_CN")
    settle(laptop)
    laptop.locator(".st-key-present_wall input").fill("一楼大屏")
    laptop.locator('[role="option"]', has_text="一楼大屏").first.click()
    settle(laptop)
    laptop.locator(".st-key-present_show button", has_text="到期整改率").click()
    settle(laptop)
    laptop.locator(".st-key-present_go button").click()
    first, second = screens["一楼大屏"], screens["二楼大屏"]
    first.wait_for_selector('html[data-wall="rates"]', state="attached", timeout=10_000)
    assert first.locator(".wa-presented").inner_text() == "安委办正在展示"
    second.wait_for_timeout(2500)  # two of its looks
    assert second.evaluate("() => document.documentElement.dataset.wall") == "main"
    settle(laptop)
    laptop.locator(".st-key-present_back button").click()
    first.wait_for_selector('html[data-wall="main"]', state="attached", timeout=10_000)
    assert first.evaluate("() => window.stays")
    assert first.request.get(f"{base}/presenter").status == 403  # a screen drives nothing


def rows(page: Page) -> int:
    answer: dict[str, Any] = page.evaluate("() => fetch('/api/v1/hazards').then((r) => r.json())")
    return int(answer["total"])
