/**
 * Values by handle within a budget of bytes: the least recently used ones go first. The newest always stays, also
 * when it alone is over the budget.
 */
export class MemoryStore<V> {
  private readonly entries = new Map<string, { readonly value: V; readonly bytes: number }>();
  private held = 0;

  constructor(private readonly budget: number) {}

  /** Bytes held, as they were told by `set`. */
  get bytes(): number {
    return this.held;
  }

  /** The value, which becomes the most recently used, or undefined where it is unknown or has been let go. */
  get(handle: string): V | undefined {
    const entry = this.entries.get(handle);
    if (!entry) return undefined;
    this.entries.delete(handle);
    this.entries.set(handle, entry);
    return entry.value;
  }

  /** Keeps a value; one with the same handle is replaced. */
  set(handle: string, value: V, bytes: number): void {
    this.delete(handle);
    this.entries.set(handle, { value, bytes });
    this.held += bytes;
    for (const oldest of this.entries.keys()) {
      if (this.held <= this.budget || oldest === handle) break;
      this.delete(oldest);
    }
  }

  /** Forgets a value, if it is known. */
  delete(handle: string): void {
    const entry = this.entries.get(handle);
    if (!entry) return;
    this.entries.delete(handle);
    this.held -= entry.bytes;
  }
}
