"""A form is taken once: a second click, on its way while the first one was being written, hears what became of that.

Streamlit runs the second click in a thread of its own, beside the first one, whose callback it ends at its next look
into the session: the word of what was written would be lost between the ledger and the session. It is kept here, in an
object that the session gave out before, and whoever asks for it waits until the other has written.
"""

from datetime import datetime, timedelta
from threading import RLock
from typing import Any, Final

import streamlit as st
import uuid_utils

from riskmap.web import data

KEY: Final = "_sent"
MOMENT: Final = timedelta(milliseconds=500)  # between the clicks of a double click
MOST: Final = 32  # forms remembered in a session


class Sent:
    """What became of the forms of a session, by their token."""

    def __init__(self) -> None:
        self._became: dict[str, Any] = {}
        self._last: tuple[datetime, str, Any] | None = None
        self.writing = RLock()  # held from the question to the answer

    def became(self, token: str) -> Any | None:
        """What was told of a form that was taken; None for one that was not."""
        return self._became.get(token)

    def keep(self, token: str, said: Any, about: str = "") -> None:
        """A form was taken, about a row (id) or none; the oldest ones are forgotten."""
        self._became[token] = said
        self._last = data.now(), about, said
        for old in [*self._became][:-MOST]:
            del self._became[old]

    def just(self, about: str) -> Any | None:
        """What was told a moment ago of a form about a row: the end of a double click may meet the next form of it."""
        if self._last is None or self._last[1] != about or data.now() - self._last[0] > MOMENT:
            return None
        return self._last[2]


def sent() -> Sent:
    """The forms of this session that were taken; ask for it before anything is written."""
    found: Sent = st.session_state.setdefault(KEY, Sent())
    return found


def token() -> str:
    """The token of a form that opens."""
    sent()  # there before the first of its clicks
    return str(uuid_utils.uuid7())
