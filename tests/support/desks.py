"""People at their own browsers with sessions of their own, who record steps of a hazard on its page."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from playwright.sync_api import expect as expected
from sqlalchemy import Engine

from riskmap.domain.actions import Action
from riskmap.domain.county import County
from riskmap.domain.people import Grant, Person
from riskmap.i18n import Translator
from riskmap.ledger import sessions
from riskmap.ledger.accounts import Accounts
from riskmap.ledger.batch import Actor
from riskmap.views.html import actions
from riskmap.web import identity
from support.pages import settle, visit

SIZES: Mapping[str, Any] = {
    "desk": {"viewport": {"width": 1440, "height": 900}},
    "phone": {"viewport": {"width": 390, "height": 844}},
}
CUT = (Path(__file__).parent / "cut.js").read_text(encoding="utf-8")
TRIES, WAIT, MOMENT = 3, 4_000, 200  # milliseconds
STANDS = """([key, word]) => { const box = document.querySelector(`.st-key-${key}`);
  return !!box && (box.innerText.split("\\n").includes(word) || box.querySelector("input")?.value === word); }"""
CHOSEN = "correct horse battery"
KEEPER = Actor("keeper", "管理员", "admin")


class Desk:
    """One person's browser in one language, at a desk or on a phone."""

    def __init__(self, browser: Browser, base: str, lang: str, secret: str, size: str = "desk") -> None:
        context = browser.new_context(locale=lang.replace("_", "-"), **SIZES[size])
        context.add_cookies([{"name": identity.COOKIE, "value": secret, "url": base, "httpOnly": True}])
        self.page: Page = context.new_page()
        self.base, self.lang, self.t = base, lang, Translator(lang)

    def look(self, hazard_id: str) -> None:
        """Open the page of a hazard."""
        visit(self.page, self.base, "hazard", id=hazard_id, lang=self.lang)

    def cut(self) -> list[str]:
        """What of the page is cut off by an edge of the screen."""
        found: list[str] = self.page.evaluate(CUT)
        return found

    def offered(self, hazard_id: str) -> list[str]:
        """The steps that the page of a hazard offers."""
        self.look(hazard_id)
        return self.page.locator(".st-key-step_action button").all_inner_texts()

    def record(self, hazard_id: str, action: Action, values: Mapping[str, str]) -> None:
        """Take a step on the page of a hazard, with every paper it asks for, and read that it is recorded."""
        self.look(hazard_id)
        assert not self.cut()
        word = actions.action(self.t, action)
        button = self.page.locator(".st-key-step_action").get_by_role("radio", name=word, exact=True)
        if button.get_attribute("aria-checked") != "true":
            button.click()
        self.page.locator(f".st-key-step_of_{action.value}").wait_for()  # the form of the step before goes meanwhile
        settle(self.page)
        for name, value in values.items():
            self._fill(name, value)
        for paper in self.page.locator('[class*="st-key-step_field_paper_"] input').all():
            paper.fill("文书一号")
        self.page.locator(".st-key-record_step button").click()
        settle(self.page)
        said = self.t("Recorded: {what}.", what=actions.action(self.t, action))
        expected(self.page.locator('[data-testid="stAlert"]').first).to_have_text(said)

    def _fill(self, name: str, value: str) -> None:
        field = self.page.locator(f".st-key-step_field_{name}")
        field.wait_for()
        if field.locator('[data-type="year"]').count():
            field.locator('[data-type="year"]').click()
            self.page.keyboard.type(value.replace("-", ""))
            self.page.keyboard.press("Tab")
        elif field.locator('[role="combobox"]').count():
            self._choose(f"step_field_{name}", actions.code_word(self.t, name, value))
        else:
            field.locator("input, textarea").first.fill(value)

    def _choose(self, key: str, word: str) -> None:
        """Choose a word of a list, and see that it stands; a list that closes under the hand is opened again."""
        for _ in range(TRIES):
            box = self.page.locator(f".st-key-{key} input")
            box.click()
            box.fill(word)  # a long list draws only what is in sight
            try:
                self.page.get_by_role("option", name=word, exact=True).click(timeout=WAIT)
                self.page.locator('[role="option"]').first.wait_for(state="hidden", timeout=WAIT)
                box.blur()  # what was only typed goes again, a moment later
                self.page.wait_for_timeout(MOMENT)
                self.page.wait_for_function(STANDS, arg=[key, word], timeout=WAIT)
            except PlaywrightTimeout:
                self.page.keyboard.press("Escape")
                continue
            settle(self.page)
            return
        raise AssertionError(f"{key}: {word} cannot be chosen")


def session(engine: Engine, county: County, login: str, name: str, *grants: Grant) -> str:
    """A session of a new person who has chosen a password."""
    accounts = Accounts(engine, county)
    made, first = accounts.add_person(Person("", login, name, grants), KEEPER)
    accounts.choose_password(first, CHOSEN, Actor(made.id, name, grants[0].role.value, "", grants))
    found = sessions.sign_in(engine, county, login, CHOSEN, datetime.now(UTC))
    assert found is not None
    return found.token
