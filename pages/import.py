"""Import: what would this file change, and what is wrong with it?"""

from riskmap.web import importing

importing.show()
