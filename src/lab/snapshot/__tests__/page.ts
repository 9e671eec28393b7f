/** What jsdom lacks and Lumino asks for when it is loaded; imported before it. */
globalThis.DragEvent ??= class extends MouseEvent {} as typeof DragEvent;
