"""Hazards of the visits that an inspector is named for; an address names nobody, it holds a key of the name."""

import re
from hashlib import sha256
from typing import Final

import numpy as np
import pandas as pd

from riskmap.domain.columns import to_day
from riskmap.domain.text import people
from riskmap.metrics.filters import Filter
from riskmap.metrics.frame import Bools
from riskmap.metrics.index import Index

KEY: Final = re.compile(r"[0-9a-f]{12}")


def key(name: str) -> str:
    """What an inspector is called in an address."""
    return sha256(f"inspector\0{name}".encode()).hexdigest()[:12]


def named(index: Index, where: Filter, word: str) -> Bools | None:
    """Return the hazards of a filter among whose inspectors is the one of a key; None for a word that is no key."""
    if not KEY.fullmatch(word):
        return None
    codes, texts = index.answers.get(("inspectors", to_day(where.as_of)), lambda: _inspectors(index, where))
    own = np.array([any(key(one) == word for one in people(text)) for text in texts], dtype=np.bool_)
    return np.asarray(own[codes] & index.mask(where)) if len(own) else np.zeros(index.size, dtype=np.bool_)


def _inspectors(index: Index, where: Filter) -> tuple[np.ndarray, list[str]]:
    """Each hazard's number among the different words for inspectors, and these words."""
    frame = index.at(to_day(where.as_of))
    column = frame["inspectors"] if "inspectors" in frame.columns else pd.Series([""] * len(frame))
    codes, texts = pd.factorize(column.astype("str").fillna(""))
    return codes, [str(one) for one in texts]
