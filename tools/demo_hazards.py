"""The made-up hazards of the demo county: visits, findings and what became of them, day by day."""

import random
import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from demo_calibration import (
    CATEGORIES,
    DUE_DAYS,
    KINDS,
    MONTHS,
    SECTOR_SKILL,
    SILENT_DAYS,
    SOURCES,
    TOWN_SKILL,
    WEEKDAYS,
)
from demo_enterprises import Enterprise, pair

WORDS = tomllib.loads((Path(__file__).parent / "demo_words.toml").read_text(encoding="utf-8"))


@dataclass(slots=True)
class Hazard:
    """One row of the ledger before it becomes cells; dates are None until the step was taken."""

    enterprise: Enterprise
    found: date
    source: str
    kind: str
    place: str
    problem: str
    measure: str
    grade: str = "一般"
    category: str = "现场管理类"
    inspectors: str = ""
    confirmed: date | None = None
    ordered: date | None = None
    due: date | None = None
    due_words: str = ""
    rectified: date | None = None
    declared: date | None = None
    passed: date | None = None
    closed: date | None = None
    voided: date | None = None
    pending: bool = False
    started: bool = True
    round: dict[str, object] = field(default_factory=dict)
    extension: dict[str, object] = field(default_factory=dict)
    major: dict[str, object] = field(default_factory=dict)
    funds: float | None = None
    lon: float | None = None
    lat: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit that found nothing: a line of the ledger as well, but no hazard."""

    enterprise: Enterprise
    found: date  # the day of the visit
    source: str
    kind: str
    inspectors: str
    grade: str = ""


def make_hazards(rng: random.Random, enterprises: list[Enterprise], last_day: date, weeks: int = 104) -> list[Hazard]:
    """General hazards of `weeks` weeks up to `last_day` (a Sunday), visit by visit."""
    rows: list[Hazard] = []
    first = last_day - timedelta(days=7 * weeks - 1)
    day = first
    while day <= last_day:
        mean = 2.1 * WEEKDAYS[day.weekday()] * MONTHS[day.month] * (0.93 if (last_day - day).days > 365 else 1.05)
        visits = int(mean) + (rng.random() < mean % 1)
        if (last_day - day).days < 7:
            visits = max(visits, (3, 2, 2, 2, 2, 1, 1)[day.weekday()])
        for _ in range(visits):
            rows += _visit(rng, enterprises, day, last_day)
        day += timedelta(days=1)
    for row in rows:
        _live(rng, row, last_day)
    return rows


def _visit(rng: random.Random, enterprises: list[Enterprise], day: date, last_day: date) -> list[Hazard]:
    open_to_visit = [e for e in enterprises if (last_day - day).days > SILENT_DAYS.get(e.sector, -1)]
    enterprise = rng.choices(open_to_visit, [e.activity * e.people**0.15 for e in open_to_visit])[0]
    source = rng.choices(list(SOURCES), list(SOURCES.values()))[0]
    kind = rng.choice(KINDS[source])
    lines = WORDS["general"][enterprise.sector]
    inspectors = pair(rng)
    count = 1 if source == "群众举报" else rng.choices((1, 2, 3, 4, 5, 6), (0.3, 0.27, 0.2, 0.13, 0.07, 0.03))[0]
    return [
        _found(rng, enterprise, day, source, kind, line, inspectors)
        for line in rng.sample(lines, min(count, len(lines)))
    ]


def _found(
    rng: random.Random, enterprise: Enterprise, day: date, source: str, kind: str, line: str, inspectors: str
) -> Hazard:
    place, problem, measure = line.split("|")[:3]
    row = Hazard(
        enterprise, day, source, kind, place, problem, measure, category=rng.choice(CATEGORIES), inspectors=inspectors
    )
    if enterprise.lon is not None and enterprise.lat is not None:
        row.lon = round(enterprise.lon + rng.uniform(-0.004, 0.004), 6)
        row.lat = round(enterprise.lat + rng.uniform(-0.003, 0.003), 6)
    if rng.random() < 0.55:
        row.funds = round(rng.choice((0.05, 0.1, 0.2, 0.3, 0.5, 0.8, 1.2, 2.0)) * rng.uniform(0.8, 1.3), 2)
    return row


def _live(rng: random.Random, row: Hazard, last_day: date) -> None:
    """Let a general hazard run its course: on the spot, self-found, ordered, late, rejected, extended, or void."""
    row.confirmed = row.found + timedelta(rng.randint(1, 3)) if row.source == "群众举报" else row.found
    if row.source != "企业自查" and rng.random() < 0.012:
        row.voided = row.found + timedelta(rng.randint(2, 9))
        row.due = row.found + timedelta(10)
        return _cut(row, last_day)
    if row.source != "群众举报" and rng.random() < 0.13:
        row.due_words = rng.choice(("立即整改", "当场整改"))
        row.due = row.rectified = row.declared = row.passed = row.closed = row.found
        row.note = "当场整改"
        return _cut(row, last_day)
    row.ordered = None if row.source == "企业自查" else row.confirmed
    days = rng.choices([d for d, _ in DUE_DAYS], [w for _, w in DUE_DAYS])[0]
    row.due = row.found + timedelta(days if row.source != "企业自查" else max(3, days // 2))
    row.started = rng.random() < 0.8
    _rectify(rng, row)
    return _cut(row, last_day)


def _rectify(rng: random.Random, row: Hazard) -> None:
    assert row.due is not None
    assert row.confirmed is not None
    skill = TOWN_SKILL[row.enterprise.town] * SECTOR_SKILL.get(row.enterprise.sector, 0.97)
    given = max((row.due - row.confirmed).days, 1)
    limit = row.due
    if rng.random() < 0.03:
        limit = _extend(rng, row, given)
    if rng.random() < min(0.96, 0.86 * skill + 0.02):
        row.rectified = row.confirmed + timedelta(max(0, round(given * rng.uniform(0.45, 1.0))))
    else:
        row.rectified = limit + timedelta(1 + int(rng.expovariate(1 / (9 / skill**3))))
    row.declared = row.rectified + timedelta(rng.choice((0, 0, 0, 1, 1, 2)))
    review = row.declared + timedelta(rng.choices((1, 2, 3, 5, 7, 9, 13), (0.12, 0.2, 0.23, 0.2, 0.13, 0.08, 0.04))[0])
    if row.source == "企业自查":
        review = row.declared + timedelta(rng.choice((0, 1, 1, 2)))
    elif rng.random() < 0.045:
        review = _reject(rng, row, review)
    row.passed = review
    row.closed = review + timedelta(
        rng.choices((0, 1, 2, 4, 6, 9, 14, 21), (0.1, 0.12, 0.15, 0.18, 0.17, 0.13, 0.1, 0.05))[0]
    )


def _extend(rng: random.Random, row: Hazard, given: int) -> date:
    assert row.due is not None
    to = row.due + timedelta(rng.choice((7, 10, 15, 20)))
    granted = rng.random() < 0.8
    applied = row.due - timedelta(rng.randint(1, max(1, min(10, given - 1))))
    row.extension = {
        "applied": applied,
        "to": to,
        "result": "同意" if granted else "不同意",
        "decided": applied + timedelta(rng.randint(1, 4)),
        "by": row.enterprise.sector,
        "reason": rng.choice(("设备到货延迟", "外部审批未完成", "停产待修", "资金未到位")),
    }
    return to if granted else row.due


def _reject(rng: random.Random, row: Hazard, review: date) -> date:
    new_due = review + timedelta(rng.choice((5, 7, 10)))
    row.round = {
        "rectified": row.rectified,
        "declared": row.declared,
        "reviewed": review,
        "result": "不合格",
        "opinion": rng.choice(("整改不彻底", "措施未全部落实", "资料不全")),
        "new_due": new_due,
    }
    row.rectified = review + timedelta(rng.randint(2, 9))
    row.declared = row.rectified
    return row.declared + timedelta(rng.randint(1, 5))


def _cut(row: Hazard, last_day: date) -> None:
    """What lies after the last day of the file has not happened."""
    if row.round and row.round["reviewed"] > last_day:  # type: ignore[operator]
        row.rectified, row.declared = row.round["rectified"], row.round["declared"]  # type: ignore[assignment]
        row.passed = row.closed = None
        row.round = {}
    if row.extension and row.extension["decided"] > last_day:  # type: ignore[operator]
        row.extension = {}
    for name in ("confirmed", "ordered", "rectified", "declared", "passed", "closed", "voided"):
        value = getattr(row, name)
        if value is not None and value > last_day:
            setattr(row, name, None)
    if row.declared is None or row.rectified is None:
        row.rectified = row.declared = None
    row.pending = row.confirmed is None


def keep_open(rows: list[Hazard], rng: random.Random, last_day: date, ages: list[tuple[int, int]]) -> None:
    """Make some closed hazards long-running: one for each (youngest, oldest) age in days is still open."""
    skilled = sorted(TOWN_SKILL, key=TOWN_SKILL.__getitem__)
    for number, (young, old) in enumerate(ages):
        towns = skilled[:4] if number % 3 else skilled
        fits: Callable[[Hazard], bool] = lambda h, y=young, o=old, t=towns: (  # noqa: E731
            y <= (last_day - h.found).days <= o
            and h.closed is not None
            and not h.note
            and h.enterprise.town in t
            and h.source != "企业自查"
            and not h.round
        )
        row = rng.choice([h for h in rows if fits(h)])
        row.rectified = row.declared = row.passed = row.closed = None
        row.extension, row.note = {}, rng.choice(("设备采购中", "等待停产窗口", "产权纠纷协调中", "资金未到位"))
        if number % 5 != 2 and row.due is not None and row.due > row.found + timedelta(3):
            row.extension = {
                "applied": row.due - timedelta(2),
                "to": last_day + timedelta(rng.randint(12, 50)),
                "result": "同意",
                "decided": row.due - timedelta(1),
                "by": "",
                "reason": "设备到货延迟",
            }


def stay_alive(rows: list[Hazard], last_day: date) -> None:
    """On every day of the last week something was crossed off: some that had passed before are closed on that day."""
    monday = last_day - timedelta(days=6)
    ready = [
        h
        for h in rows
        if h.passed is not None
        and monday - timedelta(20) <= h.passed < monday
        and (h.closed is None or h.closed >= monday)
    ]
    ready += [
        h
        for h in rows
        if h.closed is not None
        and h.passed is not None
        and h not in ready
        and not h.note
        and monday - timedelta(7) <= h.closed < monday
    ]
    for row, offset in zip(ready, (0, 0, 0, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 6), strict=False):
        row.closed = monday + timedelta(offset)


def report_unconfirmed(rng: random.Random, enterprises: list[Enterprise], last_day: date) -> list[Hazard]:
    """Reports of citizens that nobody has confirmed yet, one of them for too long."""
    rows = []
    for back in (15, 9, 7, 6, 4, 2):
        enterprise = rng.choice(
            [e for e in enterprises if e.sector in {"fire", "catering", "gas", "coalwash", "road", "school"}]
        )
        line = rng.choice(WORDS["general"][enterprise.sector])
        row = _found(rng, enterprise, last_day - timedelta(back), "群众举报", "专项检查", line, "")
        row.pending = True
        rows.append(row)
    return rows


def quiet_visits(rng: random.Random, enterprises: list[Enterprise], last_day: date, weeks: int = 104) -> list[Visit]:
    """Visits without findings, on working days; some enterprises were never visited, which is told as such."""
    visited = [e for number, e in enumerate(enterprises) if e.sector != "firework" or number % 2]
    rows = []
    for back in range(7 * weeks):
        day = last_day - timedelta(back)
        for _ in range(rng.choice((0, 0, 1, 1)) if day.weekday() < 5 else 0):
            source = rng.choice(("部门检查", "部门检查", "乡镇检查"))
            rows.append(Visit(rng.choice(visited), day, source, rng.choice(KINDS[source]), pair(rng)))
    return rows
