"""One run of a page for one reader: language, filter, the state of the ledger. Everything comes from the address."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from riskmap.domain.roles import Right
from riskmap.i18n import Translator, choose
from riskmap.ledger import batches
from riskmap.metrics import filters
from riskmap.metrics.filters import Filter, FilterError
from riskmap.views.html.context import Context
from riskmap.views.names import Label, labels
from riskmap.web import data, identity
from riskmap.web.data import View
from riskmap.web.identity import Reader, SignedOut

OWN = (
    "id",
    "hazard",
    "week",
    "against",
    "meeting",
    "rows",
    "among",
    "page",
    "sort",
    "mark",
    "layers",
    "measure",
    "base",
    "view",
    "since",
    "place",
    "form",
    "period",
    "counted",
    "kiosk",
    "tour",
    "dwell",
    "actor",
    "action",
    "number",
    "first",
    "last",
    "wall",
    "rotate",
    "zoom",
    "post",
    "bulk",
    "part",
    "by",
    "across",
    "every",
    "point",
    "than",
    "rate",
)  # words of single pages, beside the filter's vocabulary
_KEY = "_run"


@dataclass(frozen=True, slots=True)
class Run:
    """What a page works on. `problem`: the word of the address that cannot be used; then `where` is the default."""

    page: str
    view: View
    context: Context
    today: date
    own: Mapping[str, str]
    reader: Reader
    problem: FilterError | None = None

    @property
    def t(self) -> Translator:
        """Words in the reader's language."""
        return self.context.t

    @property
    def lang(self) -> str:
        """The reader's language."""
        return self.context.t.lang

    @property
    def where(self) -> Filter:
        """The filter of the address."""
        return self.context.where

    @property
    def label(self) -> Label:
        """Names of codes."""
        return self.context.label

    @property
    def key(self) -> tuple[object, ...]:
        """Everything a figure of this run depends on: the key of every cache."""
        return (
            *self.view.key,
            tuple((one.role, one.scope) for one in self.reader.grants),  # on which days they hold makes no difference
            self.lang,
            self.today,
            self.where.as_of,
            self.where.from_,
            tuple(self.context.query.items()),
        )


def language() -> str:
    """The address, then the session, then the browser, then the installation, then Chinese."""
    asked = st.query_params.get("lang", "")
    if asked in filters.Vocabulary().lang:
        st.session_state["lang"] = asked
        return asked
    known = st.session_state.get("lang")
    return choose(known, st.context.locale, data.settings().lang)


def begin(page: str, instead: Mapping[str, str] | None = None) -> Run:
    """Read the address and the ledger once; `current` gives the same to every part of the page.

    `instead`: words of the filter that stand in the place of those of the address.
    """
    reader = identity.reader()
    lang, view, today = language(), data.view(), data.today()
    words = st.query_params.to_dict() | dict(instead or {})
    own = {key: words.pop(key) for key in OWN if key in words}
    problem = None
    try:
        where = filters.parse(words, view.vocabulary, today)
    except FilterError as error:
        where, problem = filters.default(today), error
    query = {**filters.to_query(where), **({"lang": lang} if "lang" in words and not problem else {})}
    if problem:
        query = {key: value for key, value in words.items() if key in filters.KEYS and key != problem.key}
    context = Context(
        Translator(lang), label_of(view, lang), where, query, reader.scopes is not None, reader.may(Right.NAMES)
    )
    run = Run(page, view, context, today, own, reader, problem)
    st.session_state[_KEY] = run
    return run


def current() -> Run:
    """The run of the page that is being drawn."""
    run = st.session_state[_KEY]
    assert isinstance(run, Run)
    if not _same(run.reader):
        st.rerun()  # signed out, or with other roles: the whole page says so
    return run


def alone() -> bool:
    """Whether a part of the page is drawn without the rest."""
    context = get_script_run_ctx()
    return bool(context and context.fragment_ids_this_run)


def put(run: Run, words: Mapping[str, str]) -> None:
    """Write the words of a filter into the address; language and own words stay, but for the page of a list."""
    lang = run.context.query.get("lang", "")
    own = {name: word for name, word in st.query_params.items() if name in OWN and name != "page"}
    st.query_params.from_dict({**words, **({"lang": lang} if lang else {}), **own})


def _same(known: Reader) -> bool:
    try:
        return identity.reader().grants == known.grants
    except SignedOut:
        return False


_labels: dict[tuple[tuple[int, ...], str], Label] = {}


def label_of(view: View, lang: str) -> Label:
    """Names of codes in a language; enterprises by their names at this revision."""
    key = (view.key, lang)
    if key not in _labels:
        if len(_labels) > 8:
            _labels.clear()
        frame = view.snapshot.enterprises
        known = dict(zip(frame["id"], frame["name"], strict=True))
        _labels[key] = labels(data.county(), lang, known, batches.names(data.engine(), data.county()))
    return _labels[key]
