"""My work: what waits for the reader today, and the steps of escalation that are due."""

from riskmap.web import my_work

my_work.show()
