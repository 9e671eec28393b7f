import type { Store } from "../../client";
import { Icon } from "../parts/icons";
import { Menu, type MenuItem } from "../parts/menu";
import { compareReason } from "./compare";

/** What the bar has no room for; `single` where it is shortest. */
export function More({ store, single, onHelp }: { store: Store; single: boolean; onHelp: () => void }) {
  const { words, spread, table, column, compare } = store.view.value;
  const { canUndo, canRedo, undo, redo } = store.history;
  const reason = compareReason(store);
  const comparison: MenuItem = {
    name: compare && !reason ? "Show one map" : "Compare two maps",
    disabled: reason,
    onSelect: () => store.setView({ compare: !compare }),
  };
  return (
    <Menu
      name="More"
      className="jp-Semla-iconButton"
      items={[
        {
          name: "Undo",
          shortcut: "Ctrl Z",
          disabled: canUndo.value ? undefined : "No filter, selection or group has changed",
          onSelect: undo,
        },
        {
          name: "Redo",
          shortcut: "Ctrl Shift Z",
          disabled: canRedo.value ? undefined : "Nothing was undone",
          onSelect: redo,
        },
        ...(single ? [comparison] : []),
        {
          name: words ? "Hide words on the map" : "Show words on the map",
          onSelect: () => store.setView({ words: !words }),
        },
        {
          name: spread ? "Show true positions" : "Spread points",
          onSelect: () => store.setView({ spread: !spread }),
        },
        {
          name: table ? "Show the map" : "Show rows as a table",
          onSelect: () => store.setView({ table: !table }),
        },
        {
          name: column ? "Hide the side column" : "Show the side column",
          onSelect: () => store.setView({ column: !column }),
        },
        { name: "Keyboard shortcuts", shortcut: "?", onSelect: onHelp },
      ]}
    >
      <Icon name="more" />
    </Menu>
  );
}
