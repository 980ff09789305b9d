"""A sheet that only repeats what other sheets of the file hold: the summary over the townships."""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from riskmap.ingest.fact import Fact

PARTS = ("enterprise_name", "place", "description", "found")
FEW = 3  # rows below which a repetition tells nothing
SHARE = 0.8  # of the rows of a summary stand elsewhere
NAMES = ("汇总", "总表", "合计", "全县", "总台账", "总览")


@dataclass(slots=True)
class Rows:
    """Marks of the rows of each sheet, without regard to who sent them."""

    sheets: dict[str, "array[int]"] = field(default_factory=dict)

    def seen(self, sheet: str, facts: Iterable[Fact]) -> Iterator[Fact]:
        """Pass facts on, each marked."""
        marks = self.sheets.setdefault(sheet, array("q"))
        for fact in facts:
            told = fact.facts.get
            marks.append(hash(tuple([told(part) for part in PARTS])))
            yield fact

    def merge(self, other: "Rows") -> None:
        """Add the marks of rows that another process has read."""
        for sheet, marks in other.sheets.items():
            self.sheets.setdefault(sheet, array("q")).extend(marks)

    def repeating(self) -> Iterator[tuple[str, str]]:
        """(sheet, where its rows stand) of every sheet that repeats others."""
        if len(self.sheets) < 2:
            return
        sets = {name: set(marks) for name, marks in self.sheets.items()}
        summaries: set[str] = set()
        for name, marks in sorted(self.sheets.items(), key=lambda one: -len(one[1])):
            drawn = self._drawn(
                name, {other: sets[other] for other in sets if other not in summaries} | {name: sets[name]}
            )
            elsewhere = sum(1 for mark in marks if any(mark in sets[other] for other in drawn))
            if len(marks) < FEW or elsewhere < SHARE * len(marks):
                continue
            if len(drawn) > 1 or any(word in name for word in NAMES):
                summaries.add(name)
                yield name, "、".join(f"{other} {count}" for other, count in drawn.most_common())
        yield from self._copies(sets, summaries)

    def _drawn(self, name: str, sets: dict[str, set[int]]) -> Counter[str]:
        counts = Counter({other: len(sets[name] & marks) for other, marks in sets.items() if other != name})
        return +counts

    def _copies(self, sets: dict[str, set[int]], summaries: set[str]) -> Iterator[tuple[str, str]]:
        """A sheet whose rows all stand in one earlier sheet."""
        names = [name for name in sets if name not in summaries]
        for at, name in enumerate(names):
            for other in names[:at]:
                if len(sets[name]) >= FEW and len(sets[name] & sets[other]) >= SHARE * len(sets[name]):
                    yield name, f"{other} {len(sets[name] & sets[other])}"
                    break
