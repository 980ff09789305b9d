"""Responsibility: who answers for what along the chain, and the handing over of a post."""

from riskmap.web import responsibility

responsibility.show()
