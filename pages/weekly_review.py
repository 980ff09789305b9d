"""Weekly review: what was decided and not done, what came and went, what is late and why, what falls due next."""

from riskmap.web import weekly_review

weekly_review.show()
