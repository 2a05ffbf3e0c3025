// Tells a page whether its top is in view: what is being read must not move.
export function watchTop(element, page) {
  const observer = new IntersectionObserver(entries =>
    page.invokeMethodAsync('TopInViewAsync', entries[entries.length - 1].isIntersecting));
  observer.observe(element);
  return { stop: () => observer.disconnect() };
}
