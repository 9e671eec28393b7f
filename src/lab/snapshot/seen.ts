/** Room above and below the screen in which things are made ready, px. */
const MARGIN = 400;

/** Waits until an element is on screen, or nearly. False: `stop` came first. */
export function seen(element: Element, stop: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) end(true);
      },
      { rootMargin: `${MARGIN}px 0px` },
    );
    const end = (value: boolean): void => {
      observer.disconnect();
      resolve(value);
    };
    stop.addEventListener("abort", () => end(false), { once: true });
    observer.observe(element);
  });
}
