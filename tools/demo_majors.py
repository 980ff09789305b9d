"""The made-up major hazards: control status, five implementations, listing, restart; sixteen of them still open."""

import random
from datetime import date, timedelta
from typing import Any

from demo_enterprises import Enterprise, pair, person
from demo_hazards import WORDS, Hazard

SHARES = {
    "coal": 22,
    "noncoal": 12,
    "coalwash": 11,
    "hazchem": 9,
    "build": 9,
    "fire": 8,
    "gas": 5,
    "transport": 4,
    "coke": 2,
    "material": 2,
    "metallurgy": 1,
    "light": 1,
    "machine": 1,
    "school": 1,
    "health": 1,
    "special": 1,
}
FUNDS = {"coal": 260, "noncoal": 120, "coalwash": 90, "hazchem": 180, "gas": 150}
MONEY = (0.6, 0.8, 1.0, 1.3, 1.8)
ITEMS = ("责任", "措施", "资金", "时限", "预案")
SUSPENDED, PARTIAL, WORKING, NOTHING = "已停产撤人", "局部停产停用", "边整改边生产", "未采取措施"

# sector, township, age, days to the due date (below 0: overdue), state, control, listing, number of the five in place
OPEN: tuple[tuple[str, str, int, int, str, str, str, int], ...] = (
    ("coalwash", "141034101", 98, -7, "整改中", PARTIAL, "市级", 2),
    ("noncoal", "141034102", 64, -3, "未整改", NOTHING, "", 1),
    ("coal", "141034103", 121, -2, "整改中", SUSPENDED, "县级", 2),
    ("fire", "141034100", 47, 0, "整改中", NOTHING, "", 2),
    ("gas", "141034100", 72, 3, "整改中", PARTIAL, "", 3),
    ("fire", "141034104", 88, -4, "待复查", PARTIAL, "", 5),
    ("hazchem", "141034100", 133, -19, "待销号", SUSPENDED, "县级", 5),
    ("coal", "141034200", 55, 13, "整改中", SUSPENDED, "县级", 3),
    ("material", "141034201", 40, 26, "整改中", WORKING, "", 2),
    ("noncoal", "141034102", 398, 38, "整改中", SUSPENDED, "市级", 3),
    ("coalwash", "141034103", 384, 61, "整改中", PARTIAL, "县级", 3),
    ("build", "141034100", 23, 45, "整改中", WORKING, "", 2),
    ("coal", "141034103", 109, 17, "复查不合格", PARTIAL, "", 4),
    ("coal", "141034100", 31, 88, "整改中", SUSPENDED, "省级", 1),
    ("transport", "141034100", 101, -41, "整改中", "", "", 1),
    ("coal", "141034101", 380, -33, "整改中", SUSPENDED, "", 3),
)


def make_majors(rng: random.Random, enterprises: list[Enterprise], last_day: date) -> list[Hazard]:
    """Ninety major hazards of two years: two void, sixteen open as the table says, the others crossed off."""
    left = dict(SHARES)
    rows = []
    for plan in OPEN:
        left[plan[0]] -= 1
        rows.append(_open(rng, enterprises, last_day, plan))
    sectors = [s for s, n in left.items() for _ in range(n)]
    rng.shuffle(sectors)
    for number, sector in enumerate(sectors):
        rows.append(_closed(rng, enterprises, last_day, sector, number, len(sectors)))
    for row in rows[-2:]:
        row.voided = row.found + timedelta(rng.randint(5, 15))
        row.rectified = row.declared = row.passed = row.closed = None
        row.major = {k: v for k, v in row.major.items() if k == "clause"}
    return rows


def _new(rng: random.Random, enterprises: list[Enterprise], sector: str, town: str | None, day: date) -> Hazard:
    choice = [e for e in enterprises if e.sector == sector and (town is None or e.town == town)] or [
        e for e in enterprises if e.sector == sector
    ]
    enterprise = rng.choice(choice)
    place, problem, measure, clause = rng.choice(WORDS["major"][sector]).split("|")
    source = rng.choices(("部门检查", "专家会诊", "企业自查", "上级督查", "领导带队"), (0.5, 0.18, 0.17, 0.09, 0.06))[0]
    kind = {
        "部门检查": "专项检查",
        "专家会诊": "专家会诊",
        "企业自查": "企业自查",
        "上级督查": "专项检查",
        "领导带队": "领导带队",
    }[source]
    row = Hazard(enterprise, day, source, kind, place, problem, measure, grade="重大", inspectors=pair(rng))
    row.confirmed = row.ordered = day
    row.funds = round(FUNDS.get(sector, 40) * rng.choice(MONEY) * rng.uniform(0.7, 1.2), 1)
    if enterprise.lon is not None and enterprise.lat is not None:
        row.lon, row.lat = (
            round(enterprise.lon + rng.uniform(-0.003, 0.003), 6),
            round(enterprise.lat + rng.uniform(-0.002, 0.002), 6),
        )
    row.major = {
        "clause": clause,
        "control_on": day + timedelta(rng.choice((0, 0, 1, 2))),
        "plan": day + timedelta(rng.randint(5, 15)),
    }
    return row


def _list(rng: random.Random, row: Hazard, level: str, number: int) -> None:
    unit = {"县级": "县安委办", "市级": "市安委办", "省级": "省安委办"}[level]
    on = row.found + timedelta(rng.randint(8, 16))
    row.major |= {
        "level": level,
        "listed": on,
        "number": f"{unit[0]}安督（演示）{number}号",
        "unit": unit,
        "list_leader": person(rng),
        "list_due": row.due,
    }


def _open(
    rng: random.Random,
    enterprises: list[Enterprise],
    last_day: date,
    plan: tuple[str, str, int, int, str, str, str, int],
) -> Hazard:
    sector, town, age, left, state, control, level, in_place = plan
    row = _new(rng, enterprises, sector, town, last_day - timedelta(age))
    row.due = last_day + timedelta(left)
    row.started = state != "未整改"
    row.major |= {"control": control, "in_place": in_place, "content": 3 if control in {NOTHING, ""} else 5}
    if age > 365:  # a long one: extended once in time
        original = row.found + timedelta(150)
        row.extension = {
            "applied": original - timedelta(14),
            "to": row.due,
            "result": "同意",
            "decided": original - timedelta(8),
            "by": "",
            "reason": rng.choice(("设备到货延迟", "外部审批未完成")),
        }
        row.due = original
    if level:
        _list(rng, row, level, rng.randint(3, 40))
    if state in {"待复查", "待销号"}:
        row.rectified = row.declared = row.due - timedelta(4)
    if state == "待销号":
        row.passed = last_day - timedelta(12)
        row.major["delist_applied"] = last_day - timedelta(11)
    if state == "复查不合格":
        done = last_day - timedelta(15)
        row.round = {
            "rectified": done,
            "declared": done,
            "reviewed": last_day - timedelta(8),
            "result": "不合格",
            "opinion": "两项措施未落实",
            "new_due": last_day + timedelta(12),
        }
    return row


def _closed(
    rng: random.Random, enterprises: list[Enterprise], last_day: date, sector: str, number: int, total: int
) -> Hazard:
    longest = 715
    age = round(70 + (longest - 70) * (number + rng.random()) / total)
    row = _new(rng, enterprises, sector, None, last_day - timedelta(age))
    days = min(rng.choice((30, 45, 60, 60, 90, 120)), age - 35)
    row.due = row.found + timedelta(days)
    late = rng.random() < 0.24
    row.rectified = row.due + (timedelta(rng.randint(2, 12)) if late else -timedelta(rng.randint(0, days // 3)))
    row.declared = row.rectified + timedelta(rng.choice((0, 1)))
    row.passed = row.declared + timedelta(rng.randint(3, 9))
    row.closed = row.passed + timedelta(rng.randint(2, 9))
    control = rng.choices((SUSPENDED, PARTIAL, WORKING), (0.42, 0.45, 0.13 if sector not in {"coal", "gas"} else 0.0))[
        0
    ]
    row.major |= {"control": control, "in_place": 5, "content": 5}
    if number % 6 == 2:
        _list(rng, row, ("县级", "县级", "市级", "县级", "省级", "县级")[number // 6 % 6], rng.randint(3, 40))
        row.major |= {"delist_applied": row.passed, "delisted": row.closed - timedelta(1), "list_due": row.due}
    if control == SUSPENDED or (control == PARTIAL and number % 2):
        row.major |= {"restart": row.closed, "restart_no": f"汾应急复产（演示）{rng.randint(2, 60)}号"}
    if number % 11 == 4 and days > 40:
        row.extension = {
            "applied": row.due - timedelta(18),
            "to": row.due + timedelta(20),
            "result": "同意",
            "decided": row.due - timedelta(12),
            "by": "",
            "reason": "设备到货延迟",
        }
    return row


def five_cells(row: Hazard) -> dict[str, Any]:
    """The cells of 五落实五到位: content on paper, then proof in place."""
    content, placed = row.major.get("content", 0), row.major.get("in_place", 0)
    texts = (
        f"{row.enterprise.principal}负责",
        row.measure,
        f"计划{row.funds}万元",
        "按整改期限，逐周报进度",
        "专项应急预案已编制",
    )
    proofs = ("到岗记录齐全", "节点完成照片", "支付凭证", "节点按期记录", "演练记录")
    order = (0, 3, 4, 1, 2)  # which are there first
    cells: dict[str, Any] = {}
    for rank, index in enumerate(order):
        cells[f"五落实{ITEMS[index]}"] = texts[index] if rank < int(str(content)) else ""
        cells[f"{ITEMS[index]}到位"] = proofs[index] if rank < int(str(placed)) else ""
    return cells
