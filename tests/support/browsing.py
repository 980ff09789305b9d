"""A real browser that notices what a person would not: outside requests, console errors, script errors."""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Request,
    WebError,
    sync_playwright,
)

from support.availability import unavailable

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
    "--hide-scrollbars",
]
# Streamlit looks for its base path with these two on every address but "/": two expected 404s on a cold deep link.
PROBES = re.compile(r"/[a-z_]+/_stcore/(health|host-config)$")
TIMEOUT = 45_000
EVENTS = ("request", "console", "weberror")
Key = tuple[str, str]  # server, options


@dataclass
class Watch:
    """What a page did that it must not do."""

    base: str = ""
    outside: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def request(self, request: Request) -> None:
        """Note a request to anywhere but the server under test."""
        parts = urlsplit(request.url)
        if parts.scheme in {"data", "blob", "about"}:
            return
        if f"{parts.scheme.replace('ws', 'http')}://{parts.netloc}" != self.base:
            self.outside.append(request.url)

    def console(self, message: ConsoleMessage) -> None:
        """Note an error in the console, but for Streamlit's two probes."""
        address = message.location.get("url", "") if message.location else ""
        if message.type == "error" and not (PROBES.search(urlsplit(address).path) and "404" in message.text):
            self.errors.append(f"{message.text} ({address})")

    def weberror(self, error: WebError) -> None:
        """Note a script that failed."""
        self.errors.append(f"script error: {error.error}")

    def follow(self, context: BrowserContext) -> None:
        """Watch every page and frame of a browser context."""
        for event in EVENTS:
            context.on(event, getattr(self, event))

    def leave(self, context: BrowserContext) -> None:
        """Watch it no longer."""
        for event in EVENTS:
            context.remove_listener(event, getattr(self, event))

    def assert_clean(self) -> None:
        """Fail when something outside was asked for or something was wrong."""
        assert not self.outside, f"outside requests: {self.outside}"
        assert not self.errors, f"console or script errors: {self.errors}"


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium, headless; skipped (in CI: failed) where there is none."""
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    reason = os.environ.get("RISKMAP_TEST_NO_BROWSER", "")
    if path is None or reason:
        unavailable("browser", reason or "no Chromium on this machine; `manage.py test` installs it where it can")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


class Contexts:
    """Contexts of a browser by server and options. A tab is used again: a new one costs more than the page it opens.

    A test gets a tab that is blank, without cookies, storage or routes of an earlier one; the files' cache stays.
    """

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._kept: dict[Key, BrowserContext] = {}
        self._free: dict[Key, list[Page]] = {}

    @contextmanager
    def watched(self) -> Iterator[Callable[..., Page]]:
        """Gives `opener(base, locale=…, viewport=…, color_scheme=…, **options)`; fails at the end for what was seen."""
        opened: list[tuple[Key, Page, Watch]] = []

        def opener(base: str, **options: Any) -> Page:
            size = options.pop("viewport", None) or {"width": 1440, "height": 900}
            scheme = options.pop("color_scheme", "light")
            asked = {"locale": "zh-CN", **options}
            key = (base, repr(sorted(asked.items())))
            context = self._context(key, asked)
            watch = Watch(base)
            watch.follow(context)
            page = self._free[key].pop() if self._free[key] else context.new_page()
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme)
            opened.append((key, page, watch))
            return page

        yield opener
        for key, page, watch in opened:
            watch.leave(self._kept[key])
            self._rest(key, page)
        for _, _, watch in opened:
            watch.assert_clean()

    def _context(self, key: Key, options: dict[str, Any]) -> BrowserContext:
        if key not in self._kept:
            self._kept[key] = self._browser.new_context(**options)
            self._kept[key].set_default_timeout(TIMEOUT)
            self._free[key] = []
        self._kept[key].clear_cookies()
        return self._kept[key]

    def _rest(self, key: Key, page: Page) -> None:
        """Blank a tab and keep it for the next test; one that cannot be blanked is closed."""
        try:
            page.unroute_all(behavior="ignoreErrors")
            if page.url.startswith(key[0]):
                page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
            page.goto("about:blank")
        except Error:
            page.close()
        else:
            self._free[key].append(page)
