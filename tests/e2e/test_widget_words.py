"""Widgets speak the page's language, whatever the browser speaks: what Streamlit writes itself is said anew."""

import re
from collections.abc import Callable
from typing import Any

from support.pages import PAGES, settle, visit

TEXTS = """() => {
  const out = new Set(), walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const at = walk.currentNode.parentElement;
    if (at && !['SCRIPT', 'STYLE', 'NOSCRIPT', 'CODE'].includes(at.tagName))
      if (!at.closest('[data-testid="stIconMaterial"]')) out.add(walk.currentNode.textContent.trim());
  }
  for (const name of ['placeholder', 'aria-label', 'title', 'aria-valuetext'])
    for (const one of document.querySelectorAll(`[${name}]`))
      if (one.tagName !== 'IFRAME' && !one.closest('[data-testid="stHtml"]')) out.add(one.getAttribute(name));
  return [...out];
}"""
OWN = {"English", "CGCS2000 / WGS 84", "Word", "Excel", "PDF", "PPT"}  # names of their own
ENDINGS = re.compile(r"•? ?[A-Z]{2,5}(, [A-Z]{2,5})*")  # of files, under an uploader
STORED = re.compile(r"system \(|[0-9a-f]{8}-")  # who acted, and on what, as the chain has it
LATIN, CJK = re.compile(r"[A-Za-z]{3,}"), re.compile(r"[\u3400-\u9fff]")


def english(page: Any) -> list[str]:
    told = [one for one in page.evaluate(TEXTS) if one not in OWN and not ENDINGS.fullmatch(one)]
    return sorted(one for one in told if LATIN.search(one) and not CJK.search(one))


def test_no_english_is_left_in_chinese_widgets(open_page: Callable[..., Any], demo_server: str) -> None:
    page = open_page(demo_server, locale="en-US")
    for name in set(PAGES) - {"import"}:  # its table of headers is English by its nature
        visit(page, demo_server, name, lang="zh_CN")
        assert not [one for one in english(page) if not (name == "audit" and STORED.match(one))], name
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
    here = page.evaluate(TEXTS)
    assert not sorted(one for one in here if CJK.search(one) and one != "中文")
    assert any("November" in one for one in here)


def test_what_a_person_typed_is_left_alone(open_page: Callable[..., Any], demo_server: str) -> None:
    page = open_page(demo_server)
    visit(page, demo_server, "register", form="one", lang="zh_CN")
    page.locator(".st-key-register_place input").fill("Upload")
    page.locator(".st-key-register_place input").blur()
    settle(page)
    assert page.locator(".st-key-register_place input").input_value() == "Upload"
