"""Forms: the official statistics of a period, every number with its rows."""

from riskmap.web import forms

forms.show()
