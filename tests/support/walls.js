/* Sizes are told as they would be at 1080 lines: one rem of the wall is 10 px there. */
() => {
  const unit = parseFloat(getComputedStyle(document.documentElement).fontSize) / 10, wall = document.querySelector('[data-testid="stApp"] .st-key-wall');
  const rgb = (text) => (text.match(/[\d.]+/g) || [0, 0, 0, 0]).map(Number);
  const light = ([r, g, b]) => { const f = (v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; return 0.2126 * f(r) + 0.7152 * f(g) + 0.0722 * f(b); };
  const ground = (node) => { for (let at = node; at; at = at.parentElement) { const c = rgb(getComputedStyle(at).backgroundColor); if (c.length < 4 || c[3] > 0.9) return c; } return [11, 20, 31]; };
  const seen = (node) => { const box = node.getBoundingClientRect(), style = getComputedStyle(node); return style.visibility !== 'hidden' && style.display !== 'none' && box.width > 0 && box.height > 0; };
  const outside = (a, b) => a.left < b.left - 1.5 || a.top < b.top - 1.5 || a.right > b.right + 1.5 || a.bottom > b.bottom + 1.5;
  const told = { scroll: [], outside: [], small: [], pale: [], texts: 0, rows: 0 };
  const root = document.scrollingElement;
  for (const node of [root, document.body, wall, document.querySelector('[data-testid="stMain"]')]) {
    if (node.scrollWidth > node.clientWidth + 1 || (node !== document.body && node.scrollHeight > Math.max(node.clientHeight, innerHeight) + 1)) told.scroll.push(node.className || node.tagName);
  }
  for (const node of wall.querySelectorAll('.wa-card, .wa-top, .wa-foot, .wa-kpis, .wa-canvas')) if (seen(node) && outside(node.getBoundingClientRect(), { left: 0, top: 0, right: innerWidth, bottom: innerHeight })) told.outside.push('card ' + node.className);
  const walk = document.createTreeWalker(wall, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode.textContent.trim(), node = walk.currentNode.parentElement;
    if (!text || !seen(node) || node.closest('svg, .wa-water')) continue;
    told.texts++;
    const range = document.createRange(); range.selectNodeContents(walk.currentNode);
    const box = range.getBoundingClientRect(), onMap = node.closest('.wa-place-name');
    let parent = onMap ? wall.querySelector('.wa-canvas') : node;
    while (['inline', 'contents'].includes(getComputedStyle(parent).display)) parent = parent.parentElement;
    const cut = node.closest('.wa-cut, .wa-news span');
    if (cut && getComputedStyle(cut).overflowY !== 'visible' && cut.scrollHeight > cut.clientHeight + 1) told.outside.push(text.slice(0, 24) + ' is cut at its foot');
    if (!cut && !onMap && outside({ ...box.toJSON(), top: parent.getBoundingClientRect().top, bottom: parent.getBoundingClientRect().bottom }, parent.getBoundingClientRect())) told.outside.push(text.slice(0, 24) + ' in ' + parent.className);
    const card = node.closest('.wa-card, .wa-top, .wa-foot, .wa-canvas');
    if (card && !cut && outside(box, card.getBoundingClientRect()) && !onMap) told.outside.push(text.slice(0, 24) + ' beyond its card');
    if (onMap && outside(box, parent.getBoundingClientRect())) told.outside.push(text.slice(0, 24) + ' beyond the map');
    const style = getComputedStyle(node), size = parseFloat(style.fontSize) / unit;
    const least = !node.closest('.wa-row') ? 16 : node.closest('small, .wa-what, .wa-control, .wa-plate, .wa-few, .wa-apart') ? 18 : 20;
    if (size < least - 0.05) told.small.push(`${text.slice(0, 24)} ${size.toFixed(1)}`);
    const a = light(rgb(style.color)), b = light(ground(node)), ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) told.pale.push(`${text.slice(0, 24)} ${ratio.toFixed(1)}`);
  }
  for (const row of wall.querySelectorAll('.wa-row')) {
    if (row.hidden || !seen(row)) continue;
    told.rows++;
    const box = row.getBoundingClientRect(), room = row.closest('.wa-fit, .wa-cards').getBoundingClientRect();
    if (outside(box, room)) told.outside.push('half a row: ' + row.textContent.slice(0, 24));
  }
  return told;
}
