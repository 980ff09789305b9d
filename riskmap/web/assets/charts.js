/* What a reader did with a chart outlives a refresh: Streamlit puts a new chart in the place of one whose figures changed,
   here its zoom and its hidden lines are put back. A zoom is remembered by the names of the periods at its ends, so that it
   never comes to lie over other periods; where one of them is no longer in the chart, the chart opens whole. */
(() => {
  "use strict";
  const HIDDEN = "legendonly", SETTLING = 1500; // ms in which Streamlit still draws a new chart
  const kept = new Map(); // the key of a chart → {first, last, hidden}
  const drawn = new WeakSet();
  const keyOf = (plot) => [...(plot.closest('[class*="st-key-chart_"]')?.classList ?? [])].find((name) => name.startsWith("st-key-chart_"));
  const of = (key) => { if (!kept.has(key)) kept.set(key, { hidden: new Set() }); return kept.get(key); };
  const remember = (plot, key, change) => {
    const names = Object.keys(change ?? {});
    if (!names.some((name) => name.startsWith("xaxis."))) return;
    const axis = plot._fullLayout.xaxis, [from, to] = axis.range.map(Number), places = axis._categories ?? [];
    const first = Math.max(0, Math.ceil(from)), last = Math.min(places.length - 1, Math.floor(to));
    const whole = change["xaxis.autorange"] || (first === 0 && last === places.length - 1);
    Object.assign(of(key), whole || first > last ? { first: null, last: null } : { first: places[first], last: places[last] });
  };
  const restore = async (plot, key) => {
    const one = kept.get(key), Plotly = window.Plotly;
    if (!one || !Plotly || !plot._fullLayout?.xaxis) return;
    const places = plot._fullLayout.xaxis._categories ?? [];
    const first = places.indexOf(one.first), last = places.indexOf(one.last);
    const range = [first - 0.5, last + 0.5], now = plot._fullLayout.xaxis.range.map(Number);
    const hidden = plot._fullData.flatMap((line, at) => (one.hidden.has(line.name) && line.visible === true ? [at] : []));
    if (hidden.length) await Plotly.restyle(plot, { visible: HIDDEN }, hidden);
    if (first >= 0 && last >= first && range.some((end, at) => Math.abs(end - now[at]) > 0.01)) {
      await Plotly.relayout(plot, { "xaxis.range": range });
    }
    told(plot, key);
  };
  const told = (plot, key) => {
    const hidden = kept.get(key)?.hidden ?? new Set();
    plot.closest('[data-testid="stVerticalBlock"]')?.querySelectorAll("button.w-key").forEach((one) => {
      one.setAttribute("aria-pressed", String(!hidden.has(one.textContent)));
    });
  };
  const meet = (plot) => {
    const key = keyOf(plot);
    if (drawn.has(plot) || !key || !plot.on || !plot._fullLayout) return;
    drawn.add(plot);
    const begun = performance.now();
    plot.on("plotly_relayout", (change) => remember(plot, key, change));
    plot.on("plotly_afterplot", () => { if (performance.now() - begun < SETTLING && !plot._dragging) restore(plot, key); });
    restore(plot, key);
  };
  const look = () => document.querySelectorAll(".js-plotly-plot").forEach(meet);
  new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button.w-key") : null;
    const plot = button?.closest('[data-testid="stVerticalBlock"]')?.querySelector(".js-plotly-plot");
    if (!plot || !window.Plotly) return;
    const key = keyOf(plot), name = button.textContent, { hidden } = of(key);
    const lines = plot._fullData.flatMap((line, at) => (line.name === name ? [at] : []));
    const all = plot._fullData.filter((line) => line.visible === true && line.name !== name).length;
    if (!lines.length || (!hidden.has(name) && !all)) return; // the last line stays
    if (hidden.has(name)) hidden.delete(name); else hidden.add(name);
    window.Plotly.restyle(plot, { visible: hidden.has(name) ? HIDDEN : true }, lines).then(() => told(plot, key));
  });
})();
