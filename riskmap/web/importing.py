"""The page of imports: a file is read and shown as what it would do; only a second word writes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

import streamlit as st

from riskmap.domain.roles import RIGHTS, Right
from riskmap.ingest.fields import schema
from riskmap.ingest.messages import sentence
from riskmap.ingest.profile import FAULTS, BadProfile, Profile, loads
from riskmap.ingest.run import DryRun
from riskmap.ledger import batches, permission
from riskmap.ledger.commands import BatchResult
from riskmap.ledger.errors import Refused, Stale
from riskmap.views.html import actions, import_pictures, reading, report
from riskmap.views.html.markup import e
from riskmap.web import cache, data, import_batches, import_columns, import_profiles, officer, session
from riskmap.web import import_pictures as placing
from riskmap.web.filterbar import plain
from riskmap.web.import_reading import Asked, after, bar, drawn, foretold, read, send_back
from riskmap.web.session import Run

HELD, DONE, ROUND, SHEETS = "import_held", "import_done", "import_round", "import_sheets"
KINDS = ["xlsx", "xls", "csv", "et", "docx", "zip", "tsv", "xlsm", "xlsb", "ods", "txt"]
ALL = ""  # every sheet of the workbook
BATCHES = 5


@dataclass(frozen=True, slots=True)
class Held:
    """A dry run that waits for its second word."""

    question: tuple[Any, ...]  # file, sender, sheet, profile, what was decided, opening day, roles
    dry: DryRun
    content: bytes
    after: dict[str, int]  # the county's counts with the file in the ledger; empty where it is not taken


@dataclass(frozen=True, slots=True)
class Chosen:
    """The sender's profile that was uploaded, or an empty one."""

    told: Profile = field(default_factory=Profile)
    file_id: str = ""
    fault: bool = False


def show() -> None:
    """Draw the page of the present run."""
    run = session.current()
    t = run.t
    _outcome(run)
    with st.container(key="upload"):
        st.html(f'<h3 class="w-h3">{e(t("Import a ledger or an enterprise register"))}</h3>{_advice(run)}')
        left, middle, right = st.columns([2, 1.4, 1])
        with left.container(key="file"):
            file = st.file_uploader(
                t("File (Excel, WPS, Word, text, zip)"), type=KINDS, key=f"import_file_{st.session_state.get(ROUND, 0)}"
            )
        profile = _profile(run, middle)
        sender = right.text_input(
            t("Who sent the file"), key="import_sender", max_chars=80,
            help=t("Ledger numbers are unique per sender."), placeholder=profile.told.sender,
        )  # fmt: skip
        choice = right.empty()
        opening = _opening(run, right)
    if file is None:
        st.session_state.pop(HELD, None)
        _before()
        return
    if profile.fault:
        return
    sheet = _sheet(run, choice, file.file_id)
    decided = import_columns.said(file.file_id)
    question = (file.file_id, sender, sheet, profile.file_id, decided, opening, run.reader.grants)
    held: Held | None = st.session_state.get(HELD)
    if held is None or held.question != question:
        content = file.getvalue()
        asked = Asked(content, file.name, sender, sheet, profile.told, opening, import_columns.options(file.file_id))
        dry = read(run, asked, _discard)
        held = Held(question, dry, content, {} if dry.refusal else after(run, dry))
        st.session_state[HELD] = held
        if sheet == ALL:
            _know_sheets(run, held, choice, file.file_id)
    _draw(run, held)


def _know_sheets(run: Run, held: Held, place: Any, file_id: str) -> None:
    """Remember the sheets of a file that was read whole; the choice of one appears when they are first known."""
    told = st.session_state.get(SHEETS)
    st.session_state[SHEETS] = (file_id, tuple(one["name"] for one in held.dry.report["sheets"] if one["name"]))
    if told is None or told[0] != file_id:
        _sheet(run, place, file_id)


def _opening(run: Run, place: Any) -> date | None:
    """建账: whether this is the old ledger, and the day from which the strict rules hold."""
    t, county = run.t, data.county()
    told = place.checkbox(
        t("Opening import (old ledger)"), key="import_opening",
        help=t("What was found before the opening day and is done stays closed as it is; the rest enters the loop."),
    )  # fmt: skip
    if not told:
        return None
    day = place.date_input(t("Opening day"), county.gates_since or run.today, key="import_opening_day")
    return day if isinstance(day, date) else None


def _profile(run: Run, place: Any) -> Chosen:
    """The uploaded profile; what is wrong with one is said beside it, and the file is not read with another."""
    t = run.t
    with place.container(key="profile"):
        file = st.file_uploader(t("Profile of the sender (may be left out)"), type=["toml"], key="import_profile")
        if file is None:
            return Chosen()
        try:
            return Chosen(loads(file.getvalue()), file.file_id)
        except BadProfile as wrong:
            said = t(FAULTS[wrong.fault], value=wrong.value[:80])
            st.error(plain(f"{t('The profile cannot be used.')} {said}"))
            return Chosen(file_id=file.file_id, fault=True)


def _sheet(run: Run, place: Any, file_id: str) -> str:
    """The one sheet to be read, where the file is known to have several."""
    known, sheets = st.session_state.get(SHEETS, ("", ()))
    if known != file_id or len(sheets) < 2:
        return ALL
    t = run.t
    every = t("All sheets ({n})", n=len(sheets))
    chosen = place.selectbox(
        t("Sheet"), (ALL, *sheets), key=f"import_sheet_{file_id}", format_func=lambda one: one or every
    )
    return str(chosen)


def _before() -> None:
    run = session.current()
    if run.reader.may(Right.PROFILES):
        import_profiles.show(run)
    import_batches.show(run)
    st.html(cache.html(run, "import", lambda: _advice_on_files(run), run.reader.person.id))


def _advice_on_files(run: Run) -> str:
    """The last files and what is read of one; the same until the ledger changes, for each reader of a part of it."""
    county, fields = data.county(), {kind: schema(kind).fields for kind in reading.KINDS}
    listed = batches.listed(data.engine(), county, BATCHES, actor=officer.actor())
    taken = [(one, import_batches.number(run, one.id)) for one in listed]
    largest = int(st.get_option("server.maxUploadSize"))
    return f'<div class="w-stack">{reading.before(run.context, taken, fields, county.time_zone, largest)}</div>'


def _advice(run: Run) -> str:
    t = run.t
    lines = [t("The file is read first; nothing is written before you confirm. Never upload classified information.")]
    if permission.part(officer.actor(), RIGHTS[Right.IMPORT]):
        lines.append(t("Rows outside the part of the county that you answer for are rejected one by one."))
    if run.view.snapshot.demo:
        lines.append(t("Confirming the first real file removes the demo data in the same step."))
    return "".join(f'<p class="w-mu" style="margin:2px 0 0">{e(line)}</p>' for line in lines)


def _draw(run: Run, held: Held) -> None:
    t, context, dry = run.t, run.context, held.dry
    taken = not dry.refusal and (dry.report["accepted"] or not dry.report["rows"])
    if dry.refusal:
        st.error(plain(f"{t('The file is not taken.')} {t(sentence(dry.refusal))} {dry.detail}".strip()))
    elif not taken:
        st.error(t("No row of the table could be accepted; see the findings."))
    shown = report.counts(context, dry.report) + import_pictures.counts(context, dry.report)
    st.html(f'<div class="w-stack">{shown}</div>')
    import_columns.show(run, held.question[0], dry.report, dry.batch.sender or held.question[1].strip())
    placing.show(run, held.question[0], dry)
    if taken and dry.report["rows"]:
        what = t("Confirm: create {a}, change {b}", a=dry.report["created"], b=dry.report["changed"])
        with st.container(key="confirm", horizontal=True):
            sure = st.button(what, type="primary", key="import_confirm")
            st.button(t("Discard"), key="import_discard", on_click=_discard)
            send_back(run, dry, held.content)
        if sure:
            _commit(run)
            st.rerun()
    batch, total = dry.batch, dry.report
    blocks = [
        foretold(run, dry, held.after) if held.after else "",
        drawn(run, dry),
        report.findings(context, [one for one in total["issues"] if one["code"] != dry.refusal], dry.counts, sentence),
        report.created(context, islice(batch.creates, report.SHOWN), total["created"]),
        report.changed(context, total["changes"], total["changed"]),
    ]
    st.html(f'<div class="w-stack">{"".join(blocks)}</div>')


def _commit(run: Run) -> None:
    """Write the file with a bar; leaving meanwhile (Discard is one way) leaves nothing of it in the ledger."""
    held: Held = st.session_state[HELD]
    moved = bar(run, run.t("Writing {file} …", file=plain(held.dry.report["file"])))
    try:
        result = data.ledger().import_batch(held.dry.batch, officer.actor(), moved)
    except Stale:
        st.session_state.pop(HELD, None)  # the page reads the file anew
        st.session_state[DONE] = ("stale", [])
        return
    except Refused as refused:
        st.session_state[DONE] = ("refused", list(refused.codes))
        return
    except OSError:
        st.session_state[DONE] = ("unwritable", [])
        return
    st.session_state[DONE] = ("done", [(result, dict(held.dry.report))])
    _discard()


def _discard() -> None:
    st.session_state.pop(HELD, None)
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1  # an uploader is emptied by another key


def _outcome(run: Run) -> None:
    kind, said = st.session_state.pop(DONE, ("", []))
    t = run.t
    if kind == "done":
        result, told = said[0]
        st.success(plain(_told(run, result, told)))
    elif kind == "stale":
        st.warning(t("The ledger was changed meanwhile; the file was read anew. Please check and confirm again."))
    elif kind == "unwritable":
        st.error(t("The pictures cannot be kept: the disk is full or may not be written to. Nothing was imported."))
    elif kind == "refused":
        st.error("\n".join([t("Not imported:"), *(f"- {plain(one)}" for one in actions.reasons(t, said))]))


def _told(run: Run, result: BatchResult, told: Mapping[str, Any]) -> str:
    t = run.t
    parts = [
        t("{file} is in the ledger: {a} created, {b} changed, {c} unchanged, {d} rejected.", file=told["file"],
          a=result.created, b=result.changed, c=told["unchanged"], d=told["rejected"]),
    ]  # fmt: skip
    if result.enterprises_created or result.enterprises_changed:
        parts.append(
            t("Enterprises: {a} new, {b} changed.", a=result.enterprises_created, b=result.enterprises_changed)
        )
    if result.refused:
        parts.append(t("{n} changes were not taken by the ledger.", n=len(result.refused)))
    if result.demo_removed:
        parts.append(t("The demo data was removed in the same step ({n} rows).", n=result.demo_removed))
    return " ".join(parts)
