"""Launcher: `python app.py` and `streamlit run app.py` both start the program (ARCHITECTURE.md, decision 1)."""

import streamlit as st

from riskmap.web import application

app = st.App(
    application.SHELL,
    routes=application.routes(),
    middleware=application.middleware(),
    lifespan=application.lifespan,
)

if __name__ == "__main__":
    app.run(config=application.options())
