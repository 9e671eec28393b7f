import type { Store } from "../../client";
import { Icon } from "../parts/icons";
import { Menu } from "../parts/menu";

/** What the bar has no room for. */
export function More({ store, onHelp }: { store: Store; onHelp: () => void }) {
  const { words, spread, table, column } = store.view.value;
  return (
    <Menu
      name="More"
      className="jp-Semla-iconButton"
      items={[
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
