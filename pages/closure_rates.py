"""Closure rates: which sector and which township lag on what was due, and where do they cross."""

from riskmap.web import closure_rates

closure_rates.show()
