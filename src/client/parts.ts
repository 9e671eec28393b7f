/**
 * Asks for something that is answered in parts until all of it is done; each answer replaces the one before. Null, for
 * which there is nobody to ask, is the last. Ends without another answer once `signal` is aborted.
 */
export async function* inParts<T extends { readonly done: number; readonly total: number }>(
  ask: () => Promise<T | null>,
  signal: AbortSignal,
): AsyncGenerator<T | null, void, void> {
  for (;;) {
    const answer = await ask();
    if (signal.aborted) return;
    yield answer;
    if (answer === null || answer.done >= answer.total) return;
  }
}
