"""A ledger of a township or a department against ours (对账): only there, only here, different field by field.

Reading and matching are those of an import, but whose ledger a row once came from does not count: their rows are
matched with all of ours. Nothing is written.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from riskmap.domain.county import County
from riskmap.domain.hazard import Hazard
from riskmap.ingest.compare import RAW
from riskmap.ingest.identity import fingerprint
from riskmap.ingest.prepare import Matched
from riskmap.ingest.profile import Profile
from riskmap.ingest.run import DryRun, Reader, dry_run
from riskmap.ledger.batch import MatchIndex

SENDER = "对账"  # all rows of both sides bear it while they are matched
# Another word for the same code, our own marks, columns that only one of the two has: no difference for a person.
SILENT = frozenset(RAW) | {"enterprise_id", "closed_by_ledger", "undated", "judged", "extra"}
CODES = ("sector", "township", "grade", "department", "source")


class There(NamedTuple):
    """A row that no hazard of ours is."""

    sheet: str
    row: int
    at: int  # its place among the hazards that an import would create
    hazard: Hazard


@dataclass(frozen=True, slots=True)
class Reconciled:
    """The two ledgers of a period side by side. `here`: ids of ours that no row is; `same`: rows without a difference;
    `beyond`: rows outside the period or the filter; `theirs`: their hazards, as they would stand if all were taken.
    """

    dry: DryRun
    there: Sequence[There] = ()
    here: Sequence[str] = ()
    different: Sequence[Matched] = ()
    same: int = 0
    beyond: int = 0
    theirs: Sequence[Hazard] = ()

    @property
    def refusal(self) -> str:
        """Why the file cannot be read, "" if it can."""
        return self.dry.refusal


@dataclass(frozen=True, slots=True)
class Scope:
    """The period and what narrows it. `ours`: ids of our hazards in it; `codes`: field → codes that are meant."""

    start: date
    end: date
    ours: frozenset[str]
    codes: Mapping[str, frozenset[str]]

    def holds(self, hazard: Hazard) -> bool:
        """Whether a hazard of theirs is in it: found by its end, neither closed nor void before it."""
        if hazard.found > self.end or any(
            day is not None and day < self.start for day in (hazard.closed, hazard.voided)
        ):
            return False
        return all(str(getattr(hazard, name) or "unknown") in wanted for name, wanted in self.codes.items())


def reconcile(  # noqa: PLR0913 - one call from command line and page with all they may say
    path: Path | str | bytes,
    *,
    county: County,
    index: MatchIndex,
    scope: Scope,
    today: date,
    name: str = "",
    sender: str = "",
    profile: Profile | Path | None = None,
    sheet: str | None = None,
    reader: Reader | None = None,
) -> Reconciled:
    """Compare a file with the stored hazards of a scope; a file that cannot be read is told by `refusal`.

    `sender`: who sent the file, if its numbers are known under that name. `index`: everything stored, of any sender.
    """
    dry = dry_run(
        path, county=county, match_index=aligned(index, sender), today=today, profile=profile, sender=SENDER,
        sheet=sheet, name=name, reader=reader,
    )  # fmt: skip
    if dry.refusal:
        return Reconciled(dry)
    return _sides(dry, index.load(one.hazard_id for one in dry.matched), scope)


def _sides(dry: DryRun, stored: Mapping[str, Hazard], scope: Scope) -> Reconciled:
    """What a dry run has matched, seen from both sides."""
    made = zip(dry.created_at, dry.batch.creates, strict=True)
    told = [There(*place, at, one) for at, (place, one) in enumerate(made)]
    there = [one for one in told if scope.holds(one.hazard)]
    inside = [one for one in dry.matched if one.hazard_id in scope.ours]
    different = [one for one in inside if told_fields(one.changes)]
    known = {one.hazard_id for one in dry.matched}
    theirs = [one.hazard for one in told] + [_changed(stored[one.hazard_id], one.changes) for one in dry.matched]
    return Reconciled(
        dry,
        there,
        sorted(scope.ours - known),
        different,
        len(inside) - len(different),
        len(told) - len(there) + len(dry.matched) - len(inside),
        theirs,
    )


def told_fields(changes: Mapping[str, Any]) -> list[str]:
    """The fields in which a person sees a difference: other words for the same code, and our own marks, are none."""
    return [name for name in changes if name not in SILENT]


def _changed(hazard: Hazard, changes: Mapping[str, Any]) -> Hazard:
    return replace(hazard, **changes) if changes else hazard


def aligned(index: MatchIndex, sender: str) -> MatchIndex:
    """The stored hazards as if one sender had sent them all; numbers count where they are that sender's own."""
    known = {key: one._replace(sender=SENDER) for key, one in index.known.items()}
    prints: dict[str, tuple[str, ...]] = {}
    for key, one in known.items():
        whole = fingerprint(SENDER, one.enterprise_name, one.place, one.description, one.found)
        prints[whole] = (*prints.get(whole, ()), key)
    numbers = {(SENDER, number): key for (who, number), key in index.by_ledger_no.items() if who == sender}
    return replace(index, known=known, by_ledger_no=numbers, by_fingerprint=prints)
