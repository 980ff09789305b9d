"""A form is taken once: a second click, on its way while the first one was being written, hears what became of that.

Streamlit runs the second click in a thread of its own, beside the first one, whose callback it ends at its next look
into the session: the word of what was written would be lost between the ledger and the session. It is kept here, in an
object that the session gave out before, and whoever asks for it waits until the other has written.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from threading import RLock
from typing import Any, Final

import streamlit as st
import uuid_utils

from riskmap.web import data

KEY: Final = "_sent"
MOMENT: Final = timedelta(milliseconds=500)  # between the clicks of a double click
SAME: Final = timedelta(seconds=5)  # in which nobody means the same words twice
MOST: Final = 32  # forms remembered in a session


class Sent:
    """What became of the forms of a session, by their token."""

    def __init__(self) -> None:
        self._became: dict[str, Any] = {}
        self._last: tuple[datetime, str, Any, Any] | None = None
        self.writing = RLock()  # held from the question to the answer

    def became(self, token: str) -> Any | None:
        """What was told of a form that was taken; None for one that was not."""
        return self._became.get(token)

    def keep(self, token: str, said: Any, about: str = "", content: Any = None) -> None:
        """A form with this content was taken, about a row (id) or none; the oldest ones are forgotten."""
        self._became[token] = said
        self._last = data.now(), about, content, said
        for old in [*self._became][:-MOST]:
            del self._became[old]

    def just(self, about: str, content: Any, *, untouched: bool = False) -> Any | None:
        """What was told of the last form about a row, where this one is the end of its double click.

        That is one with the same content, which the browser sends once more, or soon after it one that is `untouched`.
        """
        if self._last is None or self._last[1] != about:
            return None
        age, again = data.now() - self._last[0], content == self._last[2]
        return self._last[3] if age < (SAME if again else MOMENT) and (again or untouched) else None


def written(about: str, content: Any, write: Callable[[], bool]) -> bool:
    """Whether `write` wrote a short form; the end of a double click, which says the same, writes nothing.

    Ask for `sent` where its button is drawn.
    """
    own = sent()
    with own.writing:
        if own.just(about, content) is not None or not write():
            return False
        own.keep(token(), True, about, content)
        return True


def sent() -> Sent:
    """The forms of this session that were taken; ask for it before anything is written."""
    found: Sent = st.session_state.setdefault(KEY, Sent())
    return found


def token() -> str:
    """The token of a form that opens."""
    sent()  # there before the first of its clicks
    return str(uuid_utils.uuid7())
