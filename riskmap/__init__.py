"""riskmap: the county work-safety battle map, its ledger and its rates."""

__version__ = "0.1.0"
