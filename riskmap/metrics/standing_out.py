"""Words of descriptions that stand out among some hazards, against all others of the ledger.

The measure is the log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008, "Fightin'
Words", equations 16 and 22): every word has a prior of PRIOR words distributed as in the whole ledger, which keeps rare
words from standing out by chance; what is ranked is the ratio over its standard error. A word counts once an item.

Never shown: names of persons (as the segmenter tags them, or as the ledger knows them), numbers, words that would tell
an enterprise (in the names of fewer than SHARED enterprises), names given as `private`, and words that fewer than
FEWEST items or than two enterprises have.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from riskmap.metrics.filters import Filter, searched
from riskmap.metrics.frame import Bools, Ints
from riskmap.metrics.index import Index
from riskmap.metrics.scope import scope

PRIOR: Final = 100.0
LIMIT: Final = 1.96  # standard errors: what remains below is within chance
SHOWN: Final = 16
FEWEST: Final = 3
SHARED: Final = 3
KINDS: Final = frozenset("navilsjtbz")  # first letters of tags that are kept: nouns, actions, qualities, set phrases
PERSON: Final = "nr"

Tag = Callable[[str], list[tuple[str, str]]]  # text → (word, part of speech)
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Word:
    """A word, its ratio in standard errors (None without anything to compare with), and the items that have it."""

    text: str
    score: float | None
    n: int


@dataclass
class Texts:
    """The words of every text met so far, each text segmented once; safe to share between threads."""

    tag: Tag
    words: list[str] = field(default_factory=list)
    _number: dict[str, int] = field(default_factory=dict)
    _place: dict[str, int] = field(default_factory=dict)
    _ids: list[Ints] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def of(self, texts: Iterable[str]) -> tuple[Ints, Ints]:
        """Return (text number, word number) of every distinct word of every text, in the order of the texts."""
        with self._lock:
            parts = [self._ids[self._of(text)] for text in texts]
        if not parts:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
        sizes = np.fromiter(map(len, parts), dtype=np.int64, count=len(parts))
        return np.repeat(np.arange(len(parts)), sizes), np.concatenate(parts).astype(np.int64)

    def _of(self, text: str) -> int:
        place = self._place.get(text)
        if place is None:
            place = self._place[text] = len(self._ids)
            kept = {word for word, kind in self.tag(text) if keeps(word, kind)}
            self._ids.append(np.array([self._numbered(word) for word in sorted(kept)], dtype=np.int32))
        return place

    def _numbered(self, word: str) -> int:
        number = self._number.get(word)
        if number is None:
            number = self._number[word] = len(self.words)
            self.words.append(word)
        return number


def keeps(word: str, kind: str) -> bool:
    """Whether a word can be shown at all: two Chinese characters or more, of a kind that says something, no person."""
    return len(word) > 1 and kind[:1] in KINDS and not kind.startswith(PERSON) and all("一" <= c <= "鿿" for c in word)


@dataclass(frozen=True, slots=True)
class Counted:
    """The words of the hazards of one day: which hazard has which word."""

    words: tuple[str, ...]
    row: Ints
    word: Ints

    def items(self, rows: Bools, weight: Ints) -> Floats:
        """Return how many items of `rows` have each word."""
        some = rows[self.row]
        return np.bincount(self.word[some], weights=weight[self.row[some]], minlength=len(self.words)).astype(float)

    def firms(self, rows: Bools, firm: Ints) -> Ints:
        """Return at how many enterprises each word stands."""
        some = rows[self.row]
        pairs = np.unique(self.word[some] * (int(firm.max(initial=0)) + 1) + firm[self.row[some]])
        return np.bincount(pairs // (int(firm.max(initial=0)) + 1), minlength=len(self.words)).astype(np.int64)


def counted(texts: Texts, frame: pd.DataFrame) -> Counted:
    """Return the words of the descriptions of a frame of hazards."""
    codes, known = pd.factorize(frame["description"])
    text, word = texts.of(str(one) for one in known)
    starts = np.searchsorted(text, np.arange(len(known) + 1))
    sizes = np.diff(starts)[codes] if len(known) else np.zeros(0, dtype=np.int64)
    row = np.repeat(np.arange(len(codes)), sizes)
    within = np.arange(len(row)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    place = np.repeat(starts[codes] if len(known) else sizes, sizes) + within
    return Counted(tuple(texts.words), row, word[place])


def scores(here: Floats, elsewhere: Floats) -> Floats:
    """Return the log-odds ratio of each word over its standard error, given its items here and elsewhere."""
    whole = here + elsewhere
    prior = PRIOR * whole / max(whole.sum(), 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        odds = [np.log((y + prior) / (y.sum() + PRIOR - y - prior)) for y in (here, elsewhere)]
        found = (odds[0] - odds[1]) / np.sqrt(1 / (here + prior) + 1 / (elsewhere + prior))
    return np.asarray(np.nan_to_num(found), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Private:
    """What may not be shown: names of persons and parts of them, names of enterprises, names of places."""

    persons: frozenset[str]
    firms: tuple[str, ...]
    places: tuple[str, ...] = ()

    def hides(self, word: str) -> bool:
        """Whether a word is a person's name or a place's, or tells an enterprise."""
        if word in self.persons or any(word in place for place in self.places):
            return True
        return word in self.firms or 0 < sum(word in name for name in self.firms) < SHARED


def persons(columns: Iterable["pd.Series[str]"]) -> frozenset[str]:
    """Return the names in columns of persons, and each without its first character, as a segmenter may cut it."""
    pieces = {
        piece
        for column in columns
        for text in column.unique()
        for piece in str(text).replace("、", " ").replace("，", " ").replace(",", " ").replace("/", " ").split()
    }
    return frozenset(part for one in pieces if len(one) <= 4 for part in (one, one[1:]) if len(part) > 1)


def prepared(index: Index, texts: Texts) -> Counted:
    """Return the words of all descriptions of an index, cut once a revision; descriptions have no earlier states."""
    return index.arrays.get("words", lambda: counted(texts, index.states.all.iloc[: index.size]))


def standing_out(index: Index, where: Filter, texts: Texts, private: Private) -> tuple[Word, ...]:
    """Return the words that stand out among what a filter keeps of the period, with the items a search for each opens.

    The search (`q`) also looks at numbers, enterprises and places, and finds a word inside of longer ones.
    """
    return index.answers.get(("standing out", where), lambda: _standing_out(index, where, texts, private))


def _standing_out(index: Index, where: Filter, texts: Texts, private: Private) -> tuple[Word, ...]:
    s = scope(index, where)
    held = prepared(index, texts)
    valid = (s.facts.entry <= s.day) & (s.facts.voided > s.day)
    firm = index.dim("enterprise")[0][index.positions(s.day)].astype(np.int64)
    found = words(held, s.holds.cohort & s.kept, valid, s.facts.weight, firm, private)
    rows = np.flatnonzero(s.holds.cohort & (index.mask(replace(where, q="")) if where.q else s.kept))
    kept, told = s.frame.take(rows), []
    for text, score in found:
        some = rows[searched(kept, text)]
        told.append(Word(text, score, int(s.facts.weight[some].sum())))
    return tuple(told)


def words(
    held: Counted, rows: Bools, all_: Bools, weight: Ints, firm: Ints, private: Private, most: int = SHOWN
) -> list[tuple[str, float | None]]:
    """Return the words that stand out among `rows` against the rest of `all_`, the strongest first, with their scores.

    Where nothing is left to compare with, the most frequent words, without scores. `firm`: number of the enterprise of
    each hazard.
    """
    here, elsewhere = held.items(rows, weight), held.items(all_ & ~rows, weight)
    compared = bool((all_ & ~rows).any())
    rank = scores(here, elsewhere) if compared else here
    enough = (here >= FEWEST) & (held.firms(rows, firm) > 1) & (rank >= (LIMIT if compared else FEWEST))
    some = np.flatnonzero(enough)
    found: list[tuple[str, float | None]] = []
    for number in some[np.lexsort((some, -rank[some]))]:
        if len(found) == most:
            break
        if not private.hides(held.words[number]):
            found.append((held.words[number], float(rank[number]) if compared else None))
    return found


def tagged(text: str) -> list[tuple[str, str]]:
    """Return the words of a Chinese text with their parts of speech (rjieba, loaded when it is first asked)."""
    import rjieba

    return list(rjieba.tag(text))
