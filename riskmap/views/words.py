"""The words of marks, countdowns and control states, once for map, card and lists (catalogue ids are English)."""

from datetime import date
from typing import Protocol

from riskmap.domain.codes import Control, Level, Progress, Status
from riskmap.domain.columns import NEVER, from_day
from riskmap.views.names import CONTROL


class Words(Protocol):
    """What a translator offers here: words by message id, and a date in the reader's way of writing."""

    def __call__(self, message: str, /, **values: object) -> str:
        """Word of a message id with its values filled in."""
        ...


PROGRESS = {
    Progress.OVERDUE: "mark|Overdue",
    Progress.DUE_SOON: "mark|Due within 7 days",
    Progress.WAITING: "mark|Awaiting review / closing",
    Progress.IN_PROGRESS: "mark|In rectification",
    Progress.CLOSED: "mark|Closed, last 90 days",
    Progress.PENDING: "To be confirmed",
    Progress.VOID: "Void",
}
PLATE = {Level.PROVINCE: "plate|P", Level.CITY: "plate|M", Level.COUNTY: "plate|C"}
LISTED = {
    Level.PROVINCE: "Listed by the province",
    Level.CITY: "Listed by the city",
    Level.COUNTY: "Listed by the county",
}


def progress(t: Words, code: str) -> str:
    """Word of a progress code."""
    return t(PROGRESS[Progress(code)])


def control(t: Words, code: str) -> str:
    """Word of a control status; none recorded reads as no measures (DOMAIN.md §2.3)."""
    return t(CONTROL[Control(code or Control.NONE)])


def listed(t: Words, level: str) -> str:
    """Word of the level a hazard is listed at, "" where it is not."""
    return t(LISTED[Level(level)]) if level else ""


def countdown(t: Words, code: str, left: int, status: str = "") -> str:
    """Countdown of a hazard: days over or left by progress; waiting ones say for what (DESIGN.md §4).

    `status`: tells a hazard that passed and waits for its closing from one that waits for its re-inspection. A round's
    own day that is past is not 超期 (DOMAIN.md §2.3: it never moves `due_eff`), so it is said in other words.
    """
    if code == Progress.WAITING:
        return t("Awaiting closing") if status == Status.VERIFIED else t("Awaiting re-inspection")
    if code in (Progress.PENDING, Progress.VOID):
        return progress(t, code)
    if code == Progress.CLOSED:
        return t("Closed")
    if left == NEVER:
        return t("countdown|No due date")
    if left < 0:
        return t("{n} d overdue" if code == Progress.OVERDUE else "Round's date {n} d past", n=-left)
    return t("{n} d left", n=left) if left else t("Due today")


def day(value: int) -> date | None:
    """Calendar day of a day number, None where it is missing."""
    return None if value == NEVER else from_day(value)


def short_day(value: int, year: int) -> str:
    """Day as 11-20, with its year where it is another than `year`; a dash where it is missing."""
    known = day(value)
    if known is None:
        return "—"
    return f"{known:%m-%d}" if known.year == year else f"{known:%Y-%m-%d}"
