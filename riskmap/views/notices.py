"""The words of a notice: counts and the request to sign in; rows only where the county opened them (DOMAIN.md §7.2)."""

from collections.abc import Mapping
from datetime import date
from typing import Final

import pandas as pd

from riskmap.domain.columns import to_day
from riskmap.domain.masking import hidden_numbers
from riskmap.i18n import Translator
from riskmap.metrics import frame as facts
from riskmap.metrics.frame import Ints
from riskmap.metrics.index import Index
from riskmap.views import words

ROWS: Final = 10  # of a line, where rows may be told
MOST: Final = 1_900  # bytes of a text: the robot of WeCom takes 2,048 with the title
LONGEST: Final = 60  # signs of a problem's description
LINES: Final = {
    "alarm": "notice|Major hazards without control measures: {n}",
    "overdue": "notice|Overdue, not rectified: {n}",
    "week": "notice|Falling due within 7 days: {n}",
    "ladder": "notice|Steps of the escalation ladder that are due: {n}",
    "review_late": "notice|Re-inspections that are late: {n}",
}


def title(t: Translator, county: str, *, demo: bool) -> str:
    """Whose notice it is; made-up data says so."""
    name = t("notice|{county}: work safety", county=county)
    return f"[{t('Demo data')}] {name}" if demo else name


def body(t: Translator, index: Index, found: Mapping[str, Ints], day: date, *, detail: bool) -> str:
    """The counts of a day, a line each; with `detail` the most urgent rows under each, without names of persons.

    At most MOST bytes: rows that find no room are left out, counts never are.
    """
    frame = index.at(to_day(day))
    first, last = t("as of {day}", day=t.date(day)), t("notice|Please sign in to see them.")
    told = {t(LINES[line], n=t.number(len(rows))): rows for line, rows in found.items()}
    room, lines = MOST - sum(_size(line) for line in (first, *told, last)), [first]
    for head, rows in told.items():
        lines.append(head)
        for row in _rows(t, frame.take(rows[:ROWS]), day) if detail else ():
            room -= _size(row)
            if room < 0:
                break
            lines.append(row)
    return "\n".join([*lines, last])


def _size(line: str) -> int:
    return len(f"{line}\n".encode())


def _rows(t: Translator, frame: pd.DataFrame, day: date) -> list[str]:
    status = facts.status_at(frame, to_day(day))
    progress, left = facts.progress_and_left(frame, to_day(day))
    told = []
    for at, row in enumerate(frame.to_dict("records")):
        when = words.countdown(t, str(progress[at]), int(left[at]), str(status[at]))
        what = hidden_numbers(str(row["description"]))  # of persons; it leaves the county's network
        short = what if len(what) <= LONGEST else f"{what[:LONGEST]}…"
        told.append(f"- {row['hazard_no']} {hidden_numbers(row['enterprise'] or row['place'])} {short} {when}")
    return told
