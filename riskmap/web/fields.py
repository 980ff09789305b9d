"""Fields of an entry form: each with its key, what is wrong with it beside it, and silent again once it was changed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from riskmap.views.html import actions
from riskmap.views.html.markup import e
from riskmap.web.session import Run


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of one form. `prefix`: of their keys; `errors`: where the session keeps codes by name of a field."""

    run: Run
    prefix: str
    errors: str

    def key(self, name: str) -> str:
        """The key of a widget."""
        return f"{self.prefix}{name}"

    def choice(
        self, name: str, title: str, codes: Sequence[str], *, placeholder: str = "", dim: str = "",
        word: Callable[[str], str] | None = None,
    ) -> None:  # fmt: skip
        """A list of codes, none chosen. `dim`: whose names they have; `word` names them otherwise."""
        words = word or (lambda code: self.run.label(dim or name, code))
        st.selectbox(
            title, codes, index=None, key=self.key(name), format_func=words,
            placeholder=placeholder or self.run.t("choose"), on_change=touched, args=(self.errors, name),
        )  # fmt: skip
        self.wrong(name)

    def enterprise(self, chosen: Callable[[], None]) -> None:
        """An enterprise of the register by its id, or the name of a new one. `chosen` is called when it changes."""
        known = firms(self.run)
        st.selectbox(
            self.run.t("Enterprise") + " *", tuple(known), index=None, key=self.key("enterprise"),
            format_func=lambda code: known.get(code, code), accept_new_options=True, on_change=chosen,
            placeholder=self.run.t("search by name, or type a new one"),
        )  # fmt: skip
        self.wrong("enterprise")

    def line(self, name: str, title: str, placeholder: str = "") -> None:
        """A line of text."""
        st.text_input(
            title, key=self.key(name), max_chars=200, placeholder=placeholder, on_change=touched,
            args=(self.errors, name),
        )  # fmt: skip
        self.wrong(name)

    def area(self, name: str, title: str, height: int = 88) -> None:
        """Several lines of text."""
        st.text_area(
            title, key=self.key(name), max_chars=2000, height=height, on_change=touched, args=(self.errors, name)
        )
        self.wrong(name)

    def day(self, name: str, title: str, *, latest: date | None = None) -> None:
        """A day, none chosen."""
        st.date_input(
            title, value=None, key=self.key(name), format="YYYY-MM-DD", max_value=latest, on_change=touched,
            args=(self.errors, name),
        )  # fmt: skip
        self.wrong(name)

    def wrong(self, name: str) -> None:
        """What is wrong with a field."""
        codes = st.session_state.get(self.errors, {}).get(name)
        if codes:
            lines = "".join(f"<p>{e(one)}</p>" for one in actions.reasons(self.run.t, codes))
            st.html(f'<div class="w-wrong" role="alert">{lines}</div>')


def touched(errors: str, name: str) -> None:
    """A field was changed: what was said of it no longer holds."""
    st.session_state.get(errors, {}).pop(name, None)


def codes(run: Run, name: str) -> tuple[str, ...]:
    """The codes that a dimension of the ledger has."""
    return tuple(code for code in run.view.index.dim(name)[1] if code)


def firms(run: Run) -> dict[str, str]:
    """Known enterprises by id; where two have one name, with their township."""
    frame = run.view.snapshot.enterprises
    twice = set(frame["name"][frame["name"].duplicated()])
    return {
        code: f"{name} · {run.label('township', township)}" if name in twice else name
        for code, name, township in zip(frame["id"], frame["name"], frame["township"], strict=True)
    }
