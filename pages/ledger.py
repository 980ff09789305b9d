"""Ledger: which rows are behind a number."""

from riskmap.web import ledger

ledger.show()
