"""Returned sheets: rows are found however they were sorted, renamed, copied or cut; odd ones are findings."""

import csv
import io
import random
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from riskmap.domain.codes import LateReason
from riskmap.domain.county import load_county
from riskmap.domain.filling import FillingRound
from riskmap.domain.filling_sheet import COLUMNS, decode, encode
from riskmap.domain.gates import load_gates
from riskmap.i18n import Translator
from riskmap.ingest import returns
from riskmap.ingest.collecting import Preview
from riskmap.ingest.collecting_words import sentence, severity
from riskmap.ingest.returns import File
from riskmap.ledger import queries, rounds
from riskmap.ledger.commands import Ledger
from riskmap.store.engine import open_engine
from riskmap.store.migrate import upgrade
from riskmap.views.filling import HEAD, STAND
from riskmap.views.names import LATE_REASON
from support.rounds import AT, OFFICE, SENT, T, books, codes, fill, filled, look, read, send, some

ROOT = Path(__file__).resolve().parents[2]
FIRST = HEAD + 2  # first row of items, as openpyxl counts
QUICK = (Phase.explicit, Phase.reuse, Phase.generate)  # each example reads a workbook: shrinking takes minutes
OPEN = {"stand": "整改中", "coordination": "盼协调"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Ledger, FillingRound]]:
    """A ledger with one round of twelve items, only read by the tests below."""
    engine = open_engine(f"sqlite:///{(tmp_path_factory.mktemp('desk') / 'a.sqlite3').as_posix()}")
    upgrade(engine)
    ledger = Ledger(engine, load_county(ROOT / "data" / "county.toml"), load_gates())
    fill(ledger, some(12))
    yield ledger, send(ledger)
    engine.dispose()


def book(desk: tuple[Ledger, FillingRound], place: int = 0) -> bytes:
    ledger, sent = desk
    return books(ledger, sent)[sent.receivers[place].code]


def said(found: Preview) -> dict[str, dict[str, Any]]:
    """Number → what was read of it."""
    return {
        one.item.now.hazard_no: dict(one.said.values) for unit in found.units for one in unit.proposals
    }  # fmt: skip


def grid(content: bytes) -> list[list[Any]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def written(rows: list[list[Any]]) -> bytes:
    new = openpyxl.Workbook()
    for row in rows:
        new.active.append(row)
    for cell in (cell for row in new.active.iter_rows() for cell in row if isinstance(cell.value, str)):
        cell.data_type = "s"
    out = io.BytesIO()
    new.save(out)
    return out.getvalue()


# The hidden id


@given(st.uuids(), st.integers(0, 10**6), st.sampled_from(["", " ", "　", "\n"]), st.booleans())
def test_an_id_survives_blanks_and_widths(hazard: Any, version: int, blank: str, wide: bool) -> None:
    text = encode("0123456789", str(hazard), version)
    shown = "".join(chr(ord(c) + 0xFEE0) for c in text) if wide else text
    found = decode(blank + shown + blank)
    assert found is not None
    assert (found.token, found.hazard_id, found.version) == ("0123456789", str(hazard), version)


@given(st.uuids(), st.integers(0, 99), st.data())
def test_a_damaged_id_is_known_as_damaged(hazard: Any, version: int, data: st.DataObject) -> None:
    text = encode("0123456789", str(hazard), version)
    at = data.draw(st.integers(4, len(text) - 1))
    other = data.draw(st.sampled_from([c for c in "0123456789abcdef" if c != text[at]]))
    assert text[at] == "." or decode(text[:at] + other + text[at + 1 :]) is None


@given(st.text(max_size=60))
def test_other_text_is_no_id(text: str) -> None:
    assert decode(text) is None


# Sorted, copied, renamed


answers = st.fixed_dictionaries(
    {},
    optional={
        "stand": st.sampled_from(["未开始", "整改中"]),
        "late_reason": st.sampled_from([T(word) for word in LATE_REASON.values()]),
        "expected": st.dates(date(2026, 11, 20), date(2027, 6, 30)),
        "coordination": st.sampled_from(["盼协调", "=1+1", "拨款 10 万元", "+86"]),
        "progress": st.sampled_from(["已订货", "第二次\n说明"]),
        "funds_planned": st.sampled_from([1, 2.5, "3万", "5000元"]),
        "responsible_person": st.sampled_from(["王某", "李某、赵某"]),
    },
)


@settings(max_examples=25, phases=QUICK, suppress_health_check=list(HealthCheck))
@given(
    rows=st.lists(answers, min_size=4, max_size=4),
    seed=st.integers(0, 10**6),
    how=st.sets(st.sampled_from(["sort", "columns", "sheet", "text", "no id", "repeat", "cut locked"])),
)
def test_rows_say_the_same_however_the_sheet_was_handled(
    desk: tuple[Ledger, FillingRound], rows: list[dict[str, Any]], seed: int, how: set[str]
) -> None:
    ledger, sent = desk
    content = filled(book(desk), *rows)
    plain = look(ledger, sent, ("a.xlsx", content))
    handled = handle(content, random.Random(seed), how)
    name = "改名.csv" if "text" in how else "另一个名字.xlsx"
    found = look(ledger, sent, (name, handled))
    assert said(found) == said(plain)
    assert len(said(found)) == sum(bool(row) for row in rows)
    wanted = {"matched_by_number"} if "no id" in how else set()
    assert set(codes(found)) - {"nothing_filled_in"} <= wanted | {"locked_changed"}


def handle(content: bytes, dice: random.Random, how: set[str]) -> bytes:
    """A sheet as a unit might send it back: only the order, the place and the container of its cells change."""
    rows = grid(content)
    head, body = rows[HEAD], rows[HEAD + 1 :]
    if "sort" in how:
        dice.shuffle(body)
    keep = list(range(len(COLUMNS)))
    if "no id" in how:
        keep.remove(AT["row_id"] - 1)
    if "cut locked" in how:
        keep = [at for at in keep if at not in {AT["place"] - 1, AT["description"] - 1, AT["grade"] - 1}]
    if "columns" in how:
        dice.shuffle(keep)
    top = [["某乡填报"], []] if "sheet" in how else rows[:HEAD]
    middle = len(body) // 2
    again = [head] if "repeat" in how else []
    told = [head, *body[:middle], *again, *body[middle:]]
    table = [*top, *([row[at] for at in keep] for row in told)]
    if "text" in how:
        out = io.StringIO(newline="")
        csv.writer(out).writerows(table)
        return out.getvalue().encode("gb18030" if "sheet" in how else "utf-8-sig")
    return written(table)


def test_rows_of_all_units_in_one_sheet_count_for_each_unit(desk: tuple[Ledger, FillingRound]) -> None:
    ledger, sent = desk
    tables = [grid(filled(book(desk, at), OPEN)) for at in range(3)]
    together = written([*tables[0][: HEAD + 2], tables[1][HEAD + 1], tables[2][HEAD + 1]])
    found = look(ledger, sent, ("汇总.xlsx", together))
    assert [unit.code for unit in found.units] == [one.code for one in sent.receivers]
    assert [one.receiver for one in found.to_confirm.returns] == [one.code for one in sent.receivers]


def test_a_row_pasted_without_any_header_is_read_by_the_places_of_the_sheet(desk: tuple[Ledger, FillingRound]) -> None:
    ledger, sent = desk
    rows = grid(filled(book(desk), OPEN))[HEAD + 1 : HEAD + 2]
    assert list(said(look(ledger, sent, ("a.xlsx", written(rows)))).values()) == [
        {"stand": "under_way", "coordination": "盼协调"}
    ]
    cut = look(ledger, sent, ("a.xlsx", written([[rows[0][0], *rows[0][5:]]])))
    assert codes(cut) == ["no_header", "no_rows_of_round"]


def test_a_sheet_in_english_is_read_as_well(desk: tuple[Ledger, FillingRound]) -> None:
    ledger, sent = desk
    english = Translator("en")
    rows = grid(filled(book(desk), OPEN))
    rows[HEAD] = [english(column.header) for column in COLUMNS]
    rows[HEAD + 1][AT["stand"] - 1] = english(STAND["under_way"])
    assert len(said(look(ledger, sent, ("a.xlsx", written(rows))))) == 1


# What is odd


def odd(sheet: Any, name: str, value: Any, row: int = FIRST) -> None:
    sheet.cell(row, AT[name]).value = value


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("stand", "差不多了", "unknown_choice"),
        ("late_reason", "天气", "unknown_choice"),
        ("expected", "尽快", "bad_date"),
        ("funds_planned", "若干", "bad_amount"),
        ("description", "换成别的隐患", "locked_changed"),
        ("row_id", "RM1.xx.yy.1.000000", "id_damaged"),
        ("row_id", None, "matched_by_number"),
        ("hazard_no", "FX-2026-999999", "id_and_number_differ"),
        ("responsible_person", None, "emptied"),
    ],
)
def test_an_odd_cell_is_a_finding_with_its_place(
    desk: tuple[Ledger, FillingRound], name: str, value: Any, code: str
) -> None:
    ledger, sent = desk
    content = filled(book(desk), {"progress": "在办"}, change=lambda sheet: odd(sheet, name, value))
    found = look(ledger, sent, ("a.xlsx", content))
    (one,) = [one for one in found.findings if one.code == code]
    assert (one.file, one.row) == ("a.xlsx", FIRST)
    assert sentence(code)
    assert severity(code) in {"warning", "info"}


def test_a_visible_number_outweighs_a_hidden_id_that_stayed_behind(desk: tuple[Ledger, FillingRound]) -> None:
    """Sorting without the hidden column leaves ids at other rows: what the unit saw is the number."""
    ledger, sent = desk
    rows = grid(filled(book(desk), OPEN))
    number = rows[HEAD + 1][1]
    rows[HEAD + 1][0], rows[HEAD + 2][0] = rows[HEAD + 2][0], rows[HEAD + 1][0]
    found = look(ledger, sent, ("a.xlsx", written(rows)))
    assert list(said(found)) == [number]
    assert codes(found) == ["id_and_number_differ"] * 2


def test_rows_of_another_round_and_foreign_rows_are_told_and_left(desk: tuple[Ledger, FillingRound]) -> None:
    ledger, sent = desk
    other = encode("aaaaaaaaaa", sent.asked[0].hazard_id, 1)

    def change(sheet: Any) -> None:
        odd(sheet, "row_id", other)
        odd(sheet, "hazard_no", "自编-1", FIRST + 9)
        odd(sheet, "description", "单位自己加的一行", FIRST + 9)

    found = look(ledger, sent, ("a.xlsx", filled(book(desk), OPEN, change=change)))
    assert "other_round" in codes(found)
    assert "not_of_round" in codes(found)
    assert said(found) == {}


def test_two_files_that_disagree_change_nothing_in_that_field(desk: tuple[Ledger, FillingRound]) -> None:
    ledger, sent = desk
    one = filled(book(desk), {"coordination": "甲", "progress": "在办"})
    two = filled(book(desk), {"coordination": "乙", "late_reason": "资金"})
    found = look(ledger, sent, ("a.xlsx", one), ("b.xlsx", two))
    assert list(said(found).values()) == [{"progress": "在办", "late_reason": LateReason.FUNDS}]
    (finding,) = [one for one in found.findings if one.code == "files_differ"]
    assert "甲" in finding.value
    assert "乙" in finding.value
    same = look(ledger, sent, ("a.xlsx", one), ("copy.xlsx", one))
    assert codes(same) == ["same_file_twice"]


def test_a_zip_of_files_with_chinese_names_is_opened(desk: tuple[Ledger, FillingRound]) -> None:
    ledger, sent = desk
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("回收/永安镇.xlsx", filled(book(desk), OPEN))
        archive.writestr("回收/照片1.jpg", b"\xff\xd8\xff")
        archive.writestr("__MACOSX/._永安镇.xlsx", b"x")
    found = look(ledger, sent, ("all.zip", out.getvalue()))
    assert found.units[0].files[0][0] == "永安镇.xlsx"
    assert codes(found) == ["picture_not_kept"]  # a photo that is none


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"PK\x03\x04cut off", "damaged_file"),
        (b"%PDF-1.7", "unknown_format"),
        (b"GIF89a", "unknown_format"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_words(
    desk: tuple[Ledger, FillingRound], content: bytes, code: str
) -> None:
    ledger, sent = desk
    found = look(ledger, sent, ("a.xlsx", content))
    assert codes(found) == [code]
    assert sentence(code)
    assert found.empty


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=400))
def test_any_bytes_are_rows_or_findings(desk: tuple[Ledger, FillingRound], content: bytes) -> None:
    ledger, sent = desk
    found = look(ledger, sent, ("a", content))
    assert found.empty
    assert found.findings


def test_reading_happens_in_a_process_of_its_own_with_the_same_answer(desk: tuple[Ledger, FillingRound]) -> None:
    files = [("a.xlsx", filled(book(desk), OPEN)), ("b.pdf", b"%PDF")]
    assert returns.read([File(*one) for one in files]) == read(*files)


# Random answers → the state of the ledger


@settings(max_examples=12, phases=QUICK, suppress_health_check=list(HealthCheck))
@given(rows=st.lists(answers, min_size=2, max_size=2))
def test_what_was_confirmed_is_what_the_ledger_says(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, Any]]
) -> None:
    engine = open_engine(f"sqlite:///{(tmp_path_factory.mktemp('one') / 'a.sqlite3').as_posix()}")
    upgrade(engine)
    ledger = Ledger(engine, load_county(ROOT / "data" / "county.toml"), load_gates())
    fill(ledger, some(6))
    sent = send(ledger)
    content = filled(books(ledger, sent)[sent.receivers[0].code], *rows)
    preview = look(ledger, sent, ("a.xlsx", content))
    told = [line for unit in preview.units for one in unit.proposals for line in one.lines]
    assert {str(line.outcome) for line in told} <= {"change", "same"}
    if not preview.empty:
        ledger.collect_round(preview.to_confirm, OFFICE)
    for hazard_no, values in said(preview).items():
        asked = next(one for one in sent.asked if one.hazard_no == hazard_no)
        now = queries.hazard(engine, ledger.county, asked.hazard_id)
        last = now.statements[-1] if now.statements else None
        for name, value in values.items():
            if name in {"responsible_person", "funds_planned"}:
                assert getattr(now, name) == value
            elif name == "stand":
                assert now.status == ("rectifying" if value == "under_way" else "open")
            else:
                assert getattr(last, name) == value
    after = rounds.one(engine, ledger.county, sent.id)
    assert look(ledger, after, ("b.xlsx", written(grid(content)))).to_confirm.answers == []
    assert after.created == SENT
    engine.dispose()
