"""Register: a hazard found, with its visit and what follows from it."""

from riskmap.web import register

register.show()
