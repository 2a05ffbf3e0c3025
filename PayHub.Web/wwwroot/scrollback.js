// After a reload a page first shows skeletons, too short to be scrolled to where it was: go back there as soon as it is long enough.
const key = 'payhub-scroll';
const patience = 10000;
const [address, y] = JSON.parse(sessionStorage.getItem(key) ?? '[]');

addEventListener('pagehide', () => sessionStorage.setItem(key, JSON.stringify([location.href, scrollY])));

if (performance.getEntriesByType('navigation')[0]?.type === 'reload' && address === location.href && y > 0) {
  const observer = new ResizeObserver(() => {
    if (document.documentElement.scrollHeight - innerHeight < y) return;
    scrollTo(0, y);
    observer.disconnect();
  });
  observer.observe(document.body);
  const stop = () => observer.disconnect();
  // Who moves by themselves has chosen where to be.
  for (const moved of ['wheel', 'touchstart', 'pointerdown', 'keydown']) addEventListener(moved, stop, { once: true, passive: true });
  setTimeout(stop, patience);
}
