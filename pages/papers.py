"""Office papers: drafted, reviewed, issued with a number, delivered."""

from riskmap.web import papers

papers.show()
