"""Words of a ledger are words: they run nowhere, neither on the server nor in the browser nor in a spreadsheet.

Every page shows hostile words in the matrix of pages; here they are hovered, opened, read in and written out.
"""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from support.ledgers import ALL_HOSTILE, HOSTILE_LEDGER, write
from support.pages import assert_inert, map_frame, settle, visit
from support.servers import get, riskmap

Opener = Callable[..., Any]


def test_tooltip_and_card_of_a_hostile_mark_show_words(open_page: Opener, hostile_server: str) -> None:
    page = open_page(hostile_server)
    visit(page, hostile_server, "battle_map")
    mark = map_frame(page).locator(".rm-mark[data-no]").first
    mark.hover()
    page.wait_for_timeout(300)
    assert_inert(page)
    mark.click()
    settle(page)
    page.wait_for_timeout(500)
    assert_inert(page)
    assert "{{ 7*7 }}" in page.content() or "{{ 7*7 }}" in map_frame(page).locator("body").inner_text()


def test_the_dry_run_of_a_hostile_file_shows_words(open_page: Opener, empty_server: str, tmp_path: Path) -> None:
    page = open_page(empty_server)
    visit(page, empty_server, "import")
    file = write(tmp_path / "a<img src=x onerror=window.pwned=1>.csv", ALL_HOSTILE)
    page.locator('.st-key-file [data-testid="stFileUploaderDropzoneInput"]').set_input_files(str(file))
    page.wait_for_timeout(1000)
    settle(page)
    assert_inert(page)


def test_the_server_ran_nothing(hostile_server: str, hostile_folder: Path) -> None:
    log = (hostile_folder / "server.log").read_text(encoding="utf-8", errors="replace")
    assert "Traceback" not in log
    status, _, body = get(f"{hostile_server}/api/v1/hazards")
    assert status == 200
    assert b"{{ 7*7 }}" in body


@pytest.mark.parametrize("kind", ["csv", "xlsx", "geojson"])
def test_exports_hold_no_formula(hostile_folder: Path, tmp_path: Path, kind: str) -> None:
    """A cell that opens with =, +, - or @ runs in a spreadsheet; ours are text."""
    out = tmp_path / f"out.{kind}"
    words = ("export", "hazards", "--purpose", "p", "--format", kind, "--out", str(out))
    done = riskmap(hostile_folder, *words, RISKMAP_DEMO="0")
    assert done.returncode == 0, done.stderr
    if kind == "csv":
        rows = list(csv.reader(io.StringIO(out.read_text(encoding="utf-8-sig"))))
        assert len(rows) == 1 + len(HOSTILE_LEDGER)
        assert not [cell for row in rows for cell in row if cell[:1] in {"=", "+", "@", "\t"}]
    elif kind == "xlsx":
        cells = [cell for sheet in openpyxl.load_workbook(out) for row in sheet.iter_rows() for cell in row]
        assert not [cell.coordinate for cell in cells if cell.data_type == "f" or cell.hyperlink]
        assert any("{{ 7*7 }}" in str(cell.value) for cell in cells)
    else:
        assert "{{ 7*7 }}" in out.read_text(encoding="utf-8")
