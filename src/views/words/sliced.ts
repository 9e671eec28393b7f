import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { runInSlices } from "../../client";
import { finished, type Postings } from "../../core";

/** Entries of postings that are read at once, in a millisecond or two; of larger ones lists are made in slices. */
const SMALL = 50_000;

/** What was made of postings, and whether it is of what was asked before. */
export interface Sliced<T> {
  readonly value: T | null;
  readonly busy: boolean;
}

/**
 * What the steps that `start` gives for some postings return: at once where the postings are small, else in slices
 * and until then what was there before. Null without postings.
 * @param inputs what `start` depends on besides; a change stops the steps and starts anew.
 */
export function useSliced<T>(
  postings: Postings | null,
  start: (postings: Postings) => Generator<unknown, T, void>,
  inputs: readonly unknown[],
): Sliced<T> {
  const wanted = useMemo(() => {
    if (!postings) return { value: null, steps: null };
    const steps = start(postings);
    return postings.rows.length > SMALL ? { value: null, steps } : { value: finished(steps), steps: null };
  }, [postings, ...inputs]);
  const [made, setMade] = useState<{ of: typeof wanted; value: T } | null>(null);
  useEffect(() => {
    const { steps } = wanted;
    if (!steps) return undefined;
    const stop = new AbortController();
    void runInSlices(steps, stop.signal).then((value) => {
      if (value !== null) setMade({ of: wanted, value });
    });
    return () => stop.abort();
  }, [wanted]);
  const before = useRef<T | null>(null);
  const busy = wanted.steps !== null && made?.of !== wanted;
  if (!busy) before.current = wanted.steps ? (made?.value ?? null) : wanted.value;
  return { value: before.current, busy };
}
