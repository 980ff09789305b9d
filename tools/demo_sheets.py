"""Rows of the made-up county as the cells of two workbooks, in the headers a county uses."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from demo_causes import cause
from demo_enterprises import Enterprise, county
from demo_hazards import Hazard, Visit
from demo_majors import five_cells
from demo_stories import records

Row = dict[str, Any]
WIDE = {"隐患描述": 34, "企业名称": 22, "整改措施": 28, "隐患地点": 16}


def register_rows(enterprises: list[Enterprise]) -> list[Row]:
    """The enterprise register, one row an enterprise."""
    sectors, regions, departments = county()
    rows = []
    for number, e in enumerate(enterprises, 1):
        department = sectors[e.sector]["departments"][-1]["code"]  # type: ignore[index]
        lon, lat = (
            (e.lon, e.lat)
            if not e.gcj or e.lon is None or e.lat is None
            else (round(e.lon + 0.0065, 6), round(e.lat + 0.0003, 6))
        )
        rows.append(
            {
                "序号": number,
                "企业名称": e.name,
                "统一社会信用代码": e.uscc,
                "主要负责人": e.principal,
                "安全负责人": e.safety,
                "所属乡镇": regions[e.town]["name"],
                "详细地址": e.address,
                "经度": lon,
                "纬度": lat,
                "坐标系": "GCJ-02" if e.gcj else "CGCS2000",
                "行业领域": sectors[e.sector]["zh"],
                "监管部门": departments[department],
                "监管层级": e.supervision,
                "从业人员": e.people,
                "是否规上": "是" if e.people >= 100 else "否",
                "是否高危作业": "是" if e.high_risk else "否",
                "生产状态": e.state,
                "标准化等级": ("三级", "二级", "三级", "未达标")[number % 4]
                if e.high_risk
                else ("三级" if number % 3 else ""),
                "安全生产许可证号": f"（演示）{number:04d}" if e.licence_to else "",
                "许可证有效期": e.licence_to,
                "风险等级": e.risk,
                "重大危险源": "四级" if e.sector in {"hazchem", "coke"} and number % 3 == 0 else "无",
                "重点消防单位": "是" if e.sector in {"fire", "school", "health"} else "否",
                "包联县领导": e.leader if e.high_risk else "",
                "视频监控是否联网": "是" if number % 3 else "否",
                "备注": "演示数据",
            }
        )
    return rows


def ledger_rows(hazards: list[Hazard], last_day: date) -> list[Row]:
    """The ledger, general and major hazards alike; cells that a sheet does not show are left out by `write`."""
    sectors, regions, departments = county()
    return [
        _ledger_row(h, number, sectors, regions, departments) | {"历次记录": records(h, number, last_day)}
        for number, h in enumerate(hazards, 1)
    ]


def _ledger_row(h: Hazard, number: int, sectors: Any, regions: Any, departments: dict[str, str]) -> Row:
    e = h.enterprise
    department = departments[sectors[e.sector]["departments"][-1]["code"]]
    town = "邢家要乡" if e.town == "141034103" and number % 17 == 0 else regions[e.town]["name"]
    row: Row = {
        "隐患编号": f"{'重' if h.grade == '重大' else '演'}{number:05d}",
        "企业名称": e.name,
        "所属乡镇": town,
        "行业领域": sectors[e.sector]["short"],
        "隐患地点": h.place,
        "隐患描述": h.problem,
        "隐患等级": h.grade,
        "隐患类别": h.category,
        "隐患原因": cause(h),
        "隐患来源": h.source,
        "检查类型": h.kind,
        "检查时间": h.found,
        "检查人": h.inspectors,
        "检查单位": e.name
        if h.source == "企业自查"
        else regions[e.town]["name"]
        if h.source == "乡镇检查"
        else department,
        "整改措施": h.measure,
        "整改责任单位": e.name,
        "整改责任人": e.safety,
        "监管责任部门": department,
        "监管层级": e.supervision,
        "整改资金(万元)": h.funds,
        "整改期限": h.due_words or h.due,
        "经度": h.lon,
        "纬度": h.lat,
        "坐标系": "CGCS2000" if h.lon else "",
        "核实时间": h.confirmed if h.source == "群众举报" else None,
        "责令整改时间": h.ordered,
        "整改指令书编号": f"（演示）令{number:05d}" if h.ordered else "",
        "作废日期": h.voided,
        "作废原因": "现场核查不属实" if h.voided else "",
        "备注": h.note,
    }
    row |= _steps(h, number) | _extension(h, department)
    return row | (_major(h, number, str(sectors[e.sector].get("basis_doc", ""))) if h.grade == "重大" else {})


def visit_rows(visits: list[Visit]) -> list[Row]:
    """Visits that found nothing, as lines of the ledger."""
    sectors, regions, departments = county()
    rows = []
    for visit in visits:
        e = visit.enterprise
        department = departments[sectors[e.sector]["departments"][-1]["code"]]  # type: ignore[index]
        rows.append(
            {
                "企业名称": e.name,
                "所属乡镇": regions[e.town]["name"],
                "行业领域": sectors[e.sector]["short"],
                "隐患描述": "检查未发现隐患",
                "隐患来源": visit.source,
                "检查类型": visit.kind,
                "检查时间": visit.found,
                "检查人": visit.inspectors,
                "检查单位": regions[e.town]["name"] if visit.source == "乡镇检查" else department,
                "监管责任部门": department,
            }
        )
    return rows


def _steps(h: Hazard, number: int) -> Row:
    if h.pending or h.voided:
        return {"整改情况": "误报" if h.voided else "待核实"}
    row: Row = {
        "整改情况": _status(h, number),
        "整改完成时间": h.rectified,
        "申请复查时间": h.declared,
        "复查时间": h.passed,
        "复查人": "李某、王某" if h.passed else "",
        "复查结论": "合格" if h.passed else "",
        "是否销号": "是" if h.closed else "否",
        "销号日期": h.closed,
        "整改前照片": f"（演示）前{number:05d}",
        "整改后照片": f"（演示）后{number:05d}" if h.rectified else "",
        "复查意见书": f"（演示）复{number:05d}" if h.passed else "",
    }
    if h.round:
        row |= {
            "首次整改完成时间": h.round["rectified"],
            "首次申请复查时间": h.round["declared"],
            "首次复查时间": h.round["reviewed"],
            "首次复查结论": h.round["result"],
            "首次复查意见": h.round["opinion"],
            "首次复查人": "李某、王某",
            "首次新期限": h.round["new_due"],
        }
    return row


def _status(h: Hazard, number: int) -> str:
    if h.closed:
        return ("已销号", "已整改销号", "闭环")[number % 3]
    if h.passed:
        return "复查合格待销号"
    if h.declared:
        return "已整改待复查"
    if h.round:
        return "复查不合格"
    return "整改中" if h.started else "未整改"


def _extension(h: Hazard, department: str) -> Row:
    x = h.extension
    if not x:
        return {}
    return {
        "延期申请时间": x["applied"],
        "延期至": x["to"],
        "延期审批结果": x["result"],
        "延期批准时间": x["decided"],
        "延期批准人": department,
        "延期原因": x["reason"],
    }


def _major(h: Hazard, number: int, basis: str) -> Row:
    m, e = h.major, h.enterprise
    row: Row = {
        "判定依据": f"{basis}{m.get('clause')}",
        "企业主要负责人": e.principal,
        "监管部门责任人": "赵某",
        "乡镇属地责任人": "刘某",
        "包联县领导": e.leader,
    }
    if "control" not in m:
        return row
    control = m["control"]
    row |= {
        "管控状态": control,
        "管控时间": m["control_on"] if control else None,
        "管控责任人": "赵某" if control else "",
        "管控文书": "安全论证（演示）" if control == "边整改边生产" else "",
        "停产情况": {"已停产撤人": "全部停产", "局部停产停用": "局部停产"}.get(str(control), "否"),
        "治理方案备案时间": m["plan"] if control else None,
        "治理方案": f"（演示）案{number:05d}" if control else "",
        "落实资金(万元)": h.funds if int(str(m["in_place"])) >= 3 else None,
        "支付资金(万元)": round((h.funds or 0) * 0.8, 1) if int(str(m["in_place"])) >= 5 else None,
        "是否挂牌": m.get("level", "否"),
        "挂牌时间": m.get("listed"),
        "挂牌文号": m.get("number", ""),
        "督办单位": m.get("unit", ""),
        "督办领导": m.get("list_leader", ""),
        "督办完成时间": m.get("list_due"),
        "申请摘牌时间": m.get("delist_applied"),
        "摘牌时间": m.get("delisted"),
        "恢复生产批准文号": m.get("restart_no", ""),
        "恢复生产批准时间": m.get("restart"),
        "督办责任人": m.get("list_leader", ""),
    }
    if h.closed:
        row |= {k: f"（演示）{k[:2]}{number:05d}" for k in ("监控措施记录", "职代会报告记录", "验收意见书")}
        row |= {
            "治理评估报告": f"（演示）评{number:05d}" if "level" in m else "",
            "摘牌审批": f"（演示）摘{number:05d}" if "delisted" in m else "",
            "恢复生产批复": m.get("restart_no", ""),
        }
    return row | five_cells(h)


def write(path: Path, sheets: dict[str, tuple[str, list[Row]]], made: datetime) -> None:
    """Write a workbook: a merged title, a header row, the rows; columns that are empty on a sheet are left out."""
    book = xlsxwriter.Workbook(path, {"in_memory": True})
    book.set_properties({"title": "演示数据", "created": made})
    title_form = book.add_format({"bold": True, "font_size": 14, "align": "center"})
    head_form = book.add_format({"bold": True, "text_wrap": True, "border": 1, "align": "center", "valign": "vcenter"})
    day_form = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, (title, rows) in sheets.items():
        sheet = book.add_worksheet(name)
        headers = [
            "序号",
            *dict.fromkeys(k for row in rows for k, v in row.items() if k != "序号" and v not in (None, "")),
        ]
        sheet.merge_range(0, 0, 0, len(headers) - 1, title, title_form)
        for column, header in enumerate(headers):
            sheet.write_string(1, column, header, head_form)
            sheet.set_column(column, column, WIDE.get(header, 12))
        sheet.freeze_panes(2, 2)
        for line, row in enumerate(rows, 2):
            for column, header in enumerate(headers):
                _cell(sheet, line, column, line - 1 if header == "序号" else row.get(header), day_form)
    book.close()


def _cell(sheet: Any, line: int, column: int, value: Any, day_form: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, date):
        sheet.write_datetime(line, column, datetime(value.year, value.month, value.day), day_form)  # noqa: DTZ001
    elif isinstance(value, int | float):
        sheet.write_number(line, column, value)
    else:
        sheet.write_string(line, column, value)
