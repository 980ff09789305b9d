"""Rows as a clerk writes them beside what they mean (DOMAIN.md §6.3); headers by hand, not from the aliases."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from riskmap.domain.codes import Grade, Source

YEAR = 2026
TOWNS = {
    "永安镇": "141034100", "对竹镇": "141034101", "勍香镇": "141034102", "和平镇": "141034103", "僧念镇": "141034104",
    "佃坪乡": "141034200", "团柏乡": "141034201",
}  # fmt: skip
SECTORS = {"煤矿": "coal", "危险化学品": "hazchem", "建筑施工": "build", "机械": "machine", "消防": "fire"}
FIRMS = (
    "汾西县××煤业有限公司", "示例机械加工厂", "永安加油站（示例）", "示例建材有限责任公司", "示例甲商贸城",
    "示例化工厂", "对竹镇示例冷库", "示例养老院",
)  # fmt: skip
PLACES = ("一号车间东侧", "皮带机头", "液氨储罐区", "3号楼二层", "配电室", "主井口", "厨房", "（北区）仓库")
WHAT = (
    "配电箱未接地", "安全出口堵塞，疏散指示灯损坏", "皮带机尾护罩缺失", "灭火器过期3具", "特种作业人员无证上岗",
    "可燃气体报警器未校验", "临时用电线路私拉乱接", "消防水池水位不足", "安全帽未佩戴", "压力表超期未检",
)  # fmt: skip
MEASURES = ("立即更换并试运行", "加装护罩，专人验收", "清理通道、更换灯具", "重新培训后上岗")
PEOPLE = ("张某", "李某", "王某、赵某", "陈某 刘某", "周某等3人")

# field → headers in use, the first one plain
HEADERS: dict[str, tuple[str, ...]] = {
    "seq": ("序号", "序 号", "编号", "No."),
    "enterprise": ("企业名称", "企业 名称", "单位名称", "受检单位", "被检查单位", "生产经营单位名称", "被检查企业名称"),
    "township": ("所属乡镇", "乡镇", "属地乡镇", "所在乡镇", "乡镇（街道）", "所属\n乡镇"),
    "sector": ("行业领域", "所属行业", "行业类别", "行业\n领域", "所属行业领域"),
    "place": ("隐患地点", "隐患部位", "隐患所在位置", "具体位置", "隐患地点（部位）"),
    "description": (
        "隐患描述",
        "存在问题及隐患",
        "隐患内容",
        "存在的问题",
        "问题隐患描述",
        "存在的主要问题",
        "隐患情况",
    ),
    "grade": ("隐患等级", "隐患级别", "等级", "隐患\n等级", "隐患等级（重大/一般）"),
    "source": ("隐患来源", "来源", "发现途径", "问题来源"),
    "found": ("检查时间", "排查时间", "检查日期", "发现时间", "排查\n时间", "隐患排查日期"),
    "inspectors": ("检查人", "检查人员", "排查人员", "检查人员（签字）"),
    "measure": ("整改措施", "整改措施及要求", "整改要求", "治理措施", "整改方案"),
    "responsible_person": ("整改责任人", "责任人", "整改负责人", "整改\n责任人"),
    "funds_planned": ("整改资金（万元）", "整改资金(万元)", "治理资金（万元）", "投入资金（万元）", "资金(万元)"),
    "due": ("整改期限", "整改\n期限", "整改时限", "限期整改时间", "要求完成时间", "整改完成期限"),
    "rectified": ("整改完成时间", "完成时间", "实际完成时间", "整改完成日期", "完成整改时间"),
    "status": ("整改情况", "整改状态", "是否整改", "完成情况", "整改落实情况"),
    "photo_before": ("整改前照片", "整改前图片", "隐患照片", "整改前\n照片"),
    "photo_after": ("整改后照片", "整改后图片", "整改后\n照片"),
    "remark": ("备注", "备 注"),
}
TYPICAL = (
    "seq", "enterprise", "township", "sector", "place", "description", "grade", "found", "inspectors", "measure",
    "responsible_person", "funds_planned", "due", "rectified", "status", "remark",
)  # fmt: skip
SHORT = ("seq", "enterprise", "description", "found", "due", "status")


@dataclass
class Row:
    """One row: raw cells by field, and the facts of the hazard they mean. `pictures`: kinds of evidence with a file."""

    cells: dict[str, Any] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    pictures: list[str] = field(default_factory=list)


def rows(dice: random.Random, count: int, town: str = "", *, plain: bool = False) -> list[Row]:
    """`count` rows; `town` fixes the township, `plain` keeps dates and amounts in their tidy form."""
    return [_row(dice, number, town, plain=plain) for number in range(1, count + 1)]


def _row(dice: random.Random, number: int, town: str, *, plain: bool) -> Row:
    made = Row()
    found = date(YEAR, dice.randint(1, 9), dice.randint(1, 28))
    town = town or dice.choice(list(TOWNS))
    sector = dice.choice(list(SECTORS))
    made.cells["seq"] = dice.choice((number, str(number), f"{number}"))
    _say(made, "enterprise", name := dice.choice(FIRMS), "enterprise_name", name)
    _say(made, "township", dice.choice((town, f" {town}", town)), "township", TOWNS[town])
    _say(made, "sector", sector, "sector", SECTORS[sector])
    place = dice.choice(PLACES)
    _say(made, "place", place, "place", place)
    told = f"{dice.choice(WHAT)}（{number}）"
    _say(made, "description", dice.choice((told, f"{told} ", told)), "description", told)
    raw, grade = dice.choice(GRADES)
    _say(made, "grade", raw, "grade", grade)
    raw, source = dice.choice(SOURCES)
    _say(made, "source", raw, "source", source)
    for name, words in (("inspectors", PEOPLE), ("measure", MEASURES), ("responsible_person", PEOPLE[:2])):
        _say(made, name, word := dice.choice(words), name, word)
    _say(made, "found", _day(dice, found, plain=plain), "found", found)
    raw, amount = dice.choice(AMOUNTS[:2] if plain else AMOUNTS)
    _say(made, "funds_planned", raw, "funds_planned", amount)
    _course(dice, made, found, plain=plain)
    made.cells["remark"] = ""
    return made


def _say(made: Row, column: str, raw: Any, fact: str, meant: Any) -> None:
    made.cells[column], made.facts[fact] = raw, meant


GRADES = (("一般", Grade.GENERAL), ("一般隐患", Grade.GENERAL), ("重大", Grade.MAJOR), ("重大事故隐患", Grade.MAJOR),
          ("", Grade.GENERAL), ("轻微", Grade.GENERAL))  # fmt: skip
SOURCES = (("企业自查", Source.SELF), ("乡镇检查", Source.TOWNSHIP), ("部门检查", Source.DEPARTMENT),
           ("12350", Source.REPORT), ("专家会诊", Source.EXPERT))  # fmt: skip
AMOUNTS: tuple[tuple[Any, Decimal | None], ...] = (
    (0.5, Decimal("0.5")), ("1.2", Decimal("1.2")), ("0.5万", Decimal("0.5")), ("5000元", Decimal("0.5")),
    ("5千", Decimal("0.5")), ("￥1.2万", Decimal("1.2")), ("/", None), ("无", None), ("２", Decimal(2)),
)  # fmt: skip


def _day(dice: random.Random, day: date, *, plain: bool) -> Any:
    y, m, d = day.year, day.month, day.day
    forms: list[Any] = [day, f"{y}-{m:02}-{d:02}", f"{y}/{m}/{d}", f"{y}.{m}.{d}"]
    if not plain:
        wide = str.maketrans("0123456789.", "０１２３４５６７８９．")
        forms += [f"{y}年{m}月{d}日", f"{y}{m:02}{d:02}", f"{y % 100}.{m}.{d}", f"{y}.{m:02}.{d:02}日"]
        forms += [f"{m}月{d}日", f"{y}.{m}.{d}".translate(wide), f" {y}年{m}月{d}日 "]
    return dice.choice(forms)


def _course(dice: random.Random, made: Row, found: date, *, plain: bool) -> None:
    """Due date, state and the day of completion."""
    days = dice.randint(3, 25)
    due = found + timedelta(days)
    raw: Any = _day(dice, due, plain=plain)
    kind = 1.0 if plain else dice.random()
    if kind < 0.12:
        raw, due = f"限{days}日内", found + timedelta(days)
    elif kind < 0.2:
        raw, due = "立即整改", found
    elif kind < 0.28:
        due = (date(YEAR, found.month + 1, 1)) - timedelta(1)
        raw = dice.choice((f"{found.month}月底前", f"{found.month}月底"))
    _say(made, "due", raw, "due", due)
    if dice.random() < 0.6:
        done = found + timedelta(dice.randint(0, 20))
        _say(made, "status", dice.choice(("已整改", "整改完成", "已完成", "整改到位", "已 整改")), "", None)
        _say(made, "rectified", _day(dice, done, plain=plain), "rectified", done)
    else:
        _say(made, "status", dice.choice(("整改中", "正在整改", "未整改", "限期整改", "部分整改")), "", None)
        _say(made, "rectified", dice.choice(("", "/")), "rectified", None)
    made.facts.pop("", None)
    made.facts["status_raw"] = str(made.cells["status"]).strip()
