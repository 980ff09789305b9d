"""One visit: what was found, how does it stand now, and which papers cover it?"""

from riskmap.web import visited

visited.show()
