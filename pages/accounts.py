"""Accounts: who comes in, with which roles over which part, and what programs and screens show?"""

from riskmap.web import accounts

accounts.show()
