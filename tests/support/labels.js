/* Names of townships on the battle map or a wall that meet a major mark, its plate or its alarm; a line's own leading does not count. */
() => {
  const k = document.querySelector('.wa-place-name') ? parseFloat(getComputedStyle(document.documentElement).fontSize) / 10 : 1; // a wall grows with its screen
  const met = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 3 * k && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4 * k;
  const marks = [...document.querySelectorAll(':is(.rm-mark, .wa-mark) > svg > g > :not(.rm-late)')].map((node) => node.getBoundingClientRect());
  const named = [...document.querySelectorAll('.rm-label, .wa-place-name')].filter((node) => getComputedStyle(node).visibility !== 'hidden');
  return named.flatMap((label) => [...label.children]).filter((part) => {
    const range = document.createRange();
    range.selectNodeContents(part);
    const box = range.getBoundingClientRect();
    return part.offsetWidth && marks.some((mark) => met(box, mark));
  }).map((part) => part.textContent);
}
