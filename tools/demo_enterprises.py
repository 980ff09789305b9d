"""The made-up enterprises of the demo county: names, codes and places that exist nowhere."""

import json
import random
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data"
NUMERALS = "一二三四五六七八九十"
SURNAMES = "张王李赵刘陈杨黄周吴徐孙马朱胡郭何高林罗"
USCC_CHARS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)

# sector: how many, name with its number in the braces, people, risk grades, high risk, activity (visits, average 1)
KINDS: dict[str, tuple[int, str, tuple[int, int], str, bool, float]] = {
    "coal": (22, "示例煤业{}矿", (180, 900), "重大 重大 较大", True, 3.1),
    "coalwash": (26, "示例洗煤{}厂", (25, 90), "较大 一般", True, 1.55),
    "noncoal": (12, "示例采石{}场", (15, 70), "较大 较大 一般", True, 2.0),
    "coke": (3, "示例焦化{}厂", (200, 600), "重大", True, 3.4),
    "hazchem": (22, "示例加油{}站", (5, 14), "较大 一般", True, 1.25),
    "firework": (16, "示例烟花爆竹零售{}店", (1, 3), "较大 一般", True, 0.35),
    "civilexp": (2, "示例民爆仓储{}库", (8, 15), "重大", True, 0.0),
    "metallurgy": (4, "示例铸造{}厂", (30, 120), "较大", True, 1.0),
    "material": (14, "示例建材{}厂", (20, 80), "一般", False, 1.0),
    "machine": (8, "示例机械{}厂", (12, 60), "一般 低", False, 0.8),
    "light": (12, "示例食品{}厂", (10, 60), "一般 低", False, 0.75),
    "trade": (5, "示例工贸{}厂", (10, 40), "一般 低", False, 0.7),
    "build": (18, "示例建设{}工程项目部", (25, 160), "较大 一般", True, 1.75),
    "gas": (8, "示例燃气{}站", (8, 40), "较大", True, 1.9),
    "road": (3, "示例公路养护{}站", (12, 30), "一般", False, 2.6),
    "transport": (14, "示例运输{}公司", (15, 120), "较大 一般", True, 1.3),
    "fire": (12, "示例商贸{}楼", (20, 150), "较大 一般", False, 2.2),
    "special": (5, "示例供热{}站", (6, 20), "一般", False, 0.9),
    "agri": (5, "示例农机{}社", (5, 25), "低", False, 0.7),
    "power": (6, "示例新能源{}电站", (6, 30), "一般", False, 0.75),
    "school": (12, "示例第{}学校", (20, 140), "一般 低", False, 0.95),
    "culture": (4, "示例文旅{}景区", (10, 50), "一般", False, 0.85),
    "health": (7, "示例康养{}院", (12, 90), "一般", False, 1.1),
    "water": (3, "示例水库{}站", (4, 10), "一般", False, 0.9),
    "forest": (3, "示例林场{}站", (6, 18), "一般 低", False, 0.8),
    "catering": (11, "示例餐饮{}店", (6, 40), "一般 低", False, 1.0),
    "other": (3, "示例综合服务{}部", (5, 20), "低", False, 0.6),
}
TOWN_WEIGHTS = {
    "141034100": 0.29,
    "141034101": 0.12,
    "141034102": 0.11,
    "141034103": 0.20,
    "141034104": 0.14,
    "141034200": 0.06,
    "141034201": 0.08,
}
IN_TOWN = frozenset(
    {"fire", "catering", "school", "gas", "health", "special", "transport"}
)  # mostly at the county seat
LICENSED = frozenset({"coal", "noncoal", "coke", "hazchem", "firework", "civilexp", "build"})
ADDRESSES = ("镇区东街", "镇区西街", "工业园区北路", "河西路", "南坡组", "沟口", "新村路", "矿区路")


@dataclass(frozen=True, slots=True)
class Enterprise:
    """One invented enterprise, in the words of a county's register."""

    name: str
    uscc: str
    sector: str
    town: str
    lon: float | None
    lat: float | None
    gcj: bool
    supervision: str
    people: int
    risk: str
    state: str
    activity: float
    principal: str
    safety: str
    leader: str
    address: str
    high_risk: bool
    licence_to: date | None


def county() -> tuple[dict[str, dict[str, object]], dict[str, dict[str, object]], dict[str, str]]:
    """Sectors and regions by code, and short names of departments."""
    table = tomllib.loads((DATA / "sectors.toml").read_text(encoding="utf-8"))
    regions = tomllib.loads((DATA / "regions.toml").read_text(encoding="utf-8"))["region"]
    departments = {d["code"]: d["short"] for d in table["department"]}
    return {s["code"]: s for s in table["sector"]}, {r["code"]: r for r in regions}, departments


def person(rng: random.Random) -> str:
    """张某: a surname and no more."""
    return f"{rng.choice(SURNAMES)}某"


def pair(rng: random.Random) -> str:
    """Two persons of different names: 张某、李某."""
    return "、".join(f"{name}某" for name in rng.sample(SURNAMES, 2))


def make_enterprises(rng: random.Random, last_day: date) -> list[Enterprise]:
    """About 260 enterprises over sectors and townships, in the order of a register (by township)."""
    polygons = _polygons()
    made = []
    serial = 0
    for sector, (count, pattern, people, risks, high_risk, activity) in KINDS.items():
        for index in range(count):
            serial += 1
            town = _town(rng, sector)
            lon, lat = _point(rng, polygons[town])
            known = rng.random() > 0.055
            made.append(
                Enterprise(
                    name=pattern.format(numeral(index + 1)),
                    uscc="" if serial % 29 == 7 else uscc(serial),
                    sector=sector,
                    town=town,
                    lon=lon if known else None,
                    lat=lat if known else None,
                    gcj=rng.random() < 0.12,
                    supervision=_supervision(sector, index),
                    people=rng.randint(*people),
                    risk=rng.choice(risks.split()),
                    state=_state(rng, sector),
                    activity=activity * rng.uniform(0.4, 1.6) if activity else 0.0,
                    principal=person(rng),
                    safety=person(rng),
                    leader=f"{rng.choice(SURNAMES)}某",
                    address=rng.choice(ADDRESSES),
                    high_risk=high_risk,
                    licence_to=last_day + timedelta(rng.randint(-40, 900)) if sector in LICENSED else None,
                )
            )
    return sorted(made, key=lambda e: list(TOWN_WEIGHTS).index(e.town))


def numeral(number: int) -> str:
    """1 → 一, 12 → 十二, 23 → 二十三."""
    tens, ones = divmod(number, 10)
    return ("" if not tens else "十" if tens == 1 else NUMERALS[tens - 1] + "十") + (NUMERALS[ones - 1] if ones else "")


def uscc(serial: int) -> str:
    """A code that passes the check of GB 32100 and is visibly no real one: 91, Fenxi's digits, a bare serial number."""
    body = f"{serial:08d}"
    check = 11 - sum(int(c) * w for c, w in zip(body, ORGANISATION_WEIGHTS, strict=True)) % 11
    code = "91141034" + body + {10: "X", 11: "0"}.get(check, str(check))
    total = sum(USCC_CHARS.index(c) * w for c, w in zip(code, USCC_WEIGHTS, strict=True))
    return code + USCC_CHARS[(31 - total % 31) % 31]


def _town(rng: random.Random, sector: str) -> str:
    weights = dict(TOWN_WEIGHTS)
    if sector in IN_TOWN:
        weights["141034100"] *= 2.2
    if sector in {"coal", "coalwash"}:
        weights["141034103"] *= 1.7
    return rng.choices(list(weights), list(weights.values()))[0]


def _supervision(sector: str, index: int) -> str:
    if sector == "coal" and index < 4:
        return "省" if index == 0 else "市"
    if sector == "coke" and index == 0:
        return "市"
    return "乡镇" if sector in {"catering", "agri", "light", "other"} and index % 3 == 0 else "县"


def _state(rng: random.Random, sector: str) -> str:
    if sector == "build":
        return "在建"
    return rng.choices(
        ["生产", "停产", "技改"], [0.88, 0.08, 0.04] if sector in {"coal", "coalwash", "noncoal"} else [0.96, 0.04, 0]
    )[0]


def _polygons() -> dict[str, list[tuple[float, float]]]:
    shapes = json.loads((DATA / "geo" / "fenxi_townships_schematic.geojson").read_text(encoding="utf-8"))["features"]
    return {s["properties"]["code"]: [tuple(p) for p in s["geometry"]["coordinates"][0]] for s in shapes}


def _point(rng: random.Random, ring: list[tuple[float, float]]) -> tuple[float, float]:
    west, east = min(p[0] for p in ring), max(p[0] for p in ring)
    south, north = min(p[1] for p in ring), max(p[1] for p in ring)
    while True:
        lon, lat = rng.uniform(west, east), rng.uniform(south, north)
        if _inside(lon, lat, ring) and all(
            _inside(lon + dx, lat + dy, ring) for dx, dy in ((0.008, 0), (-0.008, 0), (0, 0.008), (0, -0.008))
        ):
            return round(lon, 6), round(lat, 6)


def _inside(lon: float, lat: float, ring: list[tuple[float, float]]) -> bool:
    inside = False
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > lat) != (y2 > lat) and lon < (x2 - x1) * (lat - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside
