"""Rows of hazards as the lists of a paper tell them: who answers, where, how long, and what was said of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from riskmap.domain.columns import NEVER, from_day, to_day
from riskmap.domain.hazard import Hazard, Statement
from riskmap.metrics import frame as facts
from riskmap.metrics.frame import Ints
from riskmap.reports.briefing_told import Asked
from riskmap.views import words
from riskmap.views.html.weekly_lists import said
from riskmap.views.names import LATE_REASON

TOLD: Final = (
    "id", "hazard_no", "enterprise", "place", "description", "control", "five_content", "found",
    "grade", "department", "township",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A hazard of a list, in words."""

    id: str
    number: str
    duty: str  # department, township
    department: str
    township: str
    firm: str  # or the place, where no enterprise is named
    problem: str
    control: str
    five: str
    found: str
    due: str
    countdown: str
    grade: str
    hazard: Hazard | None  # with its own words, where they were asked for
    told: Statement | None
    since: str = ""  # what became of it since its list was frozen


def each(asked: Asked, rows: Ints) -> Iterator[Row]:
    """Each of some hazards, as of the last day of the paper."""
    t, label = asked.t, asked.label
    day = to_day(asked.figures.now.as_of)
    frame = asked.index.at(day).take(rows)
    progress, left = facts.progress_and_left(frame, day)
    status, due, proved = facts.status_at(frame, day), facts.countdown_day(frame), facts.proved(frame, day)
    for at, values in enumerate(zip(*(frame[name].tolist() for name in TOLD), strict=True)):
        row = dict(zip(TOLD, values, strict=True))
        hazard = asked.hazards.get(str(row["id"]))
        names = {name: label(name, str(row[name])) if row[name] else "" for name in ("department", "township")}
        yield Row(
            id=str(row["id"]),
            number=str(row["hazard_no"]),
            duty=t(", ").join(name for name in names.values() if name),
            department=names["department"],
            township=names["township"],
            firm=asked.words(str(row["enterprise"] or row["place"])),
            problem=asked.words(str(row["description"])),
            control=words.control(t, str(row["control"])) if row["grade"] == "major" else "—",
            five=f"{row['five_content']}/5 · {proved[at]}/5",
            found=t.date(from_day(int(row["found"]))),
            due=t.date(from_day(int(due[at]))) if due[at] != NEVER else "—",
            countdown=words.countdown(t, str(progress[at]), int(left[at]), str(status[at])),
            grade=label("grade", str(row["grade"])),
            hazard=hazard,
            told=said(hazard, asked.figures.now.as_of),
        )


def reason(asked: Asked, told: Statement | None) -> str:
    """Why a hazard is late and how it stands; that nothing was stated is said."""
    t = asked.t
    if told is None:
        return t("not stated")
    parts = (t(LATE_REASON[told.late_reason]) if told.late_reason else "", told.progress)
    return t("cover|; ").join(part for part in parts if part) or "—"


def wish(told: Statement | None) -> str:
    """What the county must solve."""
    return told.coordination if told and told.coordination else "—"
