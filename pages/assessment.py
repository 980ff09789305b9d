"""Assessment: how does each township and each department stand against the targets of the year, and from what?"""

from riskmap.web import assessment

assessment.show()
