"""What goes through the ledger's door in one piece, and what is needed to prepare it. Plain data, no database."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol, runtime_checkable

from riskmap.domain.enterprise import Enterprise, Inspection
from riskmap.domain.filling import FillingRound
from riskmap.domain.hazard import Hazard
from riskmap.domain.people import Grant, Scope
from riskmap.domain.roles import Role


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts. `role` is a code of riskmap.domain.roles; `on_behalf_of` names whose step is recorded (代录).

    `grants`: what a person who signed in holds today; then `role` is the first of them until a step is judged. Without
    any (the command line, the demo) the one role reaches the whole county. `deputy_of`: name of the person with whose
    role a step is taken, where no own role may (AB角); it is told by the event of the step.
    """

    id: str
    name: str
    role: str
    on_behalf_of: str = ""
    grants: tuple[Grant, ...] = ()
    deputy_of: str = ""

    @property
    def held(self) -> tuple[Grant, ...]:
        """Every role with its scope; none where the role is no role."""
        return self.grants or ((Grant(Role(self.role)),) if self.role in set(Role) else ())


Progress = Callable[[int, int], None]  # rows done, rows in all; what it raises undoes the whole


def silent(done: int, of: int) -> None:
    """Nobody listens."""


PURPOSE: Final = 200  # characters of a purpose that are kept


@dataclass(frozen=True, slots=True)
class Export:
    """Rows that leave the program, for a purpose that is never blank.

    `filter`: its words as in an address; `count`: rows; `masked`: personal data was.
    """

    what: str  # hazards, or the name of an official form
    form: str  # xlsx, csv, geojson
    purpose: str
    filter: Mapping[str, str]
    as_of: date
    count: int
    masked: bool

    def faults(self) -> tuple[str, ...]:
        """Why rows do not leave: missing:purpose, too_long:purpose."""
        length = len(self.purpose.strip())
        return ("missing:purpose",) if not length else ("too_long:purpose",) if length > PURPOSE else ()

    def told(self) -> dict[str, Any]:
        """The payload of its event."""
        return {
            "what": self.what, "form": self.form, "purpose": self.purpose.strip(), "filter": dict(self.filter),
            "count": self.count, "masked": self.masked,
        }  # fmt: skip


def of_round(sent: FillingRound, what: str, form: str, count: int) -> Export:
    """What the chain keeps of workbooks of a round that leave: its title says what for, as much as is kept."""
    return Export(what, form, sent.title.strip()[:PURPOSE], {"round": sent.id}, sent.as_of, count, masked=False)


@dataclass(frozen=True, slots=True)
class Published:
    """Figures of a form as they were published. `period`: its label; `figures`: line ("total" or a code) → column →
    number as text; `source`: the paper they stand in.
    """

    form: str
    period: str
    cumulative: bool
    figures: Mapping[str, Mapping[str, str]]
    source: str = ""

    def faults(self) -> tuple[str, ...]:
        """Why they cannot be kept: missing:figures, bad:<column> for what is no number from 0 on."""
        told = [(column, text) for line in self.figures.values() for column, text in line.items()]
        wrong = tuple(f"bad:{column}" for column, text in told if not _is_figure(text))
        return wrong or (() if told else ("missing:figures",))


def _is_figure(text: str) -> bool:
    try:
        value = Decimal(text)
    except ArithmeticError:
        return False
    return value.is_finite() and value >= 0


def _no_visits(ids: Iterable[str]) -> dict[str, Inspection]:
    del ids
    return {}


class Revision(NamedTuple):
    """A change of a stored hazard by a file: {field of Hazard: new value}, judged against the version seen.

    `fingerprint`: the new one where the change touches what it is made of; "" keeps the stored one.
    """

    hazard_id: str
    seen_version: int
    changes: Mapping[str, Any]
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class PreparedBatch:
    """A file's rows, read, cleaned and matched, ready to be committed in one transaction.

    The ledger gives `creates` their id and number (what they carry is ignored); `fingerprints` runs parallel to them.
    `enterprises` are new (with their id given) or updated ones; `demo` marks every row of the batch as demo data.
    """

    file_name: str
    sha256: str
    sender: str = ""
    kind: str = "ledger"  # ledger | register
    mapping: Mapping[str, str] = field(default_factory=dict)  # header of the file → field
    creates: Sequence[Hazard] = ()
    fingerprints: Sequence[str] = ()
    revises: Sequence[Revision | tuple[str, int, Mapping[str, Any]]] = ()
    enterprises: Sequence[Enterprise] = ()
    inspections: Sequence[Inspection] = ()
    counts: Mapping[str, int] = field(default_factory=dict)  # rows, accepted, rejected, unchanged … of the report
    findings: Mapping[str, int] = field(default_factory=dict)  # how often each code was found
    opening: date | None = None  # 启用日 of an opening import (建账): older rows that were done are 历史台账
    demo: bool = False
    seen_revision: int | None = None  # MatchIndex.revision: an import committed since then makes the batch stale
    attachments: Sequence[Path] = ()  # pictures, each a file named by its hash; kept if committed evidence names it


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What a committed batch did. `refused`: (hazard id, code) of revisions that the ledger did not take."""

    batch_id: str
    created: int = 0
    changed: int = 0
    enterprises_created: int = 0
    enterprises_changed: int = 0
    inspections: int = 0
    demo_removed: int = 0
    refused: tuple[tuple[str, str], ...] = ()
    revision: int = 0


@runtime_checkable
class Telling(Protocol):
    """A sequence that can tell the facts of its objects without making them; defaults may be left out."""

    def facts(self) -> Iterator[Mapping[str, Any]]:
        """Field → value, one mapping an object, in the order of the sequence."""


class Known(NamedTuple):
    """A stored hazard as matching sees it."""

    id: str
    hazard_no: str
    sender: str
    ledger_no: str
    fingerprint: str
    version: int
    status: str
    touched: bool
    enterprise_name: str
    place: str
    description: str
    found: date


@dataclass(frozen=True, slots=True)
class MatchIndex:
    """The stored hazards by each of their keys; `by_fingerprint` lists equals in their order of entry (the ordinal).

    `load(ids)` gives the full hazards, `visits(ids)` the stored visits; `enterprises` are all stored ones, with names
    and aliases.
    Rows of the other kind are not in it: a real file never matches a demo row. `demo_rows` counts demo hazards.
    `part`: the part of the county for which rows may be taken in, () = all of it; where it is not all, `own` are the
    hazards within it and `seen_firms` the enterprises that its officer reads, of which alone anything is told.
    """

    known: Mapping[str, Known]
    by_hazard_no: Mapping[str, str]
    by_ledger_no: Mapping[tuple[str, str], str]
    by_fingerprint: Mapping[str, tuple[str, ...]]
    enterprises: Sequence[Enterprise]
    load: Callable[[Iterable[str]], dict[str, Hazard]]
    demo_rows: int = 0
    revision: int = 0
    visits: Callable[[Iterable[str]], Mapping[str, Inspection]] = _no_visits
    part: tuple[Scope, ...] = ()
    own: frozenset[str] | None = None
    seen_firms: frozenset[str] | None = None

    def reaches(self, hazard_id: str) -> bool:
        """Whether a stored hazard lies within the part."""
        return self.own is None or hazard_id in self.own
