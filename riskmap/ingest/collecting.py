"""Returned files against a round: rows, findings, changes unit by unit, and what to confirm. Nothing is written."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from riskmap.domain.filling import FillingRound, Returned
from riskmap.ingest.answers import Finding, Reader, Said, Words
from riskmap.ingest.proposals import Desk, Outcome, Proposal, merged, propose
from riskmap.ingest.returns import Read
from riskmap.ledger.filling import Answer, Collected
from riskmap.ledger.rounds import Item

Origin = Mapping[str, Mapping[tuple[str, str], list[str]]]  # unit → (file, hash) → hazards it says something of


@dataclass(frozen=True, slots=True)
class Unit:
    """What came back from one unit: its files (name, hash), and the rows that say something."""

    code: str
    name: str
    files: tuple[tuple[str, str], ...]
    proposals: tuple[Proposal, ...]

    @property
    def changes(self) -> int:
        """Fields that would change."""
        return sum(one.changes for one in self.proposals)


@dataclass(frozen=True, slots=True)
class Preview:
    """What the files of one drop would do to a round and to the ledger."""

    sent: FillingRound
    units: tuple[Unit, ...]
    findings: tuple[Finding, ...]
    to_confirm: Collected

    @property
    def conflicts(self) -> int:
        """Fields that wait for the officer's word."""
        lines = (line for unit in self.units for one in unit.proposals for line in one.lines)
        return sum(line.outcome is Outcome.CONFLICT for line in lines)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to confirm: no new file, no change."""
        return not self.to_confirm.returns and not self.to_confirm.answers


def preview(
    files: Sequence[Read], sent: FillingRound, items: Mapping[str, Item], words: Words, desk: Desk,
    kept: Sequence[Path] = (),
) -> Preview:  # fmt: skip
    """What would be taken over, field by field; two files that say different things of one field change nothing.

    `kept`: the pictures of the files, each a file named by its hash.
    """
    reader = Reader(sent, {key: one.sent for key, one in items.items()}, words)
    rows: dict[str, list[Said]] = defaultdict(list)
    for said in reader.rows(files):
        rows[said.hazard_id].append(said)
    unit_of = {one.hazard_id: one.receiver for one in sent.asked}
    names = {one.code: one.name for one in sent.receivers}
    known = {(one.receiver, one.sha256) for one in sent.returns if one.sent_back is None}
    findings = [*reader.findings, *_without_news(rows, unit_of, known), *_late_photos(rows, items, unit_of, known)]
    proposals: dict[str, list[Proposal]] = defaultdict(list)
    origin: dict[str, dict[tuple[str, str], list[str]]] = defaultdict(lambda: defaultdict(list))
    for hazard_id, own in rows.items():
        unit = unit_of[hazard_id]
        filled = [one for one in own if one.speaks and (unit, one.sha256) not in known]
        if len(filled) > 1:
            findings += _twice(filled)
        if filled:
            for one in {(one.file, one.sha256) for one in filled}:
                origin[unit][one].append(hazard_id)
            proposals[unit].append(propose(items[hazard_id], merged(filled)[0], names[unit], desk))
    units = tuple(
        Unit(code, names[code], tuple(sorted(origin[code])), tuple(proposals[code]))
        for code in names
        if code in proposals
    )
    return Preview(sent, units, tuple(findings), replace(_collected(sent, units, origin, desk), attachments=kept))


def _twice(rows: Sequence[Said]) -> list[Finding]:
    told = [
        Finding("files_differ", b.file, b.sheet, b.row, name, f"{a.file}: {a.values[name]} / {b.values[name]}")
        for name, a, b in merged(rows)[1]
    ]
    return told or [Finding("row_twice", rows[1].file, rows[1].sheet, rows[1].row, value=rows[0].file)]


def _late_photos(
    rows: Mapping[str, Sequence[Said]], items: Mapping[str, Item], unit_of: Mapping[str, str],
    known: set[tuple[str, str]],
) -> Iterator[Finding]:  # fmt: skip
    """Photos beside a workbook that was taken in before: it says nothing again, so that they are left."""
    for key, own in rows.items():
        held = {one.sha256 for one in items[key].now.evidence}
        for said in own:
            if (unit_of[key], said.sha256) in known:
                names = [one.name for one in said.pictures if one.sha256 not in held]
                yield from (Finding("photo_comes_late", said.file, said.sheet, said.row, value=name) for name in names)


def _without_news(
    rows: Mapping[str, Sequence[Said]], unit_of: Mapping[str, str], known: set[tuple[str, str]]
) -> list[Finding]:  # fmt: skip
    """Files in which nothing is filled in, and those that were taken in before: the same file twice changes nothing."""
    told = [(unit_of[key], one) for key, own in rows.items() for one in own]
    filled = {one.sha256 for _, one in told if one.speaks}
    blank = {one.sha256: one.file for _, one in told if one.sha256 not in filled}
    before = {one.sha256: one.file for unit, one in told if (unit, one.sha256) in known}
    return [
        *(Finding("nothing_filled_in", name) for name in blank.values()),
        *(Finding("already_taken", name) for name in before.values()),
    ]


def _collected(sent: FillingRound, units: Sequence[Unit], origin: Origin, desk: Desk) -> Collected:
    """The files that are new and the steps that would be taken."""
    proposals = [one for unit in units for one in unit.proposals]
    answers = [Answer(one.item.now.id, one.item.now.version, tuple(one.acts)) for one in proposals if one.acts]
    returns = tuple(
        Returned(
            unit.code, desk.on, name, key, tuple(sorted(origin[unit.code][name, key])),
            sum(one.changes for one in unit.proposals if one.said.sha256 == key),
        )
        for unit in units
        for name, key in unit.files
    )  # fmt: skip
    return Collected(sent.id, sent.version, desk.on, returns, answers)
