"""Widgets speak the page's language, whatever the browser speaks: what Streamlit writes itself is said anew.

Each page as it opens is read in the matrix of pages; here are the lists and calendars that open by a click.
"""

from collections.abc import Callable
from typing import Any

import pytest

from support.pages import settle, visit
from support.widget_words import chinese, english, texts


def test_no_english_is_left_in_what_opens_on_a_chinese_page(open_page: Callable[..., Any], demo_server: str) -> None:
    page = open_page(demo_server, locale="en-US")
    visit(page, demo_server, "register", form="one", lang="zh_CN")
    box = page.locator(".st-key-register_enterprise input")
    box.fill("新建的厂")
    page.locator('[role="option"]').first.wait_for()
    assert not english(page)
    page.locator(".st-key-register_kind input").fill("没有这一种")
    page.wait_for_timeout(300)
    assert not english(page)
    page.keyboard.press("Escape")
    page.locator('.st-key-register_found [data-testid="stDateInput"] button').first.click()
    page.locator('[role="grid"]').wait_for()
    assert not english(page)


def test_english_widgets_in_a_chinese_browser_are_english(open_page: Callable[..., Any], demo_server: str) -> None:
    page = open_page(demo_server, locale="zh-CN")
    visit(page, demo_server, "register", form="one", lang="zh_CN")
    page.locator(".w-lang").click()  # within the session: nothing is loaded anew
    page.wait_for_function("() => document.querySelector('.w-top')?.lang === 'en'")
    settle(page)
    page.locator('.st-key-register_found [data-testid="stDateInput"] button').first.click()
    page.locator('[role="grid"]').wait_for()
    assert not chinese(page)
    assert any("November" in one for one in texts(page))


def test_what_a_person_typed_is_left_alone(open_page: Callable[..., Any], demo_server: str) -> None:
    page = open_page(demo_server)
    visit(page, demo_server, "register", form="one", lang="zh_CN")
    page.locator(".st-key-register_place input").fill("Upload")
    page.locator(".st-key-register_place input").blur()
    settle(page)
    assert page.locator(".st-key-register_place input").input_value() == "Upload"


@pytest.mark.parametrize(
    ("lang", "word"),
    [("zh_CN", "服务器没有响应"), pytest.param("en", "The server does not answer", marks=pytest.mark.long)],
)
def test_a_lost_connection_is_told_in_the_words_of_the_program(
    browser: Any, demo_server: str, lang: str, word: str
) -> None:
    context = browser.new_context()
    page, sockets = context.new_page(), []

    def through(socket: Any) -> None:
        socket.connect_to_server()
        sockets.append(socket)

    page.route_web_socket("**/_stcore/stream*", through)
    visit(page, demo_server, "overview", lang=lang)
    for path in ("health", "host-config", "stream"):
        page.route(f"**/_stcore/{path}*", lambda route: route.abort())
    page.route_web_socket("**/_stcore/stream*", lambda socket: socket.close())
    sockets[0].close()
    dialog = page.locator('[role="dialog"]')
    dialog.wait_for()
    told = dialog.inner_text()
    assert word in told
    assert "Streamlit" not in told
    assert lang == "en" or not english(page)
    context.close()
