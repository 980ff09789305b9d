"""Accepting differences of a reconciliation: through the ledger's one door, each with its event or its refusal."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from riskmap.domain import codec
from riskmap.domain.hazard import Hazard
from riskmap.ingest.identity import PARTS, fingerprint
from riskmap.ingest.prepare import Matched
from riskmap.ingest.reconcile import Reconciled, There, told_fields
from riskmap.ledger.batch import Actor, PreparedBatch, Revision
from riskmap.ledger.commands import Ledger, NotFound, Refused, Stale

STALE = "stale"


@dataclass
class Outcome:
    """What was taken, and what was not: (hazard id, field, codes)."""

    changed: int = 0
    created: int = 0
    refused: list[tuple[str, str, tuple[str, ...]]] = field(default_factory=list)


def differences(
    ledger: Ledger, found: Reconciled, chosen: Sequence[Matched], actor: Actor, on: date, *, reason: str, demo: bool
) -> Outcome:
    """Take their values for chosen hazards.

    What no step in the program has touched is revised as by an import, in one transaction; everything else is corrected
    field by field, where the rules of a correction allow it.
    """
    outcome = Outcome()
    free = [one for one in chosen if not one.code]
    if free:
        _revise(ledger, found, free, actor, outcome, demo=demo)
    for one in chosen:
        if one.code:
            _correct(ledger, found, one, actor, on, reason, outcome)
    return outcome


def _revise(
    ledger: Ledger, found: Reconciled, free: Sequence[Matched], actor: Actor, outcome: Outcome, *, demo: bool
) -> None:
    after = {hazard.id: hazard for hazard in found.theirs if hazard.id}
    revises = [_revision(after[one.hazard_id], one) for one in free]
    firms = {one.changes["enterprise_id"] for one in free if "enterprise_id" in one.changes}
    enterprises = [one for one in found.dry.batch.enterprises if one.id in firms]
    batch = replace(_part(found, len(free), demo=demo), revises=revises, enterprises=enterprises)
    try:
        result = ledger.import_batch(batch, actor)
    except (Refused, Stale) as no:
        codes = no.codes if isinstance(no, Refused) else (STALE,)
        outcome.refused.extend((one.hazard_id, "", codes) for one in free)
        return
    outcome.changed += result.changed
    outcome.refused.extend((hazard_id, "", (code,)) for hazard_id, code in result.refused)


def _revision(after: Hazard, one: Matched) -> Revision:
    """The change of a hazard, with the fingerprint it will have among its sender's rows."""
    changes = {name: value for name, value in one.changes.items() if name != "extra"}  # our kept columns stay
    renewed = ""
    if changes.keys() & set(PARTS):
        renewed = fingerprint(after.sender, after.enterprise_name, after.place, after.description, after.found)
    return Revision(one.hazard_id, after.version, changes, renewed)


def _correct(
    ledger: Ledger, found: Reconciled, one: Matched, actor: Actor, on: date, reason: str, outcome: Outcome
) -> None:
    version = {hazard.id: hazard.version for hazard in found.theirs}[one.hazard_id]
    taken = False
    for name in told_fields(one.changes):
        data = {"field": name, "new": codec.encode_field(Hazard, name, one.changes[name]), "reason": reason}
        try:
            version = ledger.act(one.hazard_id, "correct", data, actor, version, on).version
            taken = True
        except Refused as no:
            outcome.refused.append((one.hazard_id, name, no.codes))
        except (Stale, NotFound):
            outcome.refused.append((one.hazard_id, name, (STALE,)))
    outcome.changed += taken


def missing(
    ledger: Ledger, found: Reconciled, chosen: Sequence[There], actor: Actor, *, sender: str, demo: bool
) -> Outcome:
    """Enter rows that only they have, with their enterprises and visits, as an import would."""
    hazards = [replace(one.hazard, sender=sender) for one in chosen]
    whole, firms = found.dry.batch, {one.enterprise_id for one in hazards}
    visits = {one.inspection_id for one in hazards}
    batch = replace(
        _part(found, len(hazards), demo=demo),
        creates=hazards,
        fingerprints=[fingerprint(sender, h.enterprise_name, h.place, h.description, h.found) for h in hazards],
        enterprises=[one for one in whole.enterprises if one.id in firms],
        inspections=[one for one in whole.inspections if one.id in visits],
        sender=sender,
    )
    outcome = Outcome()
    try:
        outcome.created = ledger.import_batch(batch, actor).created
    except (Refused, Stale) as no:
        codes = no.codes if isinstance(no, Refused) else (STALE,)
        outcome.refused.extend((f"{one.sheet} {one.row}", "", codes) for one in chosen)
    return outcome


def _part(found: Reconciled, rows: int, *, demo: bool) -> PreparedBatch:
    whole = found.dry.batch
    return PreparedBatch(
        file_name=whole.file_name, sha256=whole.sha256, mapping=whole.mapping, demo=demo,
        counts={"rows": rows, "accepted": rows, "rejected": 0}, seen_revision=whole.seen_revision,
    )  # fmt: skip


def chosen_of(found: Reconciled, ids: Iterable[str]) -> list[Matched]:
    """The differences of some hazards."""
    wanted = set(ids)
    return [one for one in found.different if one.hazard_id in wanted]
