"""The command line in the process, on a data folder of its own."""

from support.commands import holding, riskmap

__all__ = ["holding", "riskmap"]
