"""Who answers for what (责任清单): the holders of the five posts, with their open items; whoever is missing first."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from riskmap.domain.codes import Post, Progress
from riskmap.domain.columns import NEVER, WISHED, to_day
from riskmap.domain.responsibility import LISTED, MAJORS, NEEDED
from riskmap.metrics.filters import Filter
from riskmap.metrics.frame import Bools, Ints, equals, progress_at
from riskmap.metrics.index import Index
from riskmap.metrics.stock import due_within, standing
from riskmap.metrics.waiting import waiting

NOBODY: Final = "nobody"
SOON: Final = "soon"
SOON_DAYS: Final = 7
KEY: Final = re.compile(r"[0-9a-f]{12}|" + NOBODY)

Texts = npt.NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Held:
    """Who holds one post, hazard by hazard: unit (a code where only the hazard names it) and person, "" for nobody."""

    unit: Texts
    person: Texts


@dataclass(frozen=True, slots=True)
class Line:
    """One holder of a post with the open items: `rows` are hazards of the index. `wished`: to be coordinated."""

    key: str
    unit: str
    person: str
    rows: Ints
    overdue: int
    soon: int
    major: int
    wished: int


def holders(index: Index, day: int) -> Mapping[Post, Held]:
    """Return who holds each post on a day: as the chain says, else the enterprise's file and the row itself."""
    return index.answers.get(("holders", day), lambda: _holders(index, day))


def _holders(index: Index, day: int) -> dict[Post, Held]:
    frame, posts = index.at(day), index.posts
    holds = (posts["since"].to_numpy() <= day) & (day < posts["until"].to_numpy())
    posts = posts[holds].sort_values("since", kind="stable")
    place = pd.Index(frame["id"]).get_indexer(pd.Index(posts["hazard_id"]))
    found = {}
    for post, (unit, person) in _own(index, frame).items():
        some = np.asarray(equals(posts, "post", post) & (place >= 0))
        told = posts[some]
        units, at = told["unit"].to_numpy(dtype=object), place[some]
        unit[at] = np.where(units == "", unit[at], units)  # somebody without a unit keeps the hazard's own
        person[at] = told["person"].to_numpy(dtype=object)
        found[post] = Held(unit, person)
    return found


def _own(index: Index, frame: pd.DataFrame) -> dict[Post, tuple[Texts, Texts]]:
    """Unit and person of each post where the chain says nothing."""
    firm = _texts(frame, "enterprise_id")
    told = {name: _of_firm(index.firms, name, firm) for name in ("principal", "leader")}
    person, unit = _texts(frame, "responsible_person"), _texts(frame, "responsible_unit")
    return {
        Post.ENTERPRISE: (
            np.where(unit == "", _texts(frame, "enterprise"), unit),
            np.where(person == "", told["principal"], person),
        ),
        Post.DEPARTMENT: (_texts(frame, "department"), _texts(frame, "regulator_person")),
        Post.TOWNSHIP: (_texts(frame, "township"), _nobody(frame)),
        Post.LEADER: (_nobody(frame), told["leader"]),
        Post.SUPERVISION: (_nobody(frame), _nobody(frame)),
    }


def _nobody(frame: pd.DataFrame) -> Texts:
    return np.full(len(frame), "", dtype=object)


def _texts(frame: pd.DataFrame, name: str) -> Texts:
    if name not in frame.columns:
        return _nobody(frame)
    return np.array(frame[name].astype("str").fillna("").to_numpy(dtype=object))


def _of_firm(firms: pd.DataFrame | None, name: str, ids: Texts) -> Texts:
    known = {} if firms is None else dict(zip(firms["id"], firms[name], strict=True))
    return np.array([known.get(one, "") for one in ids], dtype=object)


def needed(index: Index, where: Filter, post: Post) -> Bools:
    """Return the open items of a filter that need somebody in a post."""
    frame, day = index.at(to_day(where.as_of)), to_day(where.as_of)
    open_, whose = standing(index, where), NEEDED[post]
    if whose == MAJORS:
        return np.asarray(open_ & equals(frame, "grade", "major"), dtype=np.bool_)
    if whose == LISTED:
        listed, gone = frame["listed"].to_numpy(), frame["delisted"].to_numpy()
        return np.asarray(open_ & (listed <= day) & ((gone == NEVER) | (gone > day)), dtype=np.bool_)
    return open_


def lacking(index: Index, where: Filter, post: Post) -> Bools:
    """Return the open items that need somebody in a post and name nobody."""
    return np.asarray(needed(index, where, post) & (holders(index, to_day(where.as_of))[post].person == ""))


def held(index: Index, where: Filter, word: str) -> Bools | None:
    """Return the open items behind `<post>.<key of a line>`, `.wished` or `.soon` those of them; None for others."""
    post, _, rest = word.partition(".")
    key, _, also = rest.partition(".")
    if post not in set(Post) or not KEY.fullmatch(key) or also not in {"", WISHED, SOON}:
        return None
    mask = np.zeros(index.size, dtype=np.bool_)
    if key == NOBODY:
        mask = lacking(index, where, Post(post))
    else:
        for line in lines(index, where, Post(post)):
            if line.key == key:
                mask[line.rows] = True
    if also:
        mask &= waiting(index, where, WISHED) if also == WISHED else due_within(index, where, SOON_DAYS)
    return mask


def lines(index: Index, where: Filter, post: Post) -> tuple[Line, ...]:
    """Return the holders of a post: units that name nobody first, then by unit and name: never by counts."""
    return index.answers.get(("responsible", where, post), lambda: _lines(index, where, post))


def _lines(index: Index, where: Filter, post: Post) -> tuple[Line, ...]:
    day = to_day(where.as_of)
    who = holders(index, day)[post]
    rows = np.flatnonzero(needed(index, where, post) | (standing(index, where) & (who.person != "")))
    if not len(rows):
        return ()
    frame = index.at(day)
    marks = {
        "overdue": progress_at(frame, day) == Progress.OVERDUE,
        "soon": due_within(index, where, SOON_DAYS),
        "major": equals(frame, "grade", "major"),
        "wished": waiting(index, where, WISHED),
    }
    pairs = pd.MultiIndex.from_arrays([who.unit[rows], who.person[rows]])
    numbers, found = pairs.factorize()
    own = np.split(rows[np.argsort(numbers, kind="stable")], np.cumsum(np.bincount(numbers))[:-1])
    sums = {name: np.bincount(numbers, weights=mark[rows]) for name, mark in marks.items()}
    made = [
        Line(_key(post, unit, person), unit, person, own[at], **{name: int(each[at]) for name, each in sums.items()})
        for at, (unit, person) in enumerate(found)
    ]
    return tuple(sorted(made, key=_order))


def _order(line: Line) -> tuple[Any, ...]:
    return line.person != "", line.unit, line.person


def _key(post: Post, unit: str, person: str) -> str:
    """What a holder is called in an address: no name of a person stands there."""
    return sha256(f"{post}\0{unit}\0{person}".encode()).hexdigest()[:12]
