"""Overview: how much stands open, how much of it is late, what came and went."""

from riskmap.web import overview

overview.show()
