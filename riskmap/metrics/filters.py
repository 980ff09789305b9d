"""The one vocabulary of filters, shared by the URL, the API and the command line (issue contract)."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import pandas as pd

from riskmap.domain.codes import Grade, Level, Progress, Source, Status
from riskmap.domain.columns import to_day
from riskmap.metrics import area
from riskmap.metrics.frame import Bools, days, progress_at, status_at
from riskmap.metrics.sizes import SIZES

LISTS = (
    "sector", "group", "township", "grade", "status", "progress", "department", "enterprise", "source", "supervision",
    "size", "listed", "batch",
)  # fmt: skip
KEYS = (*LISTS, "overdue", "located", "area", "from", "as_of", "q", "lang")
FACTS = (  # of the state of a day; the size of an enterprise stands in the register alone (Index.facts_mask)
    "sector", "group", "township", "grade", "department", "enterprise", "source", "supervision", "batch",
)  # fmt: skip
UNKNOWN = "unknown"  # the word for the empty code: 未定位, 其他
LISTED = ("none", Level.COUNTY.value, Level.CITY.value, Level.PROVINCE.value, "any")
FLAGS = {"0": False, "1": True}
SEARCHED = ("hazard_no", "ledger_no", "enterprise", "place", "description")


class FilterError(ValueError):
    """A key or value outside the vocabulary; `code`: unknown_key, unknown_value, bad_date or from_after_as_of."""

    def __init__(self, key: str, value: str, code: str) -> None:
        super().__init__(f"{code}: {key}={value}")
        self.key, self.value, self.code = key, value, code


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The codes that may be asked for. Fixed lists are complete; the others come from the county and its data."""

    sector: frozenset[str] = frozenset()
    group: frozenset[str] = frozenset()
    township: frozenset[str] = frozenset()
    department: frozenset[str] = frozenset()
    enterprise: frozenset[str] = frozenset()
    batch: frozenset[str] = frozenset()  # imported files that brought something
    grade: frozenset[str] = frozenset(Grade)
    status: frozenset[str] = frozenset(Status)
    progress: frozenset[str] = frozenset(Progress)
    source: frozenset[str] = frozenset(Source)
    supervision: frozenset[str] = frozenset((*Level, UNKNOWN))
    size: frozenset[str] = frozenset((*SIZES, UNKNOWN))
    listed: frozenset[str] = frozenset(LISTED)
    lang: frozenset[str] = frozenset(("zh_CN", "en"))

    @classmethod
    def of(
        cls, hazards: pd.DataFrame, known: Mapping[str, Iterable[str]] | None = None, spells: pd.DataFrame | None = None
    ) -> "Vocabulary":
        """Return the codes of the county (`known`: key → codes) together with those present in the frames."""
        found: dict[str, frozenset[str]] = {}
        for key in ("sector", "group", "township", "department", "enterprise"):
            column = "enterprise_id" if key == "enterprise" else key
            present = _values(hazards, column) | (_values(spells, column) if spells is not None else set())
            words = {value or UNKNOWN for value in present | set((known or {}).get(key, ()))}
            # the question for what has none keeps its answer, nothing, when the last of it is located
            found[key] = frozenset(words | {UNKNOWN} if key in ("township", "department") else words)
        found["batch"] = frozenset(_values(hazards, "batch") - {""})
        return cls(**found)


def _values(frame: pd.DataFrame, column: str) -> set[str]:
    if column not in frame.columns:
        return set()
    values = frame[column]
    present = values.cat.categories if isinstance(values.dtype, pd.CategoricalDtype) else values.unique()
    return {str(value) for value in present}


@dataclass(frozen=True, slots=True)
class Filter:
    """What a page, an API call or a command asks for. Lists are sorted codes; an empty list asks for all."""

    as_of: date
    from_: date
    sector: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    township: tuple[str, ...] = ()
    grade: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    progress: tuple[str, ...] = ()
    department: tuple[str, ...] = ()
    enterprise: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    supervision: tuple[str, ...] = ()
    size: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    batch: tuple[str, ...] = ()  # ids of imported files: what they brought
    overdue: bool = False
    located: bool | None = None  # with coordinates, without, or both
    area: str = ""  # a part of the map (riskmap.metrics.area)
    q: str = ""
    lang: str = ""
    set_as_of: bool = field(default=False, compare=False)  # given, not the default of today
    set_from: bool = field(default=False, compare=False)

    @property
    def narrows(self) -> bool:
        """Tell whether any hazard is left out by more than dates and language."""
        return (
            self.overdue
            or self.located is not None
            or bool(self.area or self.q)
            or any(getattr(self, key) for key in LISTS)
        )


def default(today: date) -> Filter:
    """Return the filter of an empty query: the year to today, everything (DOMAIN.md §3.2)."""
    return Filter(as_of=today, from_=date(today.year, 1, 1))


def parse(mapping: Mapping[str, str], vocabulary: Vocabulary, today: date) -> Filter:
    r"""Read query words into a Filter.

    `mapping`: key → text, lists comma-separated (a comma inside a code is written `\,`). Empty text is as if absent.
    Raises FilterError on an unknown key or value, an unreadable date, or from > as_of.
    """
    for key, text in mapping.items():
        if key not in KEYS:
            raise FilterError(key, text, "unknown_key")
    given = {key: text.strip() for key, text in mapping.items() if text.strip()}
    as_of = _date(given, "as_of", today)
    from_ = _date(given, "from", date(as_of.year, 1, 1))
    if from_ > as_of:
        raise FilterError("from", given.get("from", from_.isoformat()), "from_after_as_of")
    lists = {key: _codes(key, given.get(key, ""), getattr(vocabulary, key)) for key in LISTS}
    if given.get("overdue", "1") != "1":
        raise FilterError("overdue", given["overdue"], "unknown_value")
    if given.get("located", "1") not in FLAGS:
        raise FilterError("located", given["located"], "unknown_value")
    if "area" in given:
        try:
            area.check(given["area"])
        except ValueError as error:
            raise FilterError("area", given["area"], "unknown_value") from error
    if given.get("lang", "") and given["lang"] not in vocabulary.lang:
        raise FilterError("lang", given["lang"], "unknown_value")
    return Filter(
        as_of=as_of,
        from_=from_,
        **lists,
        overdue="overdue" in given,
        located=FLAGS.get(given.get("located", "")),
        area=given.get("area", ""),
        q=given.get("q", ""),
        lang=given.get("lang", ""),
        set_as_of="as_of" in given,
        set_from="from" in given,
    )


def _date(given: Mapping[str, str], key: str, otherwise: date) -> date:
    text = given.get(key)
    if text is None:
        return otherwise
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise FilterError(key, text, "bad_date") from error
    if day.isoformat() != text:  # fromisoformat also takes week dates and compact forms
        raise FilterError(key, text, "bad_date")
    return day


def _codes(key: str, text: str, allowed: Collection[str]) -> tuple[str, ...]:
    words = sorted({word.strip().replace("\0", ",") for word in text.replace("\\,", "\0").split(",") if word.strip()})
    for word in words:
        if word not in allowed:
            raise FilterError(key, word, "unknown_value")
    return tuple(words)


def to_query(where: Filter) -> dict[str, str]:
    """Return the canonical query of a filter: only what differs from the default, in the vocabulary's order."""
    query = {key: ",".join(code.replace(",", "\\,") for code in getattr(where, key)) for key in LISTS}
    query["overdue"] = "1" if where.overdue else ""
    query["located"] = "" if where.located is None else str(int(where.located))
    query["area"] = where.area
    query["from"] = where.from_.isoformat() if where.set_from else ""
    query["as_of"] = where.as_of.isoformat() if where.set_as_of else ""
    query["q"], query["lang"] = where.q, where.lang
    return {key: text for key, text in query.items() if text}


def mask(frame: pd.DataFrame, where: Filter, day: int | None = None) -> Bools:
    """Return which rows of a frame of `day` (default: the filter's as_of) the filter keeps.

    Hazards not found by that day are left out. Status, progress, overdue and listed are derived at that day;
    `from` bounds periods of rates and leaves rows alone (stock and cohort are two things, DOMAIN.md §3.2).
    """
    day = to_day(where.as_of) if day is None else day
    keep: Bools = days(frame, "found") <= day
    return keep & facts_mask(frame, where) & derived_mask(frame, where, day)


def facts_mask(frame: pd.DataFrame, where: Filter) -> Bools:
    """Return which rows hold the codes asked for: those of FACTS."""
    keep = np.ones(len(frame), dtype=np.bool_)
    for key in FACTS:
        wanted = getattr(where, key)
        if wanted:
            keep &= _holds(frame["enterprise_id" if key == "enterprise" else key], _stored(key, wanted))
    return keep


def derived_mask(frame: pd.DataFrame, where: Filter, day: int) -> Bools:
    """Return which rows of a frame of `day` fit the derived parts of the filter and its search words."""
    keep = np.ones(len(frame), dtype=np.bool_)
    if where.status:
        keep &= np.isin(status_at(frame, day), where.status)
    if where.progress or where.overdue:
        progress = progress_at(frame, day)
        if where.progress:
            keep &= np.isin(progress, where.progress)
        if where.overdue:
            keep &= progress == Progress.OVERDUE
    if where.listed:
        keep &= _listed(frame, where.listed, day)
    if where.located is not None:
        keep &= located(frame) == where.located
    if where.area:
        keep &= area.inside(where.area, frame["lon"].to_numpy(np.float64), frame["lat"].to_numpy(np.float64))
    if where.q:
        keep &= searched(frame, where.q)
    return keep


def derives(where: Filter) -> bool:
    """Tell whether the filter asks for more than stored codes."""
    asked = (where.status, where.progress, where.listed, where.overdue, where.located is not None, where.area, where.q)
    return any(asked)


def _stored(key: str, wanted: tuple[str, ...]) -> set[str]:
    """Turn the word for the empty code back; `source` has a code of that name."""
    return {"" if word == UNKNOWN and key != "source" else word for word in wanted} | (
        {""} if key == "source" and UNKNOWN in wanted else set()
    )


def _holds(column: "pd.Series[str]", wanted: set[str]) -> Bools:
    if isinstance(column.dtype, pd.CategoricalDtype):
        table = np.append(np.isin(column.cat.categories.to_numpy(dtype=object), list(wanted)), False)
        return np.asarray(table[column.cat.codes.to_numpy()], dtype=np.bool_)
    return np.asarray(column.isin(list(wanted)).to_numpy(dtype=np.bool_))


def _listed(frame: pd.DataFrame, wanted: tuple[str, ...], day: int) -> Bools:
    stands: Bools = (days(frame, "listed") <= day) & (days(frame, "delisted") > day)
    levels = {word for word in wanted if word not in ("none", "any")}
    keep = stands & _holds(frame["listed_level"], levels)
    if "any" in wanted:
        keep |= stands
    if "none" in wanted:
        keep |= ~stands
    return keep


def located(frame: pd.DataFrame) -> Bools:
    """Return which rows have coordinates; a frame without such columns has none."""
    keep = np.ones(len(frame), dtype=np.bool_)
    for name in ("lon", "lat"):
        keep &= np.isfinite(frame[name].to_numpy(np.float64)) if name in frame.columns else False
    return keep


def searched(frame: pd.DataFrame, words: str) -> Bools:
    """Return which rows have words in one of the fields of SEARCHED, as one piece of text."""
    keep = np.zeros(len(frame), dtype=np.bool_)
    for name in SEARCHED:
        if name in frame.columns:
            keep |= frame[name].str.contains(words, case=False, regex=False).to_numpy(dtype=np.bool_)
    return keep


def changed(where: Filter, **values: object) -> Filter:
    """Return the filter with other values; setting as_of or from_ marks them as given."""
    if "as_of" in values:
        values["set_as_of"] = True
    if "from_" in values:
        values["set_from"] = True
    make: Callable[..., Filter] = replace
    return make(where, **values)
