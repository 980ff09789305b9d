"""Visits (检查) that a ledger tells of: rows of one enterprise, day and inspectors are one, findings or none."""

import re
from array import array
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from typing import Any, NamedTuple, overload
from uuid import UUID

from riskmap.domain.codes import InspectionKind, Source
from riskmap.domain.enterprise import Inspection
from riskmap.domain.inspection import gains_findings
from riskmap.domain.text import people
from riskmap.ingest.clean.text import word

LONGEST = 40
ADVERBS = (
    "经|本次|此次|该次|现场|当日|当天|检查组|检查人员|检查|排查|巡查|抽查|复查|督查|执法|结果|过程|期间|时|中|后|该|"
    "企业|单位|公司|矿|站|暂|均|并|目前"
)
SEEN = "未发现|未查出|未检出|未排查出|未检查出|未查到|未见|未存在|没有发现|没发现|没有|不存在|无发现|无"
WHICH = (
    "任何|明显|存在|有|其他|其它|新的|新增|重大|较大|一般|突出|相关|安全|生产|事故|消防|火灾|现场|类|性|违法|违规|违章|"
    "行为|及|和|或|与|各类"
)
WHAT = "隐患|问题|异常|情况"
AFTER = "情况|现象|符合要求|正常|合格|良好|继续保持|运行"
NOTHING = re.compile(rf"\d{{0,2}}(?:{ADVERBS})*(?:{SEEN})(?:{WHICH})*(?:隐患|问题|异常|行为)(?:{WHAT}|{AFTER})*")
HINT = re.compile(r"[未没无不].*(?:隐患|问题|异常|行为)")
NOBODY_CAME = frozenset({Source.REPORT})  # a citizen's report is no visit
FIRM_PARTS = ("township", "township_raw", "sector", "sector_raw", "department")
EPOCH = date(1970, 1, 1).toordinal()
DAY_MS = 86_400_000
Key = tuple[str, str, date, str]  # of a visit: name and code of the enterprise, day, inspectors


def found_nothing(text: str) -> bool:
    """Whether a description says that nothing was found, and nothing else (未发现隐患, 经检查无安全隐患。)."""
    if len(text) > LONGEST or HINT.search(text) is None:
        return False
    return NOTHING.fullmatch(word(text)) is not None


def firm_facts(facts: Mapping[str, Any]) -> dict[str, str]:
    """What a row says of its enterprise."""
    return {part: str(facts[part]) for part in FIRM_PARTS if part in facts}


class About(NamedTuple):
    """What the first row of a visit says beside its key."""

    kind: str = ""
    township: str = ""
    department: str = ""


class Silent(NamedTuple):
    """A row without findings: the visit it belongs to, its words, where it stands."""

    visit: int
    result: str
    place: str
    sheet: str
    row: int


def _columns() -> tuple["array[int]", ...]:
    return tuple(array("i") for _ in range(4))


@dataclass(slots=True)
class Seen:
    """The enterprises and visits of a file in the order in which they come, and the rows that found nothing."""

    # (name, code) of an enterprise → sheet, row and what its first row says of it
    firms: dict[tuple[str, str], tuple[str, int, dict[str, str]]] = field(default_factory=dict)
    people: list[str] = field(default_factory=list)
    abouts: list[About] = field(default_factory=list)
    columns: tuple["array[int]", ...] = field(default_factory=_columns)  # of a visit: place of firm, day, people, about
    places: dict[Hashable, int] = field(default_factory=dict)  # of all of these, while reading
    silent: list[Silent] = field(default_factory=list)
    busy: bytearray = field(default_factory=bytearray)  # 1 for a visit that found something

    def firm(self, sheet: str, row: int, facts: Mapping[str, Any], uscc: str) -> None:
        """Note the enterprise of a row once."""
        key = (facts.get("enterprise_name", ""), uscc)
        if key[0] and key not in self.firms:
            self._firm(key, (sheet, row, firm_facts(facts)))

    def _firm(self, key: tuple[str, str], first: tuple[str, int, dict[str, str]]) -> None:
        self.places["firm", *key] = len(self.firms)
        self.firms[key] = first

    def of_hazard(self, facts: Mapping[str, Any], uscc: str, department: Callable[[str], str]) -> int:
        """The visit that found a hazard, -1 where the row tells of none."""
        inspectors, unit = facts.get("inspectors", ""), facts.get("check_unit", "")
        if "enterprise_name" not in facts or facts.get("source") in NOBODY_CAME:
            return -1
        if not (inspectors or unit or "inspection_kind" in facts):
            return -1
        at = self._visit(facts, uscc, department)
        self.busy[at] = 1
        return at

    def nothing(
        self, sheet: str, row: int, facts: Mapping[str, Any], uscc: str, department: Callable[[str], str]
    ) -> None:
        """Note a row without findings."""
        at = self._visit(facts, uscc, department)
        self.silent.append(Silent(at, facts["description"], facts.get("place", ""), sheet, row))

    def _visit(self, facts: Mapping[str, Any], uscc: str, department: Callable[[str], str]) -> int:
        names = _names(facts.get("inspectors", ""))
        key = (facts["enterprise_name"], uscc, facts["found"], names)
        at = self.places.get(key)
        if at is None:
            unit = facts.get("check_unit", "")
            return self._new(key, About(_kind(facts), facts.get("township", ""), department(unit) if unit else ""))
        if not self.about(at).kind:
            self._learn(at, _kind(facts))
        return at

    def _new(self, key: Key, about: About) -> int:
        at = self.places[key] = len(self.busy)
        self.busy.append(0)
        name, uscc, day, names = key
        firm = self.places["firm", name, uscc]
        row = (firm, day.toordinal(), self._place(self.people, names), self._place(self.abouts, about))
        for column, value in zip(self.columns, row, strict=True):
            column.append(value)
        return at

    def _learn(self, at: int, kind: str) -> None:
        """The kind of a visit whose rows before did not say it."""
        if kind and not self.about(at).kind:
            self.columns[-1][at] = self._place(self.abouts, self.about(at)._replace(kind=kind))

    def absorb(self, later: "Seen") -> list[int]:
        """Take over what rows behind one's own tell of, as if they had been read here; the places of their visits."""
        for told, first in later.firms.items():
            if told not in self.firms:
                self._firm(told, first)
        firms = list(later.firms)
        moved: list[int] = []
        for firm, day, names, about in zip(*later.columns, strict=True):
            key = (*firms[firm], date.fromordinal(day), later.people[names])
            at = self.places.get(key)
            if at is None:
                at = self._new(key, later.abouts[about])
            else:
                self._learn(at, later.abouts[about].kind)
            self.busy[at] |= later.busy[len(moved)]
            moved.append(at)
        self.silent += [one._replace(visit=moved[one.visit]) for one in later.silent]
        return moved

    def _place(self, values: list[Any], value: Hashable) -> int:
        """The place of a value in a list of distinct ones."""
        place = self.places.get(("value", value))
        if place is None:
            place = self.places["value", value] = len(values)
            values.append(value)
        return place

    def about(self, at: int) -> About:
        """What is said of a visit beside its key."""
        return self.abouts[self.columns[-1][at]]

    def close(self) -> None:
        """The file is read: let go of what only the reading needed."""
        self.places = {}


def _kind(facts: Mapping[str, Any]) -> str:
    if kind := facts.get("inspection_kind"):
        return str(kind.value)
    return InspectionKind.SELF.value if facts.get("source") is Source.SELF else ""


@lru_cache(maxsize=20_000)
def _names(text: str) -> str:
    """The inspectors in one order and with one mark between them."""
    return "、".join(sorted(people(text)))


def visit_id(enterprise_id: str, day: int, inspectors: str) -> str:
    """The id of a visit is made of its key (UUID 8, in order of days): a file read again finds its visits again.

    `day` is the ordinal of the date.
    """
    mark = blake2b(f"{enterprise_id}\x1f{day}\x1f{inspectors}".encode(), digest_size=10).digest()
    head = max(day - EPOCH, 0) * DAY_MS
    number = head << 80 | int.from_bytes(mark, "big")
    number = number & ~(0xF << 76) | 8 << 76
    number = number & ~(0x3 << 62) | 2 << 62
    return str(UUID(int=number))


@dataclass(slots=True)
class Visits(Sequence[Inspection]):
    """The visits of a file with their ids; enterprises are resolved. As a sequence: those to store, made when asked."""

    seen: Seen
    firms: list[str]  # ids of the enterprises
    names: list[str]  # their names in the file
    demo: bool = False
    ids: list[str] = field(default_factory=list)
    chosen: "array[int]" = field(default_factory=lambda: array("i"))
    silent: dict[str, Silent] = field(default_factory=dict)  # id of a visit that found nothing → its first row

    @classmethod
    def of(cls, seen: Seen, firm_ids: Mapping[tuple[str, str], str], *, demo: bool) -> "Visits":
        """Resolve the enterprises of the visits."""
        found = cls(seen, [firm_ids[key] for key in seen.firms], [name for name, _ in seen.firms], demo)
        rows = zip(*seen.columns, strict=True)
        found.ids = [visit_id(found.firms[firm], day, seen.people[names]) for firm, day, names, _ in rows]
        return found

    def firm(self, at: int) -> str:
        """Id of the enterprise of a visit."""
        return self.firms[self.seen.columns[0][at]]

    def choose(self, of_hazards: Iterable[int]) -> None:
        """The visits of these hazards and of the rows without findings, one for each id."""
        wanted = sorted({*of_hazards, *(one.visit for one in self.seen.silent)} - {-1})
        first: dict[str, int] = {}
        for at in wanted:
            first.setdefault(self.ids[at], at)
        self.chosen = array("i", first.values())
        busy = {self.ids[at] for at, found in enumerate(self.seen.busy) if found} if self.seen.silent else set()
        told = ((self.ids[one.visit], one) for one in reversed(self.seen.silent))
        self.silent = {visit: one for visit, one in told if visit not in busy}

    def spare(self, stored: Mapping[str, Inspection]) -> None:
        """Leave out what is stored, but for what a stored visit learns."""
        self.chosen = array("i", (at for at in self.chosen if self._tells(stored.get(self.ids[at]), at)))

    def _tells(self, stored: Inspection | None, at: int) -> bool:
        return stored is None or gains_findings(stored, self._inspection(at))

    def __len__(self) -> int:
        return len(self.chosen)

    def __iter__(self) -> Iterator[Inspection]:
        return map(self._inspection, self.chosen)

    @overload
    def __getitem__(self, index: int) -> Inspection: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Inspection]: ...
    def __getitem__(self, index: int | slice) -> Inspection | Sequence[Inspection]:
        if isinstance(index, slice):
            return [self._inspection(at) for at in self.chosen[index]]
        return self._inspection(self.chosen[index])

    def facts(self) -> Iterator[dict[str, Any]]:
        """The facts of the visits in their order, without making objects of them."""
        return map(self._facts, self.chosen)

    def _inspection(self, at: int) -> Inspection:
        return Inspection(**self._facts(at))

    def _facts(self, at: int) -> dict[str, Any]:
        firms, days, people, abouts = self.seen.columns
        about, silent = self.seen.abouts[abouts[at]], self.silent.get(self.ids[at])
        facts = {
            "id": self.ids[at],
            "on": date.fromordinal(days[at]),
            "enterprise_id": self.firms[firms[at]],
            "enterprise_name": self.names[firms[at]],
            "inspectors": self.seen.people[people[at]],
            "township": about.township,
            "department": about.department,
            "demo": self.demo,
        }
        if about.kind:
            facts["kind"] = InspectionKind(about.kind)
        if silent:
            facts |= {"result": silent.result, "found_nothing": True, "remark": silent.place}
        return facts
