import { useEffect, useRef, useState } from "preact/hooks";
import { sentenceOf, type Compute, type Store } from "../../client";

/** What the kernel's side has answered to a question, or why it has not. */
export interface Asked<T> {
  /** The answer to the present question; else the last one, so that a picture can stay; null before any. */
  readonly value: T | null;
  /** Whether `value` answers the present question. */
  readonly current: boolean;
  /** Why the present question has no answer. */
  readonly failed: string | null;
  /** From question to answer, in milliseconds; 0 where the answer was known. */
  readonly took: number;
  retry(): void;
}

interface Answer<T> {
  readonly of: string;
  readonly value: T | null;
  readonly failed: string | null;
  readonly took: number;
}

/** Answers kept of an analysis, the oldest forgotten first: going back to a row or a text asks nothing. */
const KEPT = 200;
const kept = new WeakMap<Compute, Map<string, unknown>>();

/**
 * Asks the kernel's side whenever the question changes, and forgets the former one: only the answer to the latest is
 * taken in. Equal questions of one analysis are asked once.
 * @param question tells apart what is asked; null asks nothing.
 */
export function useAsked<T>(
  store: Store,
  question: string | null,
  ask: (signal: AbortSignal) => Promise<T | null>,
): Asked<T> {
  const [answer, setAnswer] = useState<Answer<T> | null>(null);
  const [tries, setTries] = useState(0);
  const last = useRef<Answer<T> | null>(null);
  const { compute } = store;
  const of = question === null ? null : `${store.summary.value?.analysis ?? ""} ${question}`;
  useEffect(() => {
    if (of === null || recall(compute, of) !== undefined) return undefined;
    const abort = new AbortController();
    const asked = performance.now();
    const take = (value: T | null, failed: string | null): void => {
      if (value !== null) remember(compute, of, value);
      if (!abort.signal.aborted) setAnswer({ of, value, failed, took: performance.now() - asked });
    };
    ask(abort.signal).then(
      (value) => take(value, null),
      (error: unknown) => take(null, sentenceOf(error)),
    );
    return () => abort.abort();
  }, [compute, of, tries]);

  const mine = answer?.of === of ? answer : null;
  const known = of === null ? undefined : (recall(compute, of) as T | undefined);
  if (mine && !mine.failed) last.current = mine;
  else if (known !== undefined && last.current?.of !== of)
    last.current = { of: of ?? "", value: known, failed: null, took: 0 };
  return {
    value: of === null ? null : (last.current?.value ?? null),
    current: of !== null && last.current?.of === of,
    failed: mine?.failed ?? null,
    took: last.current?.took ?? 0,
    retry: () => {
      setAnswer(null);
      setTries(tries + 1);
    },
  };
}

function recall(compute: Compute, of: string): unknown {
  return kept.get(compute)?.get(of);
}

function remember(compute: Compute, of: string, value: unknown): void {
  const answers = kept.get(compute) ?? new Map<string, unknown>();
  kept.set(compute, answers);
  answers.set(of, value);
  for (const oldest of answers.keys()) {
    if (answers.size <= KEPT) break;
    answers.delete(oldest);
  }
}
