"""The workbook of a unit: what is asked, what is locked, what is marked; no formula, nobody who is not needed."""

import io
from dataclasses import replace
from datetime import date
from typing import Any

import openpyxl
import pytest

from riskmap.domain.codes import Status
from riskmap.domain.filling import Asked, FillingRound, Receiver, ReceiverKind, RoundKind
from riskmap.domain.filling_sheet import COLUMNS, OPEN, PREFILLED
from riskmap.domain.hazard import Hazard
from riskmap.i18n import Translator
from riskmap.views.filling import HEAD, STAND, workbook
from riskmap.views.filling_pack import file_name, pack
from riskmap.views.names import LATE_REASON, labels
from support.rounds import AT, DEADLINE, ONE, SENT

UNIT = Receiver("141034103", "和平镇")
HAZARDS = [
    replace(ONE, id="h1", hazard_no="FX-2026-000001", version=1),
    replace(ONE, id="h2", hazard_no="FX-2026-000002", version=4, status=Status.AWAITING_REVIEW, description="=1+1",
            declared=date(2026, 11, 9), rectified=date(2026, 11, 9), regulator_person="监管某", inspectors="检查某"),
]  # fmt: skip
ROUND = FillingRound(
    "01a214ea-6504-758c-8e3f-b220f06f31e4", RoundKind.ITEMS, ReceiverKind.TOWNSHIP, "第47周", SENT, SENT, DEADLINE,
    notes="逐项填写。\n滞后的说明原因。", receivers=(UNIT,),
    asked=tuple(Asked(UNIT.code, one.id, one.hazard_no, one.version) for one in HAZARDS),
)  # fmt: skip


def made(county: Any, lang: str = "zh_CN", hazards: list[Hazard] | None = None) -> Any:
    told = HAZARDS if hazards is None else hazards
    content = workbook(ROUND, UNIT, told, labels(county, lang, {}), Translator(lang))
    return openpyxl.load_workbook(io.BytesIO(content)).active


@pytest.mark.parametrize("lang", ["zh_CN", "en"])
def test_deadline_notes_and_marks_stand_on_top(county: Any, lang: str) -> None:
    sheet = made(county, lang)
    top = "\n".join(str(sheet.cell(row, 2).value) for row in range(1, HEAD + 1))
    for words in (
        "第47周",
        "和平镇",
        Translator(lang).date(DEADLINE, "long"),
        "逐项填写",
        Translator(lang)("export|Internal use"),
    ):
        assert words in top
    assert [cell.value for cell in sheet[HEAD + 1]] == [Translator(lang)(column.header) for column in COLUMNS]


def test_only_the_open_columns_can_be_written_and_only_two_are_prefilled(county: Any) -> None:
    sheet = made(county)
    for row in (HEAD + 2, HEAD + 3):
        unlocked = {column.name for column in COLUMNS if not sheet.cell(row, AT[column.name]).protection.locked}
        assert unlocked == set(OPEN)
        told = {name for name in OPEN if sheet.cell(row, AT[name]).value not in (None, "")}
        assert told <= set(PREFILLED)
    assert sheet.protection.sheet
    assert not sheet.protection.password


def test_choices_are_lists_and_formulas_are_words(county: Any) -> None:
    sheet = made(county)
    lists = {rule.formula1 for rule in sheet.data_validations.dataValidation if rule.type == "list"}
    t = Translator("zh_CN")
    assert {f'"{",".join(t(word) for word in words.values())}"' for words in (STAND, LATE_REASON)} == lists
    cell = sheet.cell(HEAD + 3, AT["description"])
    assert (cell.data_type, cell.value) == ("s", "'=1+1")


def test_nobody_who_is_not_needed_is_named(county: Any) -> None:
    text = " ".join(str(cell.value) for row in made(county).iter_rows() for cell in row)
    assert "监管某" not in text
    assert "检查某" not in text


def test_file_names_are_safe_on_every_system() -> None:
    assert file_name(3, Receiver("x", 'a/b\\c:*?"<>|.. d')) == "03_a_b_c_d.xlsx"
    assert file_name(3, Receiver("141", "..")) == "03_141.xlsx"


def test_the_index_counts_what_the_workbooks_hold(county: Any) -> None:
    import zipfile

    hazards = {one.id: one for one in HAZARDS}
    content = pack(ROUND, hazards, labels(county, "zh_CN", {}), Translator("zh_CN"), who="某", moment="今")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.namelist() == ["00_目录.xlsx", "01_和平镇.xlsx"]
        index = openpyxl.load_workbook(io.BytesIO(archive.read("00_目录.xlsx"))).active
    assert [cell.value for cell in index[5]][:4] == ["和平镇", "01_和平镇.xlsx", 2, 1]
    assert [cell.value for cell in index[6]][:4] == ["合计", None, 2, 1] or index[6][2].value == 2
