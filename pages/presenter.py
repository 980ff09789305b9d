"""Presenter: what do the walls of the county show now, and what shall they show next?"""

from riskmap.web import presenter

presenter.show()
