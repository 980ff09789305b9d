/* Panels over the map: rate, legend with counts, layers, sheet edge (north, scale, maker). Every word comes from the
   server's catalogue or its data and is set through textContent; a click in a panel never reaches the map. */
(function () {
  "use strict";
  const { picture, badge, svg } = window.riskmapMarks;

  function el(name, className, text, facts) {
    const node = document.createElement(name);
    if (className) node.className = className;
    if (text !== undefined && text !== null) node.textContent = text;
    for (const key in facts || {}) node.setAttribute(key, facts[key]);
    return node;
  }

  const fill = (words, values) => words.replace(/\{(\w+)\}/g, (all, key) => (key in values ? String(values[key]) : all));

  const NARROW = 1000; // px of a map on which the list of layers, in the longer words of English, would cover the county

  class Panels {
    constructor(painter) {
      this.painter = painter;
      this.root = painter.map.getContainer();
      for (const name of ["rate", "legend", "layers", "edge", "note", "state"]) this[name] = this.box("rm-" + name);
      this.note.setAttribute("role", "status");
      this.state.setAttribute("role", "status");
    }

    box(className) {
      const node = el("div", "rm-panel " + className);
      L.DomEvent.disableClickPropagation(node);
      L.DomEvent.disableScrollPropagation(node);
      this.root.append(node);
      return node;
    }

    words(key, values) { return fill(this.painter.frame.words[key], values || {}); }

    draw() {
      const { view } = this.painter, open = view.theme === "risk";
      this.rate.hidden = open || !(view.shade || view.tiles);
      this.drawRate(); this.drawLayers(); this.drawEdge();
      if (open) this.drawRisk(); else this.drawLegend();
      this.drawNote();
    }

    drawRate() {
      const { frame, view, colours } = this.painter, head = el("div", "rm-head"), choice = el("select", "", null, { "aria-label": this.words("rate") });
      for (const rate of frame.rates) choice.append(new Option(rate.title, rate.code, false, rate.code === view.rate));
      choice.onchange = () => this.painter.change({ rate: choice.value });
      const rate = frame.rates.find((one) => one.code === view.rate), why = el("button", "rm-why", this.words("definition"), { type: "button", "aria-expanded": !!this.why });
      why.onclick = () => { this.why = !this.why; this.drawRate(); };
      head.append(choice, why);
      const ramp = el("div", "rm-ramp");
      (rate.rate ? frame.classes : this.painter.data.scales[rate.code]).forEach((text, i) => {
        const part = el("span", "", text);
        part.style.setProperty("--c", colours.ramp[i]);
        ramp.append(part);
      });
      if (rate.rate) ramp.append(el("span", "rm-hatched", this.words("unranked")));
      this.rate.replaceChildren(head, ramp, ...(this.why ? [el("p", "", rate.definition), el("p", "rm-quiet", this.words("period", { from: this.painter.data.from, to: this.painter.data.as_of }))] : []));
    }

    fold(node, key, title, extra) {
      const old = node.querySelector("details"), box = el("details"), head = el("summary", "", title);
      box.open = old ? old.open : !this.painter.small();
      if (extra) head.append(el("i", "", extra));
      box.append(head);
      node.replaceChildren(box);
      return box;
    }

    drawLegend() {
      const { frame, data, view } = this.painter, box = this.fold(this.legend, "legend", this.words("legend"), this.words("counted"));
      const table = el("div", "rm-rows");
      const head = el("div", "rm-row rm-top");
      head.append(el("span"), el("span"), el("b", "", this.words("major")), el("b", "", this.words("general")));
      table.append(head);
      for (const code of frame.order) {
        const counts = data.counts[code], row = el("button", "rm-row", null, { type: "button", "aria-pressed": !view.hidden[code] });
        const mark = el("span", "rm-pic");
        mark.append(picture(frame.symbols[code], 22));
        row.append(mark, el("span", "rm-name", frame.progress[code]), el("b", "", counts[0] + counts[2]), el("b", "rm-general", counts[1] + counts[3]));
        row.title = this.words("toggle");
        row.onclick = () => this.painter.change({ hidden: { ...view.hidden, [code]: !view.hidden[code] } });
        table.append(row);
      }
      box.append(table);
      const foot = el("div", "rm-foot"), alarm = el("span", "rm-key");
      alarm.append(badge("alarm"), el("span", "", this.words("no_control")), el("b", "", data.alarm));
      foot.append(alarm);
      const listed = el("span", "rm-key");
      for (const level of ["province", "city", "county"]) {
        if (data.listed[level] || level === "county") listed.append(badge("plate", frame.plates[level]), el("b", "", data.listed[level]));
      }
      listed.insertBefore(el("span", "", this.words("listed")), listed.firstChild);
      foot.append(listed, ...this.painter.places.keys());
      box.append(foot, el("p", "rm-quiet", this.sum()));
    }

    drawRisk() {
      const { frame, risk } = this.painter, box = this.fold(this.legend, "legend", this.words("risk_legend"));
      const table = el("div", "rm-rows");
      for (const grade of frame.risks) {
        const row = el("div", "rm-row"), pill = el("span", "rm-pill rm-sample");
        pill.style.background = grade.fill;
        row.append(pill, el("span", "rm-name", grade.title), el("span"), el("b", "", risk ? risk.counts[grade.code] || 0 : "…"));
        table.append(row);
      }
      box.append(table);
      if (risk && risk.unplaced) box.append(el("p", "rm-quiet", this.words("unplaced", { n: risk.unplaced })));
    }

    drawLayers() {
      const { view } = this.painter, box = this.fold(this.layers, "layers", this.words("layers"));
      const choice = (type, name, checked, text, change, off) => {
        const line = el("label", off ? "rm-off" : ""), input = el("input", "", null, { type, name });
        input.checked = checked; input.disabled = !!off;
        input.onchange = () => this.painter.change(change(input.checked));
        line.append(input, el("span", "", text));
        return line;
      };
      const risk = view.theme === "risk";
      box.append(
        choice("radio", "rm-theme", !risk, this.words("theme_progress"), () => ({ theme: "progress" })),
        choice("checkbox", "rm-major", view.major, this.words("major_hazards"), (on) => ({ major: on }), risk),
        choice("checkbox", "rm-general", view.general, this.words("general_hazards"), (on) => ({ general: on }), risk),
        choice("checkbox", "rm-heat", view.heat, this.words("heat"), (on) => ({ heat: on }), risk),
        choice("checkbox", "rm-shade", view.shade, this.words("township_rate"), (on) => ({ shade: on }), risk),
        ...(this.painter.frame.tiles.length ? [choice("checkbox", "rm-tiles", view.tiles, this.words("tiles"), (on) => ({ tiles: on }), risk)] : []),
        choice("radio", "rm-theme", risk, this.words("theme_risk"), () => ({ theme: "risk" })));
      this.drawOwn(box, choice);
      this.drawBases(box, choice);
      if (!this.laid && this.painter.frame.lang === "en" && this.painter.map.getSize().x < NARROW) box.open = false;
      this.laid = true;
    }

    drawOwn(box, choice) {
      const { data, view } = this.painter;
      if (!data.own.length) return;
      box.append(el("p", "rm-quiet rm-part", this.words("own")));
      for (const one of data.own) {
        if (one.refused) { box.append(el("p", "rm-quiet rm-told", this.words("file_refused", { name: one.title }))); continue; }
        const change = (on) => ({ own: on ? [...view.own, one.id] : view.own.filter((id) => id !== one.id) });
        box.append(choice("checkbox", "rm-own", view.own.includes(one.id), `${one.title} (${one.count})`, change, one.count === 0));
        for (const key of ["missing", "wrong", "turned"]) if (one[key]) box.append(el("p", "rm-quiet rm-told", this.words("place_" + key, { n: one[key] })));
      }
    }

    drawBases(box, choice) {
      const { frame, view } = this.painter;
      if (!frame.bases.length) return;
      const known = frame.bases.some((one) => one.id === view.base);
      box.append(el("p", "rm-quiet rm-part", this.words("base")), choice("radio", "rm-base", !known, this.words("no_base"), () => ({ base: "none" })));
      for (const one of frame.bases) box.append(choice("radio", "rm-base", one.id === view.base, one.title, () => ({ base: one.id })));
    }

    /* Who made the base map that is shown, and its approval number. */
    credit() {
      const { frame, view } = this.painter, base = frame.bases.find((one) => one.id === view.base);
      const said = base ? [base.credit, base.approval].filter(Boolean).join(" · ") : "";
      return said ? [el("span", "rm-credit", said, { title: said })] : [];
    }

    drawEdge() {
      const { frame, data } = this.painter, north = el("div", "rm-north", this.words("north")), arrow = svg("svg", { width: 18, height: 26, viewBox: "-9 -1 18 26", "aria-hidden": "true" });
      arrow.append(svg("path", { d: "M0 0L8 24L0 18L-8 24Z", fill: "currentColor" }));
      north.append(arrow);
      if (!this.bar) this.bar = L.control.scale({ imperial: false, maxWidth: 110 }).addTo(this.painter.map);
      const scale = this.bar.getContainer(), text = el("div", "rm-text");
      text.append(
        el("span", "rm-inner", this.words("internal")),
        el("span", "", this.words(frame.real ? "footer_real" : "footer")),
        el("span", "rm-maker", this.words("maker", { unit: frame.unit, date: data.as_of })),
        ...this.missing(),
        ...this.credit(),
        ...(frame.source ? [el("span", "rm-source", this.words("source", { source: frame.source }), { title: frame.source })] : []));
      this.edge.replaceChildren(north, scale, text);
    }

    drawNote() {
      const { data, view } = this.painter;
      this.note.hidden = view.theme === "risk" || data.total > data.unplaced + data.closed_earlier + data.void;
      this.note.textContent = !data.total ? this.words("empty") : data.unplaced ? this.words("unplaced", { n: data.unplaced }) : this.sum();
    }

    sum() {
      const { data } = this.painter, drawn = data.total - data.unplaced - data.closed_earlier - data.void;
      return this.words("sum", { total: data.total, drawn, unplaced: data.unplaced, earlier: data.closed_earlier, void: data.void });
    }

    missing() {
      const { data, view } = this.painter;
      if (!data.unplaced || view.theme === "risk") return [];
      const more = el("button", "", this.words("missing", { n: data.unplaced }), { type: "button" });
      more.onclick = () => this.painter.tell("#unplaced:" + this.painter.data.as_of);
      return [more];
    }

    /* What the panels cover, in layer points; on a phone also what lies beside the map. */
    boxes() {
      const all = this.root.getBoundingClientRect(), map = this.painter.map, size = map.getSize();
      const corner = map.containerPointToLayerPoint([0, 0]), far = corner.add(size);
      const beside = this.painter.phone() ? [{ left: corner.x - size.x, right: corner.x + 4 }, { left: far.x - 4, right: far.x + size.x }] : [];
      return [...beside.map((box) => ({ ...box, top: corner.y, bottom: far.y })), ...[this.rate, this.legend, this.layers, this.edge, this.root.querySelector(".rm-bar"), this.root.querySelector(".rm-time")].filter((panel) => panel && !panel.hidden).map((panel) => {
        const box = panel.getBoundingClientRect();
        const from = map.containerPointToLayerPoint([box.left - all.left, box.top - all.top]), to = map.containerPointToLayerPoint([box.right - all.left, box.bottom - all.top]);
        return { left: from.x, top: from.y, right: to.x, bottom: to.y };
      })];
    }

    say(key, values) {
      this.state.hidden = !key;
      this.state.textContent = key ? this.words(key, values) : "";
    }

    /* A list of hazards that share one place: `items` = [{no, label}], chosen by `pick`. */
    list(title, items, pick) {
      const panel = this.open(title);
      for (const item of items) {
        const button = el("button", "rm-item", null, { type: "button" });
        button.append(picture(this.painter.frame.symbols[item.progress], 18), el("span", "", item.label));
        button.onclick = () => { this.close(); pick(item.no); };
        panel.append(button);
      }
      const first = panel.querySelector(".rm-item");
      if (first) first.focus();
    }

    facts(title, lines) {
      const panel = this.open(title);
      this.listed.classList.add("rm-facts"); // clear of the middle, where the place lies
      for (const line of lines) if (line) panel.append(el("p", "", line));
    }

    open(title) {
      this.close();
      const box = this.box("rm-list"), head = el("div", "rm-head"), shut = el("button", "rm-shut", "×", { type: "button", "aria-label": this.words("close") });
      shut.onclick = () => this.close();
      box.onkeydown = (event) => { if (event.key === "Escape") this.close(); };
      head.append(el("b", "", title), shut);
      const body = el("div", "rm-items");
      box.append(head, body);
      this.listed = box;
      return body;
    }

    close() {
      if (this.listed) this.listed.remove();
      this.listed = null;
    }
  }

  window.riskmapPanels = { Panels, el, fill };
})();
