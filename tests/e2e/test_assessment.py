"""The yearly assessment in a browser: worked out by its button, its derivation opens, and a phone does not show it."""

from typing import Any

from playwright.sync_api import expect

from support.pages import settle, visit


def test_a_sheet_is_read_at_a_desk_and_not_on_a_phone(page: Any, demo_server: str) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    visit(page, demo_server, "assessment", lang="en")
    expect(page.locator(".w-assess")).to_have_count(0)
    page.get_by_role("button", name="Work out").click()
    expect(page.locator(".w-assess tbody tr")).to_have_count(7)
    settle(page)
    score = page.locator(".w-score").first
    score.locator("summary").click()
    expect(score.get_by_text("full * min(1, due_rate_passed / target)")).to_be_visible()
    box = score.locator("dl").bounding_box()
    assert box["x"] >= 0
    narrow = page.get_by_text("this window is too narrow for it")
    expect(narrow).to_be_hidden()
    page.set_viewport_size({"width": 390, "height": 844})
    expect(narrow).to_be_visible()
    expect(page.locator(".w-assess")).to_be_hidden()
    expect(page.get_by_role("button", name="Work out")).to_be_hidden()
