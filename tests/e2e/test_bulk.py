"""Three hazards at once in a browser: ticked by keyboard and mouse, previewed, recorded, told one by one."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from riskmap.domain.codes import Status
from support.pages import said, settle, visit
from support.servers import server
from support.small import ONE, fill

WAITS = replace(ONE, status=Status.AWAITING_REVIEW, declared=date(2026, 11, 10), rectified=date(2026, 11, 9))
Tab = Callable[..., Page]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder: Path = tmp_path_factory.mktemp("bulk") / "var"
    fill(folder, tuple(replace(WAITS, description=f"复查{name}") for name in "甲乙丙丁"))
    with server(folder, RISKMAP_DEMO="0") as address:
        yield address


def test_three_are_ticked_previewed_and_recorded_and_the_list_is_fresh(base: str, open_page: Tab) -> None:
    page = open_page(base)
    visit(page, base, "ledger", lang="zh_CN")
    page.get_by_role("link", name=said("Several at once", "zh_CN")).click()
    rows = page.locator('[class*="st-key-bulk_row_"]')
    expect(rows).to_have_count(4)
    for place in range(2):
        rows.nth(place).locator("label").click()
    rows.nth(2).locator("input").focus()
    page.keyboard.press("Space")
    page.locator(".st-key-bulk_review button").click()
    chosen = page.locator('[class*="st-key-bulk_own_"]')
    expect(chosen).to_have_count(3)
    page.get_by_label(said("Reviewers (two or more)", "zh_CN")).fill("张某、李某")
    page.get_by_label(said("Number of the paper", "zh_CN"), exact=True).fill("复3号")
    page.keyboard.press("Tab")
    settle(page)
    for place in range(3):
        chosen.nth(place).get_by_role("radio").first.click()
        settle(page)
    page.locator(".st-key-bulk_preview button").click()
    expect(page.locator(".w-bulk .w-yes")).to_have_count(3)
    page.locator(".st-key-bulk_record button").click()
    expect(page.locator(".st-key-bulk_done .w-yes")).to_have_count(3)
    expect(page.locator(".st-key-bulk_done .w-yes").first).to_contain_text(said("Passed, awaiting closing", "zh_CN"))
    expect(page.locator('[class*="st-key-bulk_row_"]:has-text("待复查")')).to_have_count(1)
    page.locator(".st-key-bulk_close button").click()
    expect(page.locator(".st-key-bulk_done")).to_have_count(0)
