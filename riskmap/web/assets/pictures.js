/* Pictures of our charts, made in the browser: SVG as it is drawn, PNG at twice its size. Nothing is sent anywhere. */
(() => {
  "use strict";
  const NS = "http://www.w3.org/2000/svg";
  const SCALE = 2, HEAD = 54, EDGE = 12;
  const make = (name, facts, text) => {
    const one = document.createElementNS(NS, name);
    Object.entries(facts).forEach(([key, value]) => one.setAttribute(key, String(value)));
    if (text) one.textContent = text;
    return one;
  };
  const keys = (card) => [...(card?.querySelectorAll('.w-key:not([aria-pressed="false"])') ?? [])].map((one) => {
    const mark = one.querySelector("i"), style = getComputedStyle(mark);
    const line = parseFloat(style.borderTopWidth) > 0;
    return { text: one.textContent, colour: line ? style.borderTopColor : style.backgroundColor, line, dashed: style.borderTopStyle === "dashed" };
  });
  const legend = (svg, found, y) => {
    let x = EDGE;
    found.forEach((one) => {
      const mark = { stroke: one.colour, "stroke-width": 2, "stroke-dasharray": one.dashed ? "4 3" : "none" };
      svg.append(one.line ? make("line", { x1: x, x2: x + 14, y1: y - 4, y2: y - 4, ...mark }) : make("rect", { x, y: y - 10, width: 12, height: 10, fill: one.colour }));
      svg.append(make("text", { x: x + 19, y, "font-size": 12, fill: "#536374" }, one.text));
      x += 36 + [...one.text].reduce((sum, sign) => sum + (sign.charCodeAt(0) > 255 ? 12 : 7), 0);
    });
  };
  const whole = (plot, title, found) => {
    const { width, height } = plot.getBoundingClientRect();
    const size = { width: Math.ceil(width) + 2 * EDGE, height: Math.ceil(height) + HEAD + EDGE };
    const font = getComputedStyle(document.body).fontFamily;
    const svg = make("svg", { xmlns: NS, ...size, viewBox: `0 0 ${size.width} ${size.height}`, "font-family": font });
    svg.append(make("rect", { ...size, fill: "#FFFFFF" }));
    svg.append(make("text", { x: EDGE, y: 22, "font-size": 14, "font-weight": 700, fill: "#17222E" }, title));
    legend(svg, found, 44);
    const drawing = make("g", { transform: `translate(${EDGE},${HEAD})` });
    plot.querySelectorAll("svg.main-svg").forEach((layer) => {
      [...layer.children].filter((one) => !one.classList.contains("hoverlayer")).forEach((one) => drawing.append(one.cloneNode(true)));
    });
    drawing.querySelectorAll(".nsewdrag, .drag, .hoverlayer").forEach((one) => one.remove());
    svg.append(drawing);
    return { ...size, text: new XMLSerializer().serializeToString(svg) };
  };
  const save = (blob, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };
  const png = (drawn, name) => {
    const image = new Image();
    image.onload = () => {
      const canvas = document.createElement("canvas");
      canvas.width = drawn.width * SCALE;
      canvas.height = drawn.height * SCALE;
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob((blob) => save(blob, name), "image/png");
      URL.revokeObjectURL(image.src);
    };
    image.src = URL.createObjectURL(new Blob([drawn.text], { type: "image/svg+xml" }));
  };
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button[data-picture]") : null;
    const plot = button?.closest('[data-testid="stVerticalBlock"]')?.querySelector(".js-plotly-plot");
    if (!plot) return;
    const kind = button.dataset.picture, title = button.dataset.title || "";
    const name = `${title.replace(/[\\/:*?"<>|\s]+/g, "_") || "chart"}.${kind}`;
    const drawn = whole(plot, title, keys(button.closest(".w-card")));
    if (kind === "svg") save(new Blob([drawn.text], { type: "image/svg+xml" }), name);
    else png(drawn, name);
  });
})();
