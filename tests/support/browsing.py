"""A real browser that notices what a person would not: outside requests, console errors, script errors."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

from support.availability import unavailable

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--force-color-profile=srgb", "--hide-scrollbars",
]
# Streamlit looks for its base path with these two on every address but "/": two expected 404s on a cold deep link.
PROBES = re.compile(r"/[a-z_]+/_stcore/(health|host-config)$")
TIMEOUT = 45_000


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

    def follow(self, context: BrowserContext) -> None:
        """Watch every page and frame of a browser context."""
        context.on("request", self.request)
        context.on("console", self.console)
        context.on("weberror", lambda error: self.errors.append(f"script error: {error.error}"))

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


def watched_page(context: BrowserContext, base: str) -> tuple[Page, Watch]:
    """A new page of the context and its watch."""
    watch = Watch(base)
    watch.follow(context)
    context.set_default_timeout(TIMEOUT)
    return context.new_page(), watch
