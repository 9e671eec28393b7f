/** What an error says, for a sentence. */
export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
