"""The account of a file's pictures: how many go where, how that was told, which are left, where a person put them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

from riskmap.domain.codes import EvidenceKind
from riskmap.ingest.findings import Findings
from riskmap.ingest.refusal import Refusal
from riskmap.ingest.sheet import Picture
from riskmap.ingest.spool import Spool

BEFORE, AFTER, OTHER = EvidenceKind.PHOTO_BEFORE.value, EvidenceKind.PHOTO_AFTER.value, EvidenceKind.OTHER.value
KINDS: Final = (BEFORE, AFTER, OTHER)  # as which a person may put a picture
SIDES: Final = {BEFORE: "before", AFTER: "after"}
HAND: Final = "hand"
LISTED: Final = 500  # pictures without a row that are told one by one


class Put(NamedTuple):
    """Where a person put a picture: a row of a sheet (from 1, as in the file), as which kind of evidence, its name."""

    sheet: str
    row: int
    kind: str
    name: str


Places = Mapping[str, Put]  # by the hash of the picture


@dataclass(frozen=True, slots=True)
class Loose:
    """A picture that no row takes by itself. `row`: the one it stands in, from 1, if any; `header`: of its column."""

    sheet: str
    row: int | None
    header: str
    picture: Picture

    @property
    def where(self) -> str:
        """What a person finds it by."""
        own = self.picture
        return own.place if own.place.endswith(own.name) else f"{own.place} {own.name}".strip()


@dataclass(slots=True)
class Account:
    """Counts pictures as the tables of a file are read; each ends as placed or as unplaced, once.

    `taken`: hashes that rows took because a person said so, with their kind.
    """

    put: Places = field(default_factory=dict)
    placed: Counter[tuple[str, str]] = field(default_factory=Counter)  # how it was told, kind
    taken: dict[str, str] = field(default_factory=dict)
    loose: list[Loose] = field(default_factory=list)
    unread: int = 0

    def take(self, picture: Picture) -> None:
        """A picture that a row has."""
        self.placed[picture.origin, picture.side] += 1

    def leave(self, sheet: str, picture: Picture, row: int | None = None, header: str = "") -> None:
        """A picture that no row has by itself."""
        self.loose.append(Loose(sheet, row, header, picture))

    def settle(self, findings: Findings) -> None:
        """What a person put counts as placed, the rest becomes a finding each."""
        for one in self.loose:
            if kind := self.taken.get(one.picture.sha256):
                self.placed[HAND, kind] += 1
                continue
            code = "picture_unplaced" if one.picture.sha256 else "picture_not_kept"
            findings.add(one.sheet, one.row, one.header, one.where, code)

    def counts(self) -> dict[str, int]:
        """How many have a row, how many have none."""
        left = sum(one.picture.sha256 not in self.taken for one in self.loose)
        return {"placed": self.placed.total(), "unplaced": left + self.unread}

    def left(self) -> frozenset[str]:
        """The hashes of those that no row takes."""
        return frozenset(name for one in self.loose if (name := one.picture.sha256) and name not in self.taken)

    def as_json(self) -> dict[str, Any]:
        """The account in the report: by kind, by how it was told, and those that wait for a person or were put by one.

        Pictures of one content are one, `times` in the file.
        """
        sides: Counter[str] = Counter(before=0, after=0, other=0)
        told: dict[str, Counter[str]] = {}
        for (origin, kind), count in sorted(self.placed.items()):
            side = SIDES.get(kind, "other")
            sides[side] += count
            told.setdefault(origin, Counter())[side] += count
        return {**sides, "told_by": {origin: dict(own) for origin, own in told.items()}, "by_hand": self._by_hand()}

    def _by_hand(self) -> list[dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        for one in self.loose:
            name = one.picture.sha256
            if not name:
                continue
            if name in found:
                found[name]["times"] += 1
            elif len(found) < LISTED:
                put = self.put[name] if name in self.taken else None
                own = {"sheet": put.sheet, "row": put.row, "kind": put.kind} if put else None
                found[name] = {
                    "sha256": name, "name": one.picture.name, "place": one.where, "sheet": one.sheet, "row": one.row,
                    "kind": one.picture.kind, "times": 1, "put": own,
                }  # fmt: skip
        return list(found.values())


class Choice(NamedTuple):
    """A row that may take a picture, as a person knows it."""

    sheet: str
    row: int
    enterprise: str
    description: str


def choices(spool: Spool, most: int) -> list[Choice]:
    """The rows of a file that became hazards, in their order; none where there are more than `most`."""
    if sum(len(keys.rows) for keys in spool.chunks) > most:
        return []
    found: dict[tuple[str, int], Choice] = {}
    for at, keys in enumerate(spool.chunks):
        for fact in spool.facts(at):
            told = fact.facts
            own = Choice(keys.sheet, fact.row, told.get("enterprise_name", ""), told.get("description", ""))
            found.setdefault((keys.sheet, fact.row), own)  # a row that was split is one row
    return list(found.values())


def check(put: Places, kept: Iterable[Path]) -> None:
    """Raises Refusal for a picture that a person put and the file does not hold. `kept`: files named by their hash."""
    held = {file.name for file in kept}
    for name, one in put.items():
        if name not in held:
            raise Refusal("no_such_picture", one.name)
