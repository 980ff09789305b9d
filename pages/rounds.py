"""Send out and collect: who was asked for what, who has answered, and what would their files change?"""

from riskmap.web import rounds

rounds.show()
