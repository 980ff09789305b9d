"""The words of a row that stand for codes; rows repeat a few combinations of them, and each is read once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from riskmap.domain.codes import Grade, InspectionKind, Level, Source
from riskmap.ingest.clean import words
from riskmap.ingest.clean.text import is_blank
from riskmap.ingest.columns import Columns
from riskmap.ingest.places import Places

COLUMNS = ("grade", "township", "sector", "department", "source", "inspection_kind", "supervision")


class Odd(NamedTuple):
    """A finding about the word of a field; `kept` is a word that stays beside the row because nobody knows it."""

    code: str
    name: str
    kept: str = ""


@dataclass(slots=True)
class Coded:
    """What a combination of words says: facts of the hazard, and what is odd."""

    facts: dict[str, Any] = field(default_factory=dict)
    odd: list[Odd] = field(default_factory=list)


class Coder:
    """Grade, township, sector, department, source, kind of visit and level of supervision of each row of a table."""

    def __init__(self, columns: Columns, places: Places, grades: Mapping[str, str]) -> None:
        self._places, self._grades = places, grades
        self._words = [*zip(*(columns.words(name) for name in COLUMNS), strict=True)]
        self._known: dict[tuple[str, ...], Coded] = {}

    def of(self, i: int) -> Coded:
        """What the words of row `i` say."""
        told = self._words[i]
        found = self._known.get(told)
        if found is None:
            found = self._known[told] = Coded()
            grade, township, sector, department, source, visit, level = told
            self._grade(grade, found)
            self._place(township, sector, department, found)
            found.odd += self._origin(source, visit, found.facts)
            found.odd += self._level(level, found.facts)
        return found

    def _grade(self, told: str, found: Coded) -> None:
        if told:
            code, finding = words.grade(told, self._grades)
            found.facts |= {"grade": Grade(code), "grade_raw": told}
            if finding:
                found.odd.append(Odd(finding, "grade"))

    def _place(self, township: str, sector: str, department: str, found: Coded) -> None:
        if not is_blank(township):
            code = self._places.township(township)
            found.facts |= {"township_raw": township, "township": code or ""}
            if code is None:
                found.odd.append(Odd("unknown_township", "township"))
        if not is_blank(sector):
            code = self._places.sector(sector)
            found.facts |= {"sector_raw": sector, "sector": code or "other"}
            if code is None:
                found.odd.append(Odd("unknown_sector", "sector"))
        if not is_blank(department):
            found.facts["department"] = self._places.department(department)

    @staticmethod
    def _origin(told: str, visit: str, facts: dict[str, Any]) -> Iterator[Odd]:
        source = (words.source(told) if told else None) or (words.source(visit) if visit else None)
        kind = (words.inspection_kind(visit) if visit else None) or (words.inspection_kind(told) if told else None)
        if source:
            facts["source"] = Source(source)
        if kind:
            facts["inspection_kind"] = InspectionKind(kind)
        if not source and not kind and not is_blank(told or visit):
            yield Odd("unknown_source", "source" if told else "inspection_kind", told or visit)

    @staticmethod
    def _level(told: str, facts: dict[str, Any]) -> Iterator[Odd]:
        code = words.level(told) if told else None
        if code:
            facts["supervision"] = Level(code)
        elif told:
            yield Odd("unknown_word", "supervision", told)
