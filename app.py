"""Launcher: `python app.py` and `streamlit run app.py` both start the program (ARCHITECTURE.md, decision 1)."""

import sys

import streamlit as st

from riskmap.settings import SettingsError
from riskmap.web import application

try:
    app = st.App(
        application.SHELL,
        routes=application.routes(),
        middleware=application.middleware(),
        lifespan=application.lifespan,
    )
except SettingsError as error:  # words for the person at the keyboard, not a place in the code
    sys.stderr.write(f"{error}\n")
    sys.exit(2)

if __name__ == "__main__":
    app.run(config=application.options())
