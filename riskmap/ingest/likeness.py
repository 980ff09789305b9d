"""Enterprises whose names resemble an unknown one, ranked for a person to decide; nothing is merged by likeness."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz, process

from riskmap.domain.enterprise import Enterprise
from riskmap.ingest.clean.text import company

SHOWN, LEAST, LOOKED = 5, 0.6, 40
LEGAL: Final = re.compile(r"(集团)?(股份)?(有限)?(责任)?公司(\(.*\))?$|\(.*?\)|分公司$|项目部$")
AREA: Final = re.compile(r"^(中国)?[\u4e00-\u9fff]{2,3}?省|^[\u4e00-\u9fff]{2,3}?市|^[\u4e00-\u9fff]{1,3}?县|^山西")
TRADE: Final = re.compile(
    r"煤业|煤矿|矿业|能源|焦化|化工|建材|水泥|砖厂|建筑|建设|工程|安装|机械|商贸|贸易|物流|运输|加油站|加气站|燃气|超市|"
    r"酒店|宾馆|饭店|学校|幼儿园|医院|养殖|种植|农业|合作社|科技|实业|工贸|发展|开发|厂$|矿$|店$"
)
NUMERALS: Final = re.compile(r"[\d一二三四五六七八九十]+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stored enterprise that may be meant; `likeness` from 0 to 1."""

    id: str
    name: str
    likeness: float

    def as_json(self) -> dict[str, str | float]:
        """The candidate in the report."""
        return {"id": self.id, "name": self.name, "likeness": self.likeness}


@lru_cache(maxsize=20_000)
def bare(name: str) -> str:
    """A name without its legal form and its area: 山西示例煤业有限公司 → 示例煤业."""
    plain = LEGAL.sub("", company(name))
    while (shorter := AREA.sub("", plain)) != plain and len(shorter) >= 2:
        plain = shorter
    return plain


@lru_cache(maxsize=20_000)
def own(name: str) -> str:
    """What is the enterprise's own in its name: without the trade too (示例煤业 → 示例)."""
    plain = bare(name)
    return TRADE.sub("", plain) or plain


def likeness(one: str, other: str) -> float:
    """How much two names resemble each other, 0 to 1; names that differ only in a number are two enterprises."""
    whole = max(fuzz.ratio(bare(one), bare(other)), 0.9 * fuzz.partial_ratio(bare(one), bare(other)))
    value = (whole + fuzz.ratio(own(one), own(other))) / 200
    numbers = [NUMERALS.findall(bare(name)) for name in (one, other)]
    return round(value * (0.8 if numbers[0] != numbers[1] else 1), 2)


class Register:
    """The stored enterprises by their names, as candidates are looked for among them."""

    def __init__(self, enterprises: Iterable[Enterprise]) -> None:
        self._names: list[tuple[str, Enterprise]] = [
            (name, one) for one in enterprises for name in (one.name, one.short, *one.aliases) if name
        ]
        self._bare = [bare(name) for name, _ in self._names]

    def near(self, name: str, uscc: str = "") -> tuple[Candidate, ...]:
        """The candidates for an unknown name, most alike first; another valid code is another enterprise."""
        told = bare(name)
        if len(told) < 2:
            return ()
        pre = process.extract(told, self._bare, scorer=fuzz.WRatio, limit=LOOKED, score_cutoff=50)
        best: dict[str, Candidate] = {}
        for _, _, at in pre:
            known, one = self._names[at]
            value = likeness(name, known)
            if value < LEAST or (uscc and one.uscc and one.uscc != uscc):
                continue
            if one.id not in best or best[one.id].likeness < value:
                best[one.id] = Candidate(one.id, one.name, value)
        return tuple(sorted(best.values(), key=lambda one: (-one.likeness, one.name))[:SHOWN])


Decisions = Mapping[str, str]  # name as written → id of the enterprise that is meant, "" for a new one
