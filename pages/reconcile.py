"""Reconcile: a township's or department's ledger against ours."""

from riskmap.web import reconcile

reconcile.show()
