/* Names of townships on the battle map that meet a major mark, its plate or its alarm; a line's own leading does not count. */
() => {
  const met = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 3 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4;
  const marks = [...document.querySelectorAll('.rm-mark > svg > g > :not(.rm-late)')].map((node) => node.getBoundingClientRect());
  const named = [...document.querySelectorAll('.rm-label')].filter((node) => getComputedStyle(node).visibility !== 'hidden');
  return named.flatMap((label) => [...label.children]).filter((part) => {
    const range = document.createRange();
    range.selectNodeContents(part);
    const box = range.getBoundingClientRect();
    return part.offsetWidth && marks.some((mark) => met(box, mark));
  }).map((part) => part.textContent);
}
