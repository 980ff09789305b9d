"""The exported workbook: a cover that says what it is, a ledger that looks like one, nothing that runs."""

import io
import json
from dataclasses import replace
from datetime import date
from typing import Any

import openpyxl
import pytest
from test_round_trip import hazards

from riskmap.domain.codes import EvidenceKind, Status
from riskmap.domain.hazard import Evidence, Hazard, Round, Statement
from support.round_trip import TODAY, Office

NAMED = Hazard(
    "", "", date(2026, 5, 1), Status.OPEN, enterprise_name="示例矿", place="主井", description="=1+1 电话13812345678",
    confirmed=date(2026, 5, 1), due=date(2026, 5, 20), inspectors="张三、李四", responsible_person="王五",
    township="141034103", sector="coal",
)  # fmt: skip


def book(office: Office, **how: Any) -> Any:
    return openpyxl.load_workbook(io.BytesIO(office.export("xlsx", **how)))


def words(sheet: Any) -> list[str]:
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


@pytest.mark.parametrize(
    ("lang", "first", "said"), [("zh_CN", "封面", "全部台账"), ("en", "Cover", "the whole ledger")]
)
def test_the_first_sheet_says_what_the_file_is(office: Office, lang: str, first: str, said: str) -> None:
    office.take([NAMED])
    found = book(office, lang=lang)
    assert found.sheetnames[0] == first
    cover = words(found.worksheets[0])
    assert any(said in word for word in cover)
    assert {"测试", "某人", "2026-11-18 08:00"} <= set(cover)
    assert len(cover) > 20, "definitions of the figures"


def test_the_ledger_has_a_frozen_header_a_filter_and_colours_what_is_overdue(office: Office) -> None:
    office.take([NAMED])
    sheet = book(office).worksheets[1]
    assert (sheet.freeze_panes, sheet.auto_filter.ref[:2]) == ("D3", "A2")
    heads = [cell.value for cell in sheet[2]]
    row = dict(zip(heads, sheet[3], strict=True))
    assert row["时限状态"].font.color.rgb == "FFB3241D"
    assert row["隐患描述"].font.color is None or row["隐患描述"].font.color.rgb != "FFB3241D"
    assert row["检查时间"].value.date() == date(2026, 5, 1)
    assert all(sheet.column_dimensions[cell.column_letter].width > 8 for cell in sheet[2][:10])


def test_no_cell_of_any_sheet_is_a_formula(office: Office) -> None:
    office.take(hazards(office.county, 3, 40))
    for sheet in book(office).worksheets:
        cells = [cell for row in sheet.iter_rows() for cell in row]
        assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
        texts = [cell.value for cell in cells if isinstance(cell.value, str)]
        assert not [text for text in texts if text.startswith(("=", "+", "-", "@"))]


@pytest.mark.parametrize("form", ["xlsx", "csv", "geojson"])
def test_who_may_not_see_persons_gets_no_name_and_no_number_in_any_form(office: Office, form: str) -> None:
    office.take([NAMED])
    for role, seen in (("committee", True), ("analyst", False)):
        content = office.export(form, role)
        if form == "xlsx":
            text = "".join(words(openpyxl.load_workbook(io.BytesIO(content)).worksheets[1]))
        else:
            text = content.decode()
        assert ("13812345678" in text) is seen
        if form != "geojson":  # a map names no person for anybody
            assert ("王五" in text and "李四" in text) is seen


def test_a_masked_workbook_that_comes_back_changes_no_name(office: Office) -> None:
    office.take([NAMED])
    report = office.read(office.export("xlsx", "analyst"), "xlsx").report
    assert (report["created"], report["changed"], report["unchanged"]) == (0, 0, 1)


@pytest.mark.parametrize("role", ["analyst", "township"])
def test_a_masked_workbook_changes_nothing_that_hangs_on_a_hazard(office: Office, role: str) -> None:
    day = date(2026, 11, 2)
    office.take([replace(
        NAMED, status=Status.REJECTED, extra=(("电话", "13812345678"), ("值班", "王五13812345678")),
        due=date(2026, 11, 20), ordered=day,
        rounds=(Round(day, day, day, "王五", "见13812345678", None),),
        statements=(Statement(day, "等设备，问13812345678", None, None, "请协调13812345678", "王五"),),
        evidence=(Evidence(EvidenceKind.PLAN, day, "方案，联系13812345678"),),
    )])  # fmt: skip
    for who in ("committee", role):
        report = office.read(office.export("xlsx", who), "xlsx").report
        assert (report["created"], report["changed"], report["unchanged"]) == (0, 0, 1), who


def test_steps_after_the_day_are_not_told(office: Office) -> None:
    closed = {"rectified": date(2026, 6, 2), "passed": date(2026, 6, 3), "closed": date(2026, 6, 4)}
    office.take([Hazard("", "", date(2026, 5, 1), Status.CLOSED, description="护栏", place="井口", closed_by="县应急局",
                        confirmed=date(2026, 5, 1), reviewers="周八、吴九", **closed)])  # fmt: skip
    before, after = (words(book(office, day=day).worksheets[1]) for day in (date(2026, 6, 1), TODAY))
    assert not [word for word in before if word in {"县应急局", "周八、吴九"} or word.startswith("2026-06")]
    assert {"县应急局", "周八、吴九"} <= set(after)


def test_the_map_form_is_geojson_with_a_feature_a_row(office: Office) -> None:
    office.take(hazards(office.county, 3, 5))
    document = json.loads(office.export("geojson"))
    assert (document["type"], len(document["features"])) == ("FeatureCollection", 5)
