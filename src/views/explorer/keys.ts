/** What a key press undoes or redoes: Ctrl or ⌘ with Z, with Shift and Z, or with Y; null for any other. */
export function undoKey({
  key,
  ctrlKey,
  metaKey,
  altKey,
  shiftKey,
}: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">): "undo" | "redo" | null {
  if (ctrlKey === metaKey || altKey) return null;
  const letter = key.toLowerCase();
  if (letter === "z") return shiftKey ? "redo" : "undo";
  return letter === "y" && ctrlKey && !shiftKey ? "redo" : null;
}

const textTypes = ["text", "search", "number", "email", "url", "password"];

/** Whether keys write text there, and undo it. */
export function isTextField(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return textTypes.includes(target.type);
  return target instanceof HTMLTextAreaElement || (target instanceof HTMLElement && target.isContentEditable);
}
