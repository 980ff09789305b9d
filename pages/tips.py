"""Reports received: which reports of whistle-blowers came in, in whose hands are they, what was answered?"""

from riskmap.web import tips

tips.show()
