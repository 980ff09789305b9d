"""The page's own hazard layer: columns of small integers, so that 10^5 dots travel as one small file.

Positions are whole steps of 10^-5 degree (about 1 m) from a south-west corner; hazard numbers are differences of their
running number within one year. Details of a mark are fetched by its number when it is opened.
"""

import gzip
import json
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from riskmap.domain.codes import Level, Progress, Status
from riskmap.metrics import frame as facts
from riskmap.views import shading, words
from riskmap.views.marks import ORDER, PLATES
from riskmap.views.scene import RANK, Scene
from riskmap.views.words import Words

STEP = 1e-5
MOST_DIGITS = 16
Ints = npt.NDArray[np.int64]


def hazards(
    scene: Scene,
    t: Words,
    *,
    revision: int,
    from_: str,
    as_of: str,
    shades: Sequence[Mapping[str, Any]] = (),
    own: Sequence[Mapping[str, Any]] = (),
) -> bytes:
    """Compact layer of a scene as UTF-8 JSON; `shades` are the township figures of riskmap.views.shading.

    `own`: the county's own layers to choose from, as {"id", "title", "count"}.
    """
    origin = _origin(scene)
    document = {
        "revision": revision,
        "from": from_,
        "as_of": as_of,
        "grid": [*origin, STEP],
        "majors": _majors(scene, t, origin),
        "dots": _dots(scene, origin),
        "counts": {
            code.value: [tally.major, tally.general, tally.major_unplaced, tally.general_unplaced]
            for code, tally in scene.tallies.items()
        },
        "alarm": scene.alarms,
        "listed": {level.value: count for level, count in scene.plates().items()},
        "unplaced": len(scene.unplaced),
        "closed_earlier": scene.closed_earlier,
        "void": scene.void,
        "total": scene.total,
        "shades": list(shades),
        "scales": shading.scales(shades),
        "own": list(own),
        "towns": _towns(scene, origin),
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def pack(document: bytes) -> bytes:
    """The document compressed for sending; the same bytes for the same document."""
    return gzip.compress(document, compresslevel=5, mtime=0)


def split_number(text: str) -> tuple[str, int, int]:
    """Parts of a hazard number: what stands before its running number, the running number, its width in digits."""
    head, dash, tail = text.rpartition("-")
    if tail.isascii() and tail.isdigit() and len(tail) < MOST_DIGITS:
        return head + dash, int(tail), len(tail)
    return text, 0, 0


def _origin(scene: Scene) -> tuple[float, float]:
    known = np.isfinite(scene.lon) & np.isfinite(scene.lat)
    if not known.any():
        return 0.0, 0.0
    return float(np.floor(scene.lon[known].min() * 100) / 100), float(np.floor(scene.lat[known].min() * 100) / 100)


def _steps(scene: Scene, rows: Ints, origin: tuple[float, float]) -> tuple[list[int], list[int]]:
    return (
        np.rint((scene.lon[rows] - origin[0]) / STEP).astype(np.int64).tolist(),
        np.rint((scene.lat[rows] - origin[1]) / STEP).astype(np.int64).tolist(),
    )


def _majors(scene: Scene, t: Words, origin: tuple[float, float]) -> dict[str, list[Any]]:
    rows = scene.majors
    x, y = _steps(scene, rows, origin)
    return {
        "no": scene.frame["hazard_no"].array.take(rows).tolist(),
        "n": scene.numbers[rows].tolist(),
        "x": x,
        "y": y,
        "p": [RANK[code] for code in scene.progress[rows]],
        "level": [PLATES.index(Level(code)) + 1 if code else 0 for code in scene.level[rows].tolist()],
        "alarm": scene.alarm[rows].astype(int).tolist(),
        "label": labels(scene, t, rows),
    }


def _towns(scene: Scene, origin: tuple[float, float]) -> list[dict[str, Any]]:
    """What the map shows of dots when it is far out: each township's dots by progress, and their middle."""
    rows = np.concatenate(list(scene.dots.values()))
    if not len(rows):
        return []
    rank = np.repeat(np.arange(len(ORDER)), [len(scene.dots[code]) for code in ORDER])
    codes = np.array(scene.frame["township"].array.take(rows).tolist(), dtype=str)
    names, which = np.unique(codes, return_inverse=True)
    counts = np.bincount(which * len(ORDER) + rank, minlength=len(names) * len(ORDER)).reshape(len(names), -1)
    each = counts.sum(axis=1)
    x = np.bincount(which, (scene.lon[rows] - origin[0]) / STEP) / each
    y = np.bincount(which, (scene.lat[rows] - origin[1]) / STEP) / each
    return [
        {"code": str(code), "x": round(float(x[at])), "y": round(float(y[at])), "n": counts[at].tolist()}
        for at, code in enumerate(names)
    ]


def labels(scene: Scene, t: Words, rows: Ints, *, numbered: bool = True) -> list[str]:
    """What a mark says to a reader who does not see it: number, unit, countdown, listing, control (DESIGN.md §8).

    `numbered`: False leaves the number out, for a scene of a few rows, which numbers its majors as no map does.
    """
    frame = scene.frame
    enterprise = frame["enterprise"].array.take(rows).tolist()
    place = frame["place"].array.take(rows).tolist()
    control = frame["control"].array.take(rows).tolist()
    passed = facts.passed_day(frame)[rows] <= scene.day
    result = []
    for number, row in enumerate(rows.tolist()):
        parts = [
            t("No. {n}", n=int(scene.numbers[row])) if numbered and scene.numbers[row] else "",
            enterprise[number] or place[number],
            words.countdown(t, scene.progress[row], int(scene.left[row]), Status.VERIFIED if passed[number] else ""),
            words.listed(t, scene.level[row]),
        ]
        if scene.numbers[row] and scene.progress[row] not in (Progress.CLOSED, Progress.PENDING):
            parts.append(words.control(t, control[number]))
        result.append(" · ".join(part for part in parts if part))
    return result


def lines(scene: Scene, t: Words) -> list[dict[str, str]]:
    """What marks say one by one: hazard number, progress, text; for every row of a scene, which need not be a map's.

    So the text holds no mark's number: that is the map's own (`majors` of its layer).
    """
    rows = np.arange(len(scene.frame), dtype=np.int64)
    numbers, places = scene.frame["hazard_no"].tolist(), scene.frame["description"].tolist()
    return [
        {"no": numbers[row], "progress": scene.progress[row], "label": f"{text}\n{shorten(places[row])}"}
        for row, text in zip(rows.tolist(), labels(scene, t, rows, numbered=False), strict=True)
    ]


def shorten(text: str, most: int = 60) -> str:
    """Text cut to `most` characters for a small box."""
    return text if len(text) <= most else text[: most - 1] + "…"


def _dots(scene: Scene, origin: tuple[float, float]) -> list[dict[str, Any]]:
    """Dots by progress, each group in the order of its numbers."""
    rows = np.concatenate(list(scene.dots.values()))
    if not len(rows):
        return []
    rank = np.repeat(np.arange(len(ORDER)), [len(scene.dots[code]) for code in ORDER])
    head, running, heads = split(scene.frame["hazard_no"].array.take(rows).tolist())
    order = np.lexsort((running, head, rank))
    rows, rank, head, running = rows[order], rank[order], head[order], running[order]
    x, y = _steps(scene, rows, origin)
    edges = np.searchsorted(rank, np.arange(len(ORDER) + 1)).tolist()
    result = []
    for place, (start, end) in enumerate(pairwise(edges)):
        if start == end:
            continue
        runs = []
        for number, (text, width) in enumerate(heads):
            values = running[start:end][head[start:end] == number]
            if len(values):
                runs.append([text, width, np.diff(values, prepend=0).tolist()])
        result.append({"p": place, "x": x[start:end], "y": y[start:end], "no": runs})
    return result


def split(numbers: list[str]) -> tuple[Ints, Ints, list[tuple[str, int]]]:
    """Hazard numbers as (which head, running number) with the heads and their widths; all of one form go fast."""
    width = len(numbers[0].rpartition("-")[2])
    if len(set(map(len, numbers))) == 1 and 0 < width < len(numbers[0]):
        signs = np.array(numbers).view(np.uint32).reshape(len(numbers), -1)
        digits = signs[:, -width:].astype(np.int64) - ord("0")
        if width < MOST_DIGITS and ((digits >= 0) & (digits <= 9)).all() and (signs[:, -width - 1] == ord("-")).all():
            first = signs[:, :-width]
            key = first.astype(np.int64) @ (31 ** np.arange(first.shape[1], dtype=np.int64))
            _, where, group = np.unique(key, return_index=True, return_inverse=True)
            if (first == first[where][group]).all():  # no two heads share a key
                heads = [("".join(map(chr, head)), width) for head in first[where].tolist()]
                return group.astype(np.int64), digits @ (10 ** np.arange(width)[::-1]), heads
    parts = [split_number(text) for text in numbers]
    heads = sorted({(head, width) for head, _, width in parts})
    place = {key: index for index, key in enumerate(heads)}
    group = np.array([place[head, width] for head, _, width in parts], dtype=np.int64)
    return group, np.array([value for _, value, _ in parts], dtype=np.int64), heads
