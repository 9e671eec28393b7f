import { useState } from "preact/hooks";
import type { Store } from "../../client";
import { Pattern, type PatternKind } from "../filters";
import { Icon } from "../parts/icons";
import { IconButton } from "../parts/icon-button";

/**
 * Filters rows by their text as one types, read as it stands or as a regular expression. A button that opens the field
 * where the bar is short.
 */
export function Search({ store, compact }: { store: Store; compact: boolean }) {
  const [open, setOpen] = useState(false);
  const { text, regex } = store.filter.value;
  const [wanted, setWanted] = useState<PatternKind>("text");
  // an expression that was set elsewhere shows here, too
  const kind = text === undefined && regex !== undefined ? "regex" : wanted;
  if (compact && !open && text === undefined && regex === undefined) {
    return (
      <IconButton
        icon={<Icon name="search" />}
        name="Search text"
        shortcut="/"
        onClick={() => setOpen(true)}
      />
    );
  }
  return (
    <Pattern
      store={store}
      kind={kind}
      name={kind === "text" ? "Search text" : "Search by expression"}
      onKind={setWanted}
      shortcut="/"
      focus={open}
      onLeave={() => setOpen(false)}
    />
  );
}
