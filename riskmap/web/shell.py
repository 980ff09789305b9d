"""The entry script: runs before every page, also on a cold deep link (ARCHITECTURE.md, decision 1)."""

from riskmap.web import frame

frame.run()
