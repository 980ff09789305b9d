"""One hazard: what happened to it, step by step, and who did it."""

from riskmap.web import hazard

hazard.show()
