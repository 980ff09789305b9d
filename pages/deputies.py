"""My deputy: who stands in for me, for whom do I, and until when?"""

from riskmap.web import deputies

deputies.show()
