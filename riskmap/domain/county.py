"""The county as data: names, time zone, boundaries, sectors, departments, townships. Another county is another file."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from riskmap.domain.assessment import Scheme, faults
from riskmap.domain.assessment_file import SchemeError
from riskmap.domain.assessment_file import read as read_scheme
from riskmap.domain.basemap import Basemap, read_basemaps
from riskmap.domain.codes import System
from riskmap.domain.escalation import Ladder, load_ladder
from riskmap.domain.gates import Gates, load_gates
from riskmap.domain.periods import SUNDAY
from riskmap.domain.regions import Regions, read_regions
from riskmap.domain.sectors import Departments, Sectors, read_departments, read_sectors

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class CountyError(ValueError):
    """A county file that cannot be used; the message names the file and what is wrong."""


@dataclass(frozen=True)
class County:
    """What the program knows of its county; tables may be empty, then values found in files stand for themselves."""

    code: str
    name: str
    name_en: str = ""
    short: str = ""  # opens the permanent hazard number
    time_zone: str = "Asia/Shanghai"
    regions: Regions = field(default_factory=Regions)
    sectors: Sectors = field(default_factory=Sectors)
    departments: Departments = field(default_factory=Departments)
    boundary: Path | None = None
    townships_boundary: Path | None = None
    villages: Path | None = None  # list of villages and communities, with or without coordinates
    boundary_real: bool = False
    boundary_source: str = ""
    boundary_source_en: str = ""
    targets: Mapping[str, float] = field(default_factory=dict)
    basemaps: tuple[Basemap, ...] = ()  # beside none, which is the default
    forms: Path | None = None  # folder of declared official forms
    schemes: tuple[Scheme, ...] = ()  # shipped samples of the yearly assessment
    own_sheet: bool = False  # townships and departments see their own sheet of the assessment
    gates_off: tuple[str, ...] = ()  # evidence items switched off, such as close.photo_before
    gates_since: date | None = None  # 启用日: hazards found before it are exempt from evidence gates
    escalation: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # own numbers of the ladder, by step

    report_to: tuple[System, ...] = ()  # systems of other levels where each major has to have a number
    week_ends: int = SUNDAY  # the cut-off of the weekly review: the day its weeks end on, 1 Monday to 7 Sunday
    papers_issuer: str = ""  # the office that issues papers, as it signs
    papers_short: str = ""  # opens their numbers

    def label(self, lang: str) -> str:
        """Name of the county in a language."""
        return self.name if lang.startswith("zh") else self.name_en or self.name

    def gates(self) -> Gates:
        """The evidence gates as this county has them."""
        return load_gates(off=self.gates_off, since=self.gates_since)

    def ladder(self) -> Ladder:
        """The escalation ladder as this county has it."""
        return load_ladder(self.escalation, self.week_ends)

    def orders(self) -> dict[str, list[str]]:
        """The codes of each dimension in the order in which tables print them."""
        return {
            "sector": list(self.sectors.codes),
            "group": list(self.sectors.groups),
            "township": [region.code for region in self.regions.townships],
            "department": list(self.departments.codes),
        }

    def paper_number(self, series: str, year: int, serial: int) -> str:
        """The number of an office paper, such as 汾安办督〔2026〕7号."""
        return f"{self.papers_short}{series}〔{year}〕{serial}号"

    @property
    def prefix(self) -> str:
        """What opens a hazard number: the county's short letters, else its code."""
        return self.short or self.code


def _ground(path: Path, table: Mapping[str, Any]) -> dict[str, Any]:
    """Outlines and places of the county file."""
    return {
        "boundary": _beside(path, table.get("boundary")),
        "townships_boundary": _beside(path, table.get("townships")),
        "villages": _beside(path, table.get("villages")),
        "boundary_real": bool(table.get("boundary_real", False)),
        "boundary_source": str(table.get("boundary_source", "")),
        "boundary_source_en": str(table.get("boundary_source_en", "")),
    }


def load_county(path: Path) -> County:
    """Read a county TOML with the tables beside it; CountyError says what is wrong and where."""
    table = _read(path)
    try:
        sectors, regions = _table(path, table, "sectors", "sector"), _table(path, table, "regions", "region")
        gates = table.get("gates", {})
        zone = str(table.get("time_zone", "Asia/Shanghai"))
        ZoneInfo(zone)
        county = County(
            code=str(table["code"]),
            name=str(table["name"]),
            name_en=str(table.get("name_en", "")),
            short=str(table.get("short", "")),
            time_zone=zone,
            regions=read_regions(regions.get("region", ())),
            sectors=read_sectors(sectors.get("sector", ()), sectors.get("group", ())),
            departments=read_departments(sectors.get("department", ())),
            **_ground(path, table),
            targets={str(key): float(value) for key, value in table.get("targets", {}).items()},
            basemaps=read_basemaps(table.get("basemap", ()), path.parent),
            forms=_beside(path, table.get("forms"), folder=True),
            **_assessment(path, table.get("assessment", {})),
            gates_off=tuple(gates.get("off", ())),
            gates_since=gates.get("since"),
            escalation=table.get("escalation", {}),
            report_to=tuple(System(one) for one in table.get("report_to", {}).get("systems", ())),
            week_ends=_week_ends(table.get("review", {})),
            papers_issuer=str(table.get("papers", {}).get("issuer", "")),
            papers_short=str(table.get("papers", {}).get("short", "")),
        )
        return _checked(county)
    except KeyError as gap:
        raise CountyError(f"{path}: {gap} is missing") from gap
    except (ZoneInfoNotFoundError, AttributeError, TypeError, ValueError) as wrong:
        if isinstance(wrong, CountyError):
            raise
        raise CountyError(f"{path}: {wrong}") from wrong


def _checked(county: County) -> County:
    county.gates()  # a name that no gate knows stops the start
    county.ladder()
    return county


def _assessment(path: Path, table: Mapping[str, Any]) -> dict[str, Any]:
    """The schemes of the folder that `samples` names, in order of their files; whether units see their own sheet."""
    folder = _beside(path, table.get("samples"), folder=True)
    found = []
    for file in sorted(folder.glob("*.toml")) if folder else ():
        try:
            scheme = read_scheme(file.read_text(encoding="utf-8"))
        except (SchemeError, UnicodeDecodeError, OSError) as wrong:
            raise CountyError(f"{file}: {wrong}") from wrong
        for part, codes in faults(scheme).items():
            raise CountyError(f"{file}: {part} {', '.join(codes)}")
        found.append(scheme)
    return {"schemes": tuple(found), "own_sheet": table.get("own_sheet") is True}


def _week_ends(review: Any) -> int:
    """The number of the day in `[review] week_ends`; a misspelt name must not silently leave it at Sunday."""
    if not isinstance(review, dict) or review.keys() - {"week_ends"}:
        raise ValueError('[review] holds week_ends alone, such as week_ends = "thursday"')
    day = review.get("week_ends", WEEKDAYS[SUNDAY - 1])
    if day not in WEEKDAYS:
        raise ValueError(f"[review] week_ends: {day!r} is no day of the week; write one of {', '.join(WEEKDAYS)}")
    return WEEKDAYS.index(day) + 1


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as missing:
        raise CountyError(f"{path}: no such file") from missing
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as wrong:
        raise CountyError(f"{path}: {wrong}") from wrong


def _table(path: Path, table: Mapping[str, Any], key: str, row: str) -> Mapping[str, Any]:
    """The table itself when its rows stand inline, else the file that `key` names."""
    named = table.get(key)
    return _read(path.parent / named) if isinstance(named, str) and row not in table else table


def _beside(path: Path, name: object, *, folder: bool = False) -> Path | None:
    if not name:
        return None
    file = path.parent / str(name)
    if not (file.is_dir() if folder else file.is_file()):
        raise CountyError(f"{path}: {name} is not a {'folder' if folder else 'file'}")
    return file
