// A new page begins at its heading, for who hears it; but whoever types already, in the search box say, goes on typing.
export function heading() {
  const typing = document.activeElement?.closest('input, textarea, select, [contenteditable], [role=dialog]');
  if (typing) return;
  const h1 = document.querySelector('h1');
  if (!h1) return;
  if (!h1.hasAttribute('tabindex')) h1.setAttribute('tabindex', '-1');
  h1.focus({ preventScroll: true });
}
