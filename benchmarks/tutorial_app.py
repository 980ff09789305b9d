"""The peer: what a tutorial would build in an afternoon, one Streamlit script with pandas, folium and plotly.

Start with `streamlit run benchmarks/tutorial_app.py`; TUTORIAL_DATA names the CSV of bench_ledger.table.
Filters: two select boxes (township, sector) and a date; everything is made again on every rerun, as such scripts do.
"""

import os

import folium
import pandas as pd
import plotly.express as px
import streamlit as st
from folium.plugins import MarkerCluster
from streamlit_folium import st_folium

COLOURS = {"closed": "green", "verified": "purple", "awaiting_review": "purple", "open": "orange"}


@st.cache_data
def load(file: str) -> pd.DataFrame:
    return pd.read_csv(file, parse_dates=["found", "due", "rectified", "closed"], dtype={"township": str})


st.set_page_config(page_title="Hazards", layout="wide")
st.title("Hazard dashboard")
data = load(os.environ["TUTORIAL_DATA"])
township = st.sidebar.selectbox("Township", ["all", *sorted(data["township"].unique())], key="township")
sector = st.sidebar.selectbox("Sector", ["all", *sorted(data["sector"].unique())], key="sector")
as_of = pd.Timestamp(st.sidebar.date_input("As of", data["found"].max(), key="as_of"))

shown = data[data["found"] <= as_of]
if township != "all":
    shown = shown[shown["township"] == township]
if sector != "all":
    shown = shown[shown["sector"] == sector]

closed = shown["closed"] <= as_of
overdue = ~(shown["rectified"] <= as_of) & (shown["due"] < as_of)
columns = st.columns(4)
columns[0].metric("Found", len(shown))
columns[1].metric("Closed", int(closed.sum()))
columns[2].metric("Open", int((~closed).sum()))
columns[3].metric("Overdue", int(overdue.sum()))

chart = folium.Map(location=[36.65, 111.56], zoom_start=10, tiles=None, maxZoom=18)
cluster = MarkerCluster().add_to(chart)
for row in shown.itertuples():
    colour = "red" if overdue[row.Index] else COLOURS.get(row.status, "blue")
    folium.CircleMarker(
        [row.lat, row.lon], radius=6, color=colour, fill=True, tooltip=f"{row.number} {row.enterprise}"
    ).add_to(cluster)
st_folium(chart, width=1000, height=600, returned_objects=[], key="map")

for column, title in (("sector", "Closure rate by sector"), ("township", "Closure rate by township")):
    rates = shown.assign(rate=closed).groupby(column)["rate"].mean().reset_index()
    st.plotly_chart(px.bar(rates, x=column, y="rate", title=title), key=f"{column}_chart")
weekly = shown.groupby(shown["found"].dt.to_period("W").dt.start_time).size().reset_index(name="found_n")
st.plotly_chart(px.line(weekly, x="found", y="found_n", title="Found by week"), key="weekly")
st.dataframe(shown[["number", "enterprise", "township", "sector", "grade", "status", "due"]], key="table")
