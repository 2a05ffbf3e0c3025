// Tells a page whether its top is in view: what is being read must not move.
export function watchTop(element, page) {
  let inView = true;
  let timer;
  // While the connection is lost it can't be told: it is, once it is back.
  const tell = () => page.invokeMethodAsync('TopInViewAsync', inView).catch(() => { timer = setTimeout(tell, 1000); });
  const observer = new IntersectionObserver(entries => {
    inView = entries[entries.length - 1].isIntersecting;
    clearTimeout(timer);
    tell();
  });
  observer.observe(element);
  return { stop: () => { observer.disconnect(); clearTimeout(timer); } };
}
