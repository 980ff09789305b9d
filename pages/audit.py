"""Audit trail: who did what and when, and does the chain of events hold?"""

from riskmap.web import audit

audit.show()
