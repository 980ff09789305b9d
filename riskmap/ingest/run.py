"""The importer's front door: a file and what is stored in, a report and a batch out. Nothing is written."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from riskmap.domain.county import County
from riskmap.ingest.change import Change
from riskmap.ingest.child import Request, SheetSummary, Summary
from riskmap.ingest.findings import Issue
from riskmap.ingest.firms import Firms
from riskmap.ingest.guard import Caps
from riskmap.ingest.likeness import Decisions
from riskmap.ingest.messages import ERROR
from riskmap.ingest.pictures import Places, check
from riskmap.ingest.prepare import Matched, Preparer, creates
from riskmap.ingest.process import in_child
from riskmap.ingest.profile import Profile, choosing, load, parse
from riskmap.ingest.reach import Reach
from riskmap.ingest.reading.album import FOLDER
from riskmap.ingest.refusal import Refusal
from riskmap.ingest.spool import Spool
from riskmap.ledger.batch import MatchIndex, PreparedBatch, Progress, silent

Reader = Callable[[Request], Summary]


@dataclass(frozen=True, slots=True)
class DryRun:
    """What an import would do: the report of the command line, the batch to commit, and why it was refused, if so."""

    report: dict[str, Any]
    batch: PreparedBatch
    refusal: str = ""
    detail: str = ""
    counts: dict[str, int] = field(default_factory=dict)  # findings by code, all of them
    matched: Sequence[Matched] = ()
    created_at: Sequence[tuple[str, int]] = ()  # sheet and row of each hazard that would be created
    sheets: tuple[SheetSummary, ...] = ()  # as they are drawn
    spool: Spool | None = None  # rows and pictures as read


def dry_run(  # noqa: PLR0913 - one call from command line and page with all they may say
    path: Path | str | bytes,
    *,
    county: County,
    match_index: MatchIndex,
    today: date,
    profile: Profile | Path | None = None,
    sender: str = "",
    sheet: str | None = None,
    demo: bool = False,
    kind: str = "auto",
    opening: date | None = None,
    name: str = "",
    caps: Caps | None = None,
    reader: Reader | None = None,
    profiles: Mapping[str, Mapping[str, Any]] | None = None,
    choices: Mapping[str, str] | None = None,
    decisions: Decisions | None = None,
    split: bool = False,
    pictures: Places | None = None,
    progress: Progress = silent,
) -> DryRun:
    """Read, recognise, clean and match a file; never raises for what is in the file: a refusal is part of the answer.

    `path`: a file or its bytes (`name`: what the user calls it); `profile`: one, or the path of its TOML; `profiles`:
    the stored ones by sender, as tables; `choices`: header → field; `decisions`: unknown name → id of the enterprise
    meant, "" for a new one; `split`: one hazard a problem of a cell; `pictures`: where a person put those without one;
    `opening`: 启用日 of an opening import (建账).
    `reader` replaces the child process (tests). `progress` hears of rows done and rows of the sheet; what it raises
    ends the reading, leaves nothing of it, and goes on to the caller.
    """
    shown = name or (Path(path).name if not isinstance(path, bytes) else "")

    def asked(spool: Spool) -> Request:
        more = (_profile(profile, choices), today, sender, kind, sheet, demo, opening, caps or Caps(), _kept(profiles))
        return Request(_file(path, spool), shown or "file", spool.folder, county, *more, split, pictures or {})

    dry = _answer(asked, reader or partial(in_child, progress=progress), match_index, decisions or {})
    return dry if isinstance(dry, DryRun) else _refused(shown, *dry, demo=demo)


def _answer(
    asked: Callable[[Spool], Request], read: Reader, index: MatchIndex, decisions: Decisions
) -> "DryRun | tuple[Summary, Refusal]":
    """What the file would do, or how far it was read and why it is not taken; then nothing of it is left."""
    spool, summary = Spool(), Summary()
    with ExitStack() as stack:
        stack.callback(spool.close)
        try:
            request = asked(spool)
            summary = read(request)
            if summary.refusal is None:
                check(request.pictures, spool.files(FOLDER))
                dry = _prepared(request, summary, spool, index, decisions)
                stack.pop_all()  # the batch reads what lies in the spool
                return dry
            return summary, Refusal(*summary.refusal)
        except Refusal as raised:
            return summary, raised


def _profile(profile: Profile | Path | None, choices: Mapping[str, str] | None) -> Profile:
    """What is told beside the file, with what was chosen for its columns."""
    told = profile if isinstance(profile, Profile) else load(profile) if profile else Profile()
    return choosing(told, choices) if choices else told


def _kept(profiles: Mapping[str, Mapping[str, Any]] | None) -> dict[str, Profile]:
    return {sender: parse(table) for sender, table in (profiles or {}).items()}


def _file(path: Path | str | bytes, spool: Spool) -> Path:
    """The file on disk."""
    if isinstance(path, bytes):
        file = spool.folder / "input"
        file.write_bytes(path)
        return file
    file = Path(path)
    if not file.is_file():
        raise Refusal("no_such_file", file.name)
    return file


def _prepared(request: Request, summary: Summary, spool: Spool, index: MatchIndex, decisions: Decisions) -> DryRun:
    spool.open()
    reach = Reach.of(index)
    firms = Firms(summary.findings, request.demo, decisions=decisions, reach=reach)
    firms.know(index.enterprises)
    for sheet, firm in summary.firms:
        firms.register(sheet, firm)
    preparer = Preparer(summary, spool, index, firms)
    prepared = preparer.run()
    reach.settle(summary)
    made = creates(prepared, preparer, spool)
    counts = {
        **_counted(summary),
        "created": len(made) + prepared.created + firms.created,
        "changed": len(prepared.revises) + firms.changed,
        "unchanged": prepared.unchanged + firms.unchanged,
    }
    batch = PreparedBatch(
        file_name=request.name,
        sha256=summary.sha256,
        sender=summary.sender,
        kind=summary.kind or "ledger",
        mapping={header: name for sheet in summary.sheets for header, name in sheet.mapping.items()},
        creates=made,
        fingerprints=prepared.fingerprints,
        revises=prepared.revises,
        enterprises=list(firms.written.values()),
        inspections=prepared.inspections,
        counts=counts,
        findings=dict(summary.findings.counts),
        opening=request.opening,
        demo=request.demo,
        seen_revision=index.revision,
        attachments=spool.files(FOLDER),
    )
    changes = [*firms.changes, *prepared.changes]
    report = _report(request.name, summary, counts, summary.findings.listed(), changes)
    places = [(keys.sheet, keys.rows[i]) for keys, own in zip(spool.chunks, prepared.picked, strict=True) for i in own]
    sheets = tuple(summary.sheets)
    return DryRun(report, batch, "", "", dict(summary.findings.counts), prepared.matched, places, sheets, spool)


def _counted(summary: Summary) -> dict[str, int]:
    """Rows of the file, accepted and rejected ones."""
    names = ("rows", "accepted", "rejected")
    return {name: sum(getattr(sheet, name) for sheet in summary.sheets) for name in names}


def _refused(name: str, summary: Summary, refusal: Refusal, *, demo: bool) -> DryRun:
    """A refused file changes nothing, whatever rows it had."""
    counts = {
        "rows": sum(sheet.rows for sheet in summary.sheets),
        "accepted": 0,
        "rejected": sum(sheet.rows for sheet in summary.sheets),
        "created": 0,
        "changed": 0,
        "unchanged": 0,
    }
    issues = [Issue("", None, "", refusal.detail, refusal.code, ERROR), *summary.findings.listed()]
    batch = PreparedBatch(file_name=name, sha256=summary.sha256, sender=summary.sender, counts=counts, demo=demo)
    report = _report(name, summary, counts, issues, [])
    counted = dict(summary.findings.counts)
    return DryRun(report, batch, refusal.code, refusal.detail, counted, sheets=tuple(summary.sheets))


def _report(
    name: str, summary: Summary, counts: dict[str, int], issues: list[Issue], changes: list[Change]
) -> dict[str, Any]:
    """The JSON document of the command line."""
    sheets = [
        {
            "name": sheet.name,
            "kind": sheet.kind,
            "header_row": sheet.header_row,
            "rows": sheet.rows,
            "accepted": sheet.accepted,
            "rejected": sheet.rejected,
            "columns": sheet.mapping,
        }
        for sheet in summary.sheets
    ]
    told = {
        "issues": [issue.as_json() for issue in issues],
        "changes": [one.as_json() for one in changes],
        "recognition": [one.as_json() for one in summary.columns],
        "pictures": summary.pictures.counts(),
    }
    if any(summary.pictures.counts().values()):
        told["photos"] = summary.pictures.as_json()
    if summary.opening:
        told["opening"] = {"since": summary.opening.isoformat(), "legacy": summary.legacy, "unproven": summary.unproven}
    return {"file": name, "sheets": sheets, **counts, **told}
