"""Any bytes: rows and findings, or a clean refusal. Never a traceback."""

import json
import time
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from riskmap.domain.county import County
from riskmap.ingest import guard, letterhead
from riskmap.ingest.guard import Caps
from riskmap.ingest.messages import MESSAGES, REFUSALS
from riskmap.ingest.run import DryRun, dry_run
from riskmap.ledger.batch import MatchIndex
from support.corpus import biff
from support.corpus.grids import Grid

HEAD = [
    "企业名称",
    "隐患地点",
    "隐患描述",
    "检查时间",
    "整改期限",
    "整改情况",
    "整改完成时间",
    "隐患等级",
    "经度",
    "纬度",
    "整改资金",
    "延期至",
    "是否挂牌",
]
Run = Callable[..., DryRun]
Make = Callable[..., Path]
EMPTY: Any = MatchIndex({}, {}, {}, {}, (), lambda _: {})


def workbook(tmp_path: Path) -> Path:
    from openpyxl import Workbook

    book = Workbook()
    assert book.active is not None
    book.active.append(HEAD)
    book.active.append(["示例", "皮带", "缺护罩", "2026-03-01", "2026-03-09", "整改中"])
    book.save(tmp_path / "a.xlsx")
    return tmp_path / "a.xlsx"


def protected() -> bytes:
    body = bytearray(guard.OLE2 + bytes(4096))
    body[1024:1056] = "EncryptedPackage".encode("utf-16-le")
    return bytes(body)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "empty_file"),
        (b" \r\n ", "empty_file"),
        (b"<html><body><table><tr><td>1</td></tr></table></body></html>", "html_as_excel"),
        ("﻿<html xmlns:x='urn:schemas-microsoft-com:office:excel'><head>".encode(), "html_as_excel"),
        (b'<?xml version="1.0"?><Workbook/>', "unknown_format"),
        (b"%PDF-1.7 ...", "unknown_format"),
        (b"PK\x03\x04" + bytes(200), "damaged_file"),
        (protected(), "password_protected"),
        (guard.OLE2 + bytes(600), "damaged_file"),
        (bytes(range(256)) * 20, "unknown_format"),
        ("没有表头的一段话，只是文字".encode(), "no_table"),
    ],
)
def test_files_that_are_no_tables_are_refused_by_name(run: Run, raw: bytes, code: str) -> None:
    dry = run(raw, name="台账.xls")
    assert dry.refusal == code
    assert (dry.report["created"], dry.report["changed"], len(dry.batch.creates)) == (0, 0, 0)
    assert dry.report["issues"][0]["code"] == code


def test_an_old_workbook_with_a_password_is_told_as_one(run: Run) -> None:
    raw = biff.xls({"台账": Grid([HEAD])})
    begin = raw.index(guard.WORKBOOK_BEGINS)
    locked = bytearray(raw)
    locked[begin + 20 : begin + 26] = b"\x2f\x00\x02\x00\x01\x00"  # FILEPASS in the place of CODEPAGE
    assert run(raw).refusal == ""
    assert run(bytes(locked)).refusal == "password_protected"


def test_a_truncated_workbook_is_damaged(run: Run, tmp_path: Path) -> None:
    raw = workbook(tmp_path).read_bytes()
    assert run(raw[: len(raw) // 2]).refusal == "damaged_file"


def test_a_bomb_is_refused_at_once(run: Run, tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(60):
                part.write(bytes(1_000_000))
    start = time.perf_counter()
    assert run(bomb).refusal == "too_compressed"
    assert time.perf_counter() - start < 1


def test_caps_hold_for_rows_columns_and_parts(run: Run, xlsx: Make) -> None:
    assert run(xlsx([HEAD, *[["a"]] * 30]), caps=Caps(rows=20)).refusal == "too_many_rows"
    assert run(xlsx([[*HEAD, *"abcdefghij"]]), caps=Caps(columns=12)).refusal == "too_many_columns"
    assert run(xlsx([HEAD]), caps=Caps(entries=3)).refusal == "too_many_entries"
    assert run(xlsx([HEAD]), caps=Caps(unpacked=100)).refusal == "too_large_unpacked"
    assert run(xlsx([HEAD]), caps=Caps(file=100)).refusal == "too_large"
    assert run("\n".join(["企业名称,隐患描述,检查时间"] * 9).encode(), caps=Caps(rows=5)).refusal == "too_many_rows"


def test_an_unknown_sheet_and_a_missing_file_are_said(run: Run, xlsx: Make, tmp_path: Path) -> None:
    assert run(xlsx([HEAD]), sheet="没有").refusal == "no_such_sheet"
    assert run(tmp_path / "nothing.xlsx").refusal == "no_such_file"


def test_the_reading_process_gives_the_same_answer_and_leaves_nothing(county: County, tmp_path: Path) -> None:
    dry = dry_run(workbook(tmp_path), county=county, match_index=EMPTY, today=date(2026, 11, 22))
    assert [h.place for h in dry.batch.creates] == ["皮带"]
    folder = dry.batch.creates._spool.folder  # type: ignore[attr-defined]
    assert folder.is_dir()
    del dry
    assert not folder.exists()


def test_a_reading_process_that_dies_is_a_refusal(county: County, tmp_path: Path) -> None:
    caps = Caps(memory=20_000_000)  # too little for the interpreter's own libraries
    dry = dry_run(workbook(tmp_path), county=county, match_index=EMPTY, today=date(2026, 11, 22), caps=caps)
    assert dry.refusal in {"reader_failed", "damaged_file", ""}
    late = dry_run(workbook(tmp_path), county=county, match_index=EMPTY, today=date(2026, 11, 22), caps=Caps(seconds=0))
    assert late.refusal == "took_too_long"


def test_every_code_has_a_sentence_and_a_severity() -> None:
    assert not set(MESSAGES) & set(REFUSALS)
    assert {severity for severity, _ in MESSAGES.values()} == {"error", "warning", "info"}


CELL = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            "2026-3-1",
            "5月底前",
            "立即整改",
            "限3日内",
            "已整改",
            "已销号",
            "重大",
            "是",
            "0.5万",
            "市级",
            "合计",
            "一、煤矿",
            "/",
            "",
        ]
    ),
    st.integers(-10, 70_000).map(str),
)


def check(dry: DryRun) -> None:
    report = dry.report
    json.dumps(report)
    assert report["rows"] == report["accepted"] + report["rejected"]
    if dry.refusal:
        assert (report["created"], report["changed"]) == (0, 0)
    else:
        assert report["accepted"] == report["created"] + report["changed"] + report["unchanged"]
        assert len(list(dry.batch.creates)) == len(dry.batch.fingerprints)


SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@SLOW
@given(raw=st.one_of(st.binary(max_size=400), st.text(max_size=200).map(lambda t: t.encode("gb18030", "replace"))))
def test_any_bytes_give_a_report_or_a_refusal(run: Run, raw: bytes) -> None:
    check(run(raw, name="any"))


@SLOW
@given(rows=st.lists(st.lists(CELL, min_size=1, max_size=len(HEAD)), max_size=8))
def test_any_cells_below_a_header_give_a_report(run: Run, rows: list[list[str]]) -> None:
    def quoted(cells: list[str]) -> str:
        return ",".join('"' + cell.replace('"', '""') + '"' for cell in cells)

    check(run("\n".join(map(quoted, [HEAD, *rows])).encode("utf-8", "replace"), name="any.csv"))


@SLOW
@given(broken=st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=12))
def test_a_workbook_with_broken_bytes_gives_a_report_or_a_refusal(
    run: Run, tmp_path: Path, broken: list[tuple[int, int]]
) -> None:
    raw = bytearray(workbook(tmp_path).read_bytes())
    for at, value in broken:
        raw[at % len(raw)] = value
    check(run(bytes(raw)))


def test_child_work_never_raises_for_a_folder_of_oddities(county: County, run: Run, tmp_path: Path) -> None:
    for name in ("[Content_Types].xml", "xl/workbook.xml", "content.xml", "xl/workbook.bin"):
        with zipfile.ZipFile(tmp_path / "odd.xlsx", "w") as archive:
            archive.writestr(name, "<a/>")
        assert run(tmp_path / "odd.xlsx").refusal in {"damaged_file", "unknown_format", "no_table"}
    assert letterhead.CUTOFF.search("截止2026年10月31日")


def test_every_sentence_stands_in_the_chinese_catalogue() -> None:
    from babel.messages.pofile import read_po

    from riskmap.ingest.messages import sentence

    part = Path(__file__).resolve().parents[2] / "riskmap" / "i18n" / "zh_CN" / "ingest.po"
    with part.open("rb") as file:
        catalogue = read_po(file)
    told = {message.id: message.string for message in catalogue}
    assert all(told.get(sentence(code)) for code in [*MESSAGES, *REFUSALS])
