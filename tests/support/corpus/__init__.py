"""Synthetic ledgers in the layouts of county practice, each with its truth. Seeded: the same files every time."""

from support.corpus import papers, photos, workbooks
from support.corpus.registry import LAYOUTS, Ledger, make

__all__ = ["LAYOUTS", "Ledger", "make", "papers", "photos", "workbooks"]
