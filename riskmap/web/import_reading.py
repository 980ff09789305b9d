"""Reading a file for the page of imports: progress while it runs, the figures it would bring, the file to send back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from riskmap.ingest.marked import marked
from riskmap.ingest.messages import sentence
from riskmap.ingest.profile import Profile
from riskmap.ingest.run import DryRun, dry_run
from riskmap.ledger import queries
from riskmap.ledger.foreseeing import foresee
from riskmap.metrics.counts import total
from riskmap.metrics.index import Index
from riskmap.views.html import afterwards, drawn_sheet, reading
from riskmap.web import data, officer
from riskmap.web.filterbar import plain
from riskmap.web.session import Run

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page asks the reader for."""

    content: bytes
    name: str
    sender: str
    sheet: str
    profile: Profile
    opening: date | None
    decided: Mapping[str, Any]  # choices, decisions, split and the kept profiles, as the dry run takes them


def bar(run: Run, words: str) -> Callable[[int, int], None]:
    """A bar that moves with the rows; whoever leaves the page meanwhile ends what it measures."""
    t = run.t
    drawn = st.progress(0.0, words)

    def moved(done: int, of: int) -> None:
        said = t("{words} {n} of {m} rows", words=words, n=t.number(done), m=t.number(of)) if of else words
        drawn.progress(min(done / of, 1.0) if of else 0.0, said)

    return moved


def read(run: Run, asked: Asked, cancel: Callable[[], None]) -> DryRun:
    """Read a file with a bar and a button that stops it; a stopped reading leaves no process and no file."""
    t, place = run.t, st.empty()
    with place.container(key="reading"):
        moved = bar(run, t("Reading {file} …", file=plain(asked.name)))
        st.button(t("Stop reading"), key="import_cancel", on_click=cancel)
        dry = _dry_run(asked, moved)
    place.empty()
    return dry


def _dry_run(asked: Asked, progress: Callable[[int, int], None]) -> DryRun:
    engine, county = data.engine(), data.county()
    return dry_run(
        asked.content,
        name=asked.name,
        county=county,
        match_index=queries.match_index(engine, county, actor=officer.actor()),
        today=data.today(),
        profile=asked.profile,
        sender=asked.sender.strip(),
        sheet=asked.sheet or None,
        opening=asked.opening,
        progress=progress,
        **asked.decided,
    )


def after(run: Run, dry: DryRun) -> dict[str, int]:
    """The counts of the county as of today with the file in the ledger; a bar moves with the rows meanwhile."""
    county, place = data.county(), st.empty()
    with place.container(key="foreseeing"):
        moved = bar(run, run.t("Counting the county after this import …"))
        foreseen = foresee(data.engine(), county, dry.batch, run.view.snapshot, moved)
        index = Index(foreseen.hazards, foreseen.spells, county.orders())
        counted = total(index, run.today, year_of(run))
    place.empty()
    return counted


def year_of(run: Run) -> date:
    """First day of the period that the figures of a dry run are of."""
    return date(run.today.year, 1, 1)


def foretold(run: Run, dry: DryRun, counted: dict[str, int]) -> str:
    """The blocks about the county and the old ledger."""
    context = run.context
    before = total(run.view.index, run.today, year_of(run))
    figures = afterwards.figures(context, before, counted, (year_of(run), run.today), demo=run.view.snapshot.demo)
    return afterwards.opening(context, dry.report.get("opening")) + figures


def drawn(run: Run, dry: DryRun) -> str:
    """The sheets as they are."""
    from riskmap.ingest.fields import schema

    titles = {kind: {name: one.header for name, one in schema(kind).fields.items()} for kind in reading.KINDS}
    return drawn_sheet.sheets(run.context, dry.sheets, titles)


def send_back(run: Run, dry: DryRun, content: bytes) -> None:
    """A button that gives the file with a column of findings; made when it is asked for."""
    t = run.t
    issues: list[dict[str, Any]] = [one for one in dry.report["issues"] if one["code"] != "more_of_the_same"]
    if not issues:
        return
    name, _ = _names(dry.report["file"], t("Findings"))

    def made() -> bytes:
        return marked(content, dry.report["file"], issues, t("Findings"), lambda code: t(sentence(code)))[1]

    st.download_button(t("The file with its findings"), made, file_name=name, key="import_marked", on_click="ignore")


def _names(name: str, title: str) -> tuple[str, str]:
    """What the file to send back is called."""
    stem, _, kind = name.rpartition(".")
    kept = "xlsx" if kind.lower() in {"xlsx", "xlsm"} else "csv"
    return f"{stem or name}.{title}.{kept}", kept
