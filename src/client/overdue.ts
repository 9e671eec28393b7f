/** Requests that the other side has not taken up by now: it is doing something else. */
export interface Overdue {
  sent(id: number): void;
  /** The request was taken up, answered or given up. */
  heard(id: number): void;
  dispose(): void;
}

/**
 * Tells when a request has waited for `after` ms without being taken up, and when none does so any more.
 * A busy interpreter that can answer takes up to some 100 ms.
 */
export function overdue(tell: (late: boolean) => void, after = 400): Overdue {
  const timers = new Map<number, ReturnType<typeof setTimeout>>();
  const late = new Set<number>();
  return {
    sent(id) {
      const ring = (): void => {
        if (late.add(id).size === 1) tell(true);
      };
      timers.set(id, setTimeout(ring, after));
    },
    heard(id) {
      clearTimeout(timers.get(id));
      timers.delete(id);
      if (late.delete(id) && late.size === 0) tell(false);
    },
    dispose() {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
      late.clear();
    },
  };
}
