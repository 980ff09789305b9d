"""Analysis: why is a rate low, is it true, how did it come about, and what comes next?"""

from riskmap.web import analysis

analysis.show()
