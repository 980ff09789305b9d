"""The three lists beside the map: problems, responsibility, closings (问题清单、责任清单、销号清单).

The number of a row is the number in its mark. Tables hold words ready to show, columns named as in list_html.HEADS.
"""

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from riskmap.domain.codes import Progress, Status
from riskmap.metrics import frame as facts
from riskmap.metrics.area import inside
from riskmap.views import words
from riskmap.views.scene import Scene
from riskmap.views.words import Words

Label = Callable[[str, str], str]
Ints = npt.NDArray[np.int64]
MOST = 60  # rows of one list; the ledger page shows all


def problems(scene: Scene) -> Ints:
    """Rows of the list of problems: standing majors and those to be confirmed, by number."""
    return np.asarray(scene.listed[scene.progress[scene.listed] != Progress.CLOSED], dtype=np.int64)


def closings(scene: Scene) -> Ints:
    """Rows of the list of closings: majors crossed off within 90 days, latest first."""
    return np.asarray(scene.listed[scene.progress[scene.listed] == Progress.CLOSED], dtype=np.int64)


def within(scene: Scene, area: str) -> tuple[Ints, Ints]:
    """Rows of both lists in a part of the map (riskmap.metrics.area): problems and closings, majors first.

    General hazards stand in the order of marks: by progress, then by days left; crossed off ones latest first.
    """
    keep = inside(area, scene.lon, scene.lat)
    still = np.concatenate([rows[np.argsort(scene.left[rows], kind="stable")] for code, rows in scene.dots.items()
                            if code != Progress.CLOSED])  # fmt: skip
    done = scene.dots[Progress.CLOSED]
    done = done[np.argsort(-facts.closed_day(scene.frame.iloc[done]), kind="stable")]
    some = (np.concatenate([problems(scene), still]), np.concatenate([closings(scene), done]))
    return some[0][keep[some[0]]], some[1][keep[some[1]]]


def unplaced(scene: Scene, order: Mapping[str, int], astray: Ints) -> Ints:
    """Rows that belong on the map and have no place in the county, by township (`order`: code → place), majors first.

    Those without coordinates, and `astray`: drawn rows whose point lies outside.
    """
    rows, last = np.concatenate([scene.unplaced, astray]), len(order)
    codes = _codes(scene.frame[["township"]].iloc[rows], "township")
    towns = np.array([order.get(code, last) for code in codes], dtype=np.int64)
    numbers = np.where(scene.numbers[rows] > 0, scene.numbers[rows], np.iinfo(np.int64).max)
    return np.asarray(rows[np.lexsort((scene.left[rows], numbers, towns))], dtype=np.int64)


def drawn(scene: Scene) -> Ints:
    """Rows that the map draws at a point, majors and dots."""
    return np.concatenate([scene.majors, *scene.dots.values()]).astype(np.int64)


def unplaced_table(scene: Scene, rows: Ints, t: Words, label: Label) -> pd.DataFrame:
    """What has no place in the county, why, where it is said to be, and whose it is."""
    frame = scene.frame.iloc[rows]
    located = np.isfinite(scene.lon[rows])
    return pd.DataFrame(
        {
            "township": [label("township", code) for code in _codes(frame, "township")],
            "enterprise": frame["enterprise"].to_numpy(dtype=object),
            "place": [place or "—" for place in frame["place"].tolist()],
            "point": [t("point|outside the county") if far else t("point|none") for far in located],
            "problem": frame["description"].to_numpy(dtype=object),
            "department": [label("department", code) for code in _codes(frame, "department")],
        }
    )


def problem_table(scene: Scene, rows: Ints, t: Words, label: Label) -> pd.DataFrame:
    """Who has what problem until when, and is it under control."""
    frame, year = scene.frame.iloc[rows], _year(scene)
    due = facts.countdown_day(frame)
    passed = facts.passed_day(frame) <= scene.day
    control = _codes(frame, "control")
    paper_, placed = frame["five_content"].tolist(), facts.proved(frame, scene.day).tolist()
    return pd.DataFrame(
        {
            "enterprise": frame["enterprise"].to_numpy(dtype=object),
            "problem": frame["description"].to_numpy(dtype=object),
            "department": [label("department", code) for code in _codes(frame, "department")],
            "township": [label("township", code) for code in _codes(frame, "township")],
            "listed": scene.level[rows],
            "control": [
                words.control(t, code) if progress != Progress.PENDING else "—"
                for code, progress in zip(control, scene.progress[rows], strict=True)
            ],
            "five": [f"{paper} / {place}" for paper, place in zip(paper_, placed, strict=True)],
            "due": [words.short_day(int(day), year) for day in due],
            "countdown": [
                words.countdown(t, progress, int(left), Status.VERIFIED if done else "")
                for progress, left, done in zip(scene.progress[rows], scene.left[rows], passed, strict=True)
            ],
        }
    )


def duty_table(scene: Scene, rows: Ints, t: Words, label: Label, people: Mapping[str, tuple[str, str]]) -> pd.DataFrame:
    """Who answers for it; `people`: enterprise id → (principal, county leader)."""
    frame = scene.frame.iloc[rows]
    held = [people.get(code, ("", "")) for code in frame["enterprise_id"].tolist()]
    units, persons = frame["responsible_unit"].tolist(), frame["responsible_person"].tolist()
    officers = frame["regulator_person"].tolist()
    return pd.DataFrame(
        {
            "enterprise": frame["enterprise"].to_numpy(dtype=object),
            "principal": [person or principal or "—" for person, (principal, _) in zip(persons, held, strict=True)],
            "unit": [unit or "—" for unit in units],
            "department": [label("department", code) for code in _codes(frame, "department")],
            "officer": [officer or "—" for officer in officers],
            "township": [label("township", code) for code in _codes(frame, "township")],
            "leader": [leader or "—" for _, leader in held],
            "supervision": [words.listed(t, level) or "—" for level in scene.level[rows]],
        }
    )


def closing_table(scene: Scene, rows: Ints, t: Words, label: Label) -> pd.DataFrame:
    """What was crossed off, when, and how long it took from the day it was found."""
    frame, year = scene.frame.iloc[rows], _year(scene)
    found, closed = facts.days(frame, "found"), facts.closed_day(frame)
    by_ledger = frame["closed_by_ledger"].to_numpy(dtype=np.bool_)
    return pd.DataFrame(
        {
            "enterprise": frame["enterprise"].to_numpy(dtype=object),
            "problem": frame["description"].to_numpy(dtype=object),
            "township": [label("township", code) for code in _codes(frame, "township")],
            "found": [words.short_day(int(day), year) for day in found],
            "rectified": [words.short_day(int(day), year) for day in facts.rectified_day(frame)],
            "passed": [words.short_day(int(day), year) for day in facts.passed_day(frame)],
            "closed": [words.short_day(int(day), year) for day in closed],
            "days": (closed - found).astype(np.int64),
            "basis": [t("closing taken from a file") if flag else t("closed in the program") for flag in by_ledger],
        }
    )


def _codes(frame: pd.DataFrame, name: str) -> list[str]:
    return [str(code) for code in frame[name].astype("object").tolist()]


def _year(scene: Scene) -> int:
    day = words.day(scene.day)
    return day.year if day else 0
