"""The draft of a visit: what its form says, to the database at every change and back into the form."""

import json
import logging
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

import streamlit as st
import uuid_utils
from sqlalchemy.exc import SQLAlchemyError

from riskmap.ledger import drafts
from riskmap.web import data, uploading
from riskmap.web.session import Run
from riskmap.web.visiting import Values, filled, known

logger = logging.getLogger("riskmap.web")
ID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
PREFIX: Final = "visit_"
ROWS, TOKEN, SAVED, RESTORED = "_visit_rows", "_visit_token", "_visit_saved", "_visit_restored"
KEPT = "_visit_kept"  # moment of the last keeping, None where it failed
COUNT, NEXT = "_visit_count", "_visit_next"  # problems of this session so far; with what the next visit begins
DAYS: Final = frozenset({"on", "paper_on", "due"})
HEAD: Final = (
    "enterprise", "township", "sector", "on", "kind", "inspectors", "nothing", "paper", "paper_on", "due",
    "responsible_person",
)  # fmt: skip
ROW: Final = ("place", "description", "grade", "way", "sector", "due", "basis", "reference", "lon", "lat")


def key(number: int, name: str = "") -> str:
    """Key of a field of a problem, without a name the part that its fields share."""
    return f"{PREFIX}p{number}" + (f"_{name}" if name else "")


def told() -> Values:
    """What the form says now."""
    state = st.session_state
    head = {name: state.get(PREFIX + name) for name in HEAD} | {"files": uploading.files(f"{PREFIX}paper")}
    rows = {
        number: {name: state.get(key(number, name)) for name in ROW} | {"files": uploading.files(key(number))}
        for number in state.get(ROWS, ())
    }
    return Values(head, rows)


def begin(run: Run, person: str) -> None:
    """Fill an empty form: from the draft that the person left, else with what a new visit has."""
    found = drafts.latest(data.engine(), data.county(), person)
    wipe()
    if found is None:
        st.session_state[TOKEN] = str(uuid_utils.uuid7())
        taken = known([grant.role for grant in run.reader.grants], run.view)
        _fill({"on": run.today, **taken, **st.session_state.pop(NEXT, {})}, [{}])
        st.session_state[SAVED] = dump(told())
        return
    plain = json.loads(found.content)
    st.session_state[TOKEN] = found.token
    chosen = plain["head"].get("enterprise") or ""
    if ID.fullmatch(chosen) and chosen not in set(run.view.snapshot.enterprises["id"]):
        plain["head"]["enterprise"] = None  # gone since then, or no longer the reader's: its id is no name of a new one
    _fill(plain["head"], plain["rows"])
    st.session_state[SAVED] = found.content
    moment = datetime.fromisoformat(found.saved).astimezone(ZoneInfo(data.county().time_zone))
    st.session_state[RESTORED] = run.t.moment(moment)


def _fill(head: Mapping[str, Any], rows: list[Mapping[str, Any]]) -> None:
    state = st.session_state
    for name in HEAD:
        state[PREFIX + name] = _read(name, head.get(name))
    state[f"{PREFIX}paper_files"] = list(head.get("files", ()))
    state[ROWS] = []
    for row in rows:
        add(row)


def add(row: Mapping[str, Any]) -> int:
    """One more problem on the form; its number, which no other problem of the session had: late clicks reach nobody."""
    state = st.session_state
    number = int(state.get(COUNT, 0)) + 1
    state[COUNT] = number
    for name in ROW:
        state[key(number, name)] = _read(name, row.get(name))
    state[key(number, "grade")] = row.get("grade") or "general"
    state[key(number, "way")] = row.get("way") or "register"
    state[f"{key(number)}_files"] = list(row.get("files", ()))
    state[ROWS] = [*state[ROWS], number]
    return number


def day(text: str) -> date:
    """A day from ISO text."""
    return date.fromisoformat(text)


def _read(name: str, value: Any) -> Any:
    if name in DAYS:
        return day(value) if isinstance(value, str) else value
    if name in {"place", "description", "reference", "basis", "inspectors", "paper", "responsible_person"}:
        return value or ""
    return bool(value) if name == "nothing" else value


def dump(values: Values) -> str:
    """The form as JSON."""
    plain = {"head": values.head, "rows": list(values.rows.values())}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, default=date.isoformat)


def keep(person: str) -> None:
    """Keep what the form says, if it says anything new. A database that is silent loses nothing: the form stands."""
    state, values = st.session_state, told()
    content = dump(values)
    if content == state.get(SAVED) or not _said(values):
        return
    try:
        kept = drafts.keep(data.engine(), data.county(), person, state[TOKEN], content, data.now())
    except SQLAlchemyError:
        logger.exception("a draft could not be kept")
        kept = False
    if kept:
        state[SAVED], state[KEPT] = content, data.now()
    else:
        state[KEPT] = None  # also where another tab entered the form: to save this one says so


def standing(run: Run) -> str:
    """What is said of the draft beside the buttons; "" as long as there is none."""
    if KEPT not in st.session_state:
        return ""
    moment = st.session_state[KEPT]
    if moment is None:
        return run.t("The draft cannot be kept at the moment; save the form soon.")
    at = moment.astimezone(ZoneInfo(data.county().time_zone)).strftime("%H:%M")
    return run.t("Draft kept at {time}.", time=at)


def _said(values: Values) -> bool:
    own = ("enterprise", "inspectors", "paper", "nothing", "files")
    return bool(filled(values).rows) or any(values.head[name] for name in own)


def drop(person: str) -> None:
    """Discard the draft and its files, and empty the form."""
    values = told()
    drafts.discard(data.engine(), data.county(), person, st.session_state[TOKEN])
    uploading.forget(one["sha256"] for part in (values.head, *values.rows.values()) for one in part["files"])
    wipe()


def another() -> None:
    """What the form says is another visit than the one that was entered from it."""
    st.session_state[TOKEN] = str(uuid_utils.uuid7())


def wipe() -> None:
    """Empty the form; `begin` fills it anew."""
    for one in [str(one) for one in st.session_state]:
        if one.startswith(PREFIX):
            del st.session_state[one]
    for one in (ROWS, TOKEN, SAVED, RESTORED, KEPT):
        st.session_state.pop(one, None)
