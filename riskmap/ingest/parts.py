"""What hangs on a hazard: rounds, extension, listing, five implementations, evidence, control, responsibility chain."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from riskmap.domain.codes import (
    Control,
    EvidenceKind,
    ExtensionState,
    Item,
    Level,
    ListingState,
    Post,
)
from riskmap.domain.hazard import ControlRecord, Evidence, Extension, FiveItem, Listing, Responsible, Round
from riskmap.domain.records import ROUNDS
from riskmap.ingest.clean import words
from riskmap.ingest.clean.text import is_blank
from riskmap.ingest.fields import Schema

Note = Callable[[str, str], None]  # finding code, field


@dataclass(slots=True)
class Row:
    """Access to one row: its words, its days, and where its findings go."""

    text: Callable[[str], str]
    day: Callable[[str], date | None]
    note: Note
    found: date
    cutoff: date
    at: int = -1  # place among the rows of the table


def rounds(row: Row) -> tuple[tuple[Round, ...], dict[str, date | str | None]]:
    """Failed re-inspections written in columns of their own, and the passing one among them (empty if none)."""
    failed: list[Round] = []
    passing: dict[str, date | str | None] = {}
    for number in range(1, ROUNDS + 1):
        reviewed = row.day(f"round{number}_reviewed")
        result = row.text(f"round{number}_result")
        if reviewed is None and not result:
            continue
        verdict = words.review(result) if result else None
        rectified = row.day(f"round{number}_rectified")
        declared = row.day(f"round{number}_declared")
        reviewers = row.text(f"round{number}_reviewers")
        if verdict == "pass":
            passing = {"rectified": rectified, "declared": declared, "passed": reviewed, "reviewers": reviewers}
            passing["review_result"] = result
            continue
        if verdict in {None, "waits"} and result:
            row.note("unknown_review", f"round{number}_result")
        if verdict == "waits":
            continue
        day = reviewed or rectified or row.found
        opinion = row.text(f"round{number}_opinion") or result
        new_due, started = row.day(f"round{number}_new_due"), row.day(f"round{number}_started")
        failed.append(Round(rectified, declared, day, reviewers, opinion, new_due, started))
    return tuple(failed), passing


def extensions(row: Row, due: date | None) -> tuple[Extension, ...]:
    """The application to extend; an 延期至 without a decision counts as approved in time, with a finding."""
    to = row.day("ext_to")
    if to is None:
        return ()
    result = row.text("ext_result")
    decision = words.code_of(result, "decision") if result else "approved"
    if decision is None:
        row.note("unknown_word", "ext_result")
        decision = "approved"
    decided = row.day("ext_decided")
    applied = row.day("ext_applied") or _earlier(decided, due) or row.found
    if decided is None and decision == "approved":
        row.note("extension_without_decision", "ext_to")
        decided = applied
    state = ExtensionState(decision)
    granted = to if state is ExtensionState.APPROVED else None
    if state is ExtensionState.REQUESTED:
        decided = None
    return (Extension(state, applied, to, row.text("ext_reason"), decided, granted, row.text("ext_by")),)


def _earlier(one: date | None, other: date | None) -> date | None:
    days = [d for d in (one, other) if d is not None]
    return min(days) if days else None


def listings(row: Row) -> tuple[tuple[Listing, ...], bool]:
    """The listing for supervision, and whether its day had to be assumed from the cut-off."""
    told = row.text("listed")
    listed, delisted = row.day("list_date"), row.day("delist_date")
    proposed, applied = row.day("list_proposed"), row.day("delist_applied")
    if words.yesno(told) is False or told in {"未挂牌", "不挂牌"}:
        return (), False
    if is_blank(told) and not (listed or delisted or proposed):
        return (), False
    only_proposed = _says(told, "拟", "proposed") or (is_blank(told) and listed is None and delisted is None)
    level = words.level(told) or "county"
    if told and words.level(told) is None and words.yesno(told) is None and not only_proposed:
        row.note("unknown_word", "listed")
    state = ListingState.PROPOSED if only_proposed else ListingState.LISTED
    state = ListingState.ACCEPTANCE if applied else state
    state = ListingState.DELISTED if delisted or _says(told, "已摘牌", "delisted") else state
    assumed = False
    if state is not ListingState.PROPOSED and listed is None:
        assumed = delisted is None
        listed = delisted or max(row.cutoff, row.found)
        row.note("listing_date_missing", "listed")
    item = Listing(
        state, Level(level), proposed, row.text("list_number"), row.text("list_unit"), row.text("list_leader"),
        listed, row.day("list_due"), applied, delisted,
    )  # fmt: skip
    return (item,), assumed


def _says(told: str, *words_said: str) -> bool:
    return any(one in told.lower() for one in words_said)


def controls(row: Row) -> tuple[tuple[ControlRecord, ...], bool]:
    """The control status and whether production was stopped, from 管控状态 and 停产情况."""
    told = row.text("control")
    code = words.code_of(told, "control") if told else None
    if told and code is None and not is_blank(told):
        row.note("unknown_control", "control")
    stopped = words.code_of(row.text("stop"), "stop") if row.text("stop") else None
    if code is None and stopped in {"whole", "part"}:
        code = "suspended" if stopped == "whole" else "partial"
    suspended = stopped in {"whole", "part"} or code in {"suspended", "partial"}
    if code is None:
        return (), suspended
    on = row.day("control_on") or row.found
    return (ControlRecord(Control(code), on, row.text("control_person"), row.text("control_document")),), suspended


OWN = {
    Item.RESPONSIBILITY: ("responsible_person", "responsible_unit"),
    Item.MEASURES: ("measure",),
    Item.FUNDS: ("funds_planned", "funds_secured"),
    Item.DEADLINE: ("due",),
    Item.EMERGENCY: ("emergency",),
}


def five(row: Row, schema: Schema) -> tuple[FiveItem, ...]:
    """The five implementations with their two marks; a tick counts only beside content in the row (DOMAIN.md §2.6)."""
    every = words.yesno(row.text("five_all")) is True
    found = []
    for item in Item:
        content = _content(row, _field(schema, "five", item), item, every=every)
        proof_field = _field(schema, "in_place", item)
        proof = row.text(proof_field)
        if is_blank(proof) or words.yesno(proof) is not None:
            if words.yesno(proof) is True:
                row.note("five_tick_only", proof_field)
            proof = ""
        if content or proof:
            found.append(FiveItem(item, content, proof))
    return tuple(found)


def _content(row: Row, name: str, item: Item, *, every: bool) -> str:
    told = row.text(name)
    answer = words.yesno(told)
    if told and answer is None and not is_blank(told):
        return told
    if not (answer or every):
        return ""
    own = next((row.text(column) for column in OWN[item] if not is_blank(row.text(column))), "")
    if not own:
        row.note("five_tick_only", name if answer else "five_all")
    return own


def _field(schema: Schema, kind: str, item: Item) -> str:
    return next(f.name for f in schema.fields.values() if f.kind == kind and f.item == item)


def evidence(
    row: Row, schema: Schema, rectified: date | None, shots: Sequence[tuple[str, str, str]] = ()
) -> tuple[Evidence, ...]:
    """References to evidence that the row names, and its pictures (kind, name, hash).

    A tick stands for the paper its header names, and is said by a picture beside it.
    """
    days = {"photo_before": row.found, "photo_after": rectified}
    found = [Evidence(EvidenceKind(kind), days.get(kind), name, own) for kind, name, own in shots]
    shown = {kind for kind, _, _ in shots}
    for spec in schema.fields.values():
        if spec.kind != "evidence":
            continue
        told = row.text(spec.name)
        answer = words.yesno(told)
        if is_blank(told) or answer is False:
            continue
        if answer and spec.evidence in shown:
            continue
        found.append(Evidence(EvidenceKind(spec.evidence), days.get(spec.evidence), spec.header if answer else told))
    return tuple(found)


def chain(row: Row, schema: Schema) -> tuple[Responsible, ...]:
    """The posts of the responsibility chain that the row names."""
    return tuple(
        Responsible(Post(spec.post), person=told)
        for spec in schema.fields.values()
        if spec.kind == "chain" and not is_blank(told := row.text(spec.name))
    )
