"""Launcher: `python app.py` and `streamlit run app.py` both start the program (ARCHITECTURE.md, decision 1)."""

from riskmap.web.application import address, make

app = make()

if __name__ == "__main__":
    app.run(config=address())
