"""Fixtures of the page tests (riskmap pages without a browser)."""

from support.doors import sign
from support.forging import attempts
from support.small import ledger_of, ledger_template, open_at, use

__all__ = ["attempts", "ledger_of", "ledger_template", "open_at", "sign", "use"]
