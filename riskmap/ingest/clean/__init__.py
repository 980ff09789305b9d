"""Cleaning: small pure functions, raw cell in, (value, finding) out. Findings are codes; nothing here knows a row."""
