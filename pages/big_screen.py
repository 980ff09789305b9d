"""Big screen: what county leaders see on the wall in a briefing."""

from riskmap.web import big_screen

big_screen.show()
