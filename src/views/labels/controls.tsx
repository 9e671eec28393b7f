import type { Sides, Store } from "../../client";
import { Group } from "../parts/group";
import { Icon } from "../parts/icons";
import { Menu } from "../parts/menu";
import { SideBadge } from "../parts/side-badge";
import type { MixedFront } from "./model";
import { labelKeys, type Order, type SortBy } from "./order";

export function FindField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  return (
    <label class="jp-Semla-search">
      <Icon name="search" />
      <input
        type="search"
        placeholder="Find a label"
        aria-label="Find a label"
        value={value}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </label>
  );
}

export function SortMenu(options: {
  order: Order<SortBy>;
  choices: readonly SortBy[];
  onChange: (order: Order<SortBy>) => void;
}) {
  const { order, choices, onChange } = options;
  const { name } = labelKeys[order.by];
  return (
    <Menu
      name={`Sort by ${name}`}
      className="jp-Semla-button"
      items={choices.map((by) => ({
        name: labelKeys[by].name,
        checked: by === order.by,
        onSelect: () => onChange({ by, reversed: false }),
      }))}
    >
      <span class="jp-Semla-quiet">Sort</span> {name}
      <Icon name="caretDown" size={12} />
    </Menu>
  );
}

/** Whose figures the tab shows, in a comparison. */
export function SideSwitch({ store, sides }: { store: Store; sides: Sides }) {
  const { side } = store.view.value;
  return (
    <Group class="jp-Semla-segments" name="Figures of" axis="horizontal">
      {(["a", "b"] as const).map((each) => {
        const name = each === "a" ? sides.nameA : sides.nameB;
        return (
          <button
            key={each}
            type="button"
            aria-label={`${each.toUpperCase()}: ${name}`}
            title={`Figures of ${name}`}
            aria-pressed={each === side}
            onClick={() => store.setView({ side: each })}
          >
            <SideBadge side={each} />
          </button>
        );
      })}
    </Group>
  );
}

/** Where there is room for one of the two: the confusions as a list or as a matrix. */
export function MixedSwitch(options: { front: MixedFront; onChange: (front: MixedFront) => void }) {
  const names = { list: "List", matrix: "Matrix" } as const;
  return (
    <Group class="jp-Semla-segments jp-Semla-mixedSwitch" name="Confusions as" axis="horizontal">
      {(["list", "matrix"] as const).map((front) => (
        <button
          key={front}
          type="button"
          aria-pressed={front === options.front}
          onClick={() => options.onChange(front)}
        >
          {names[front]}
        </button>
      ))}
    </Group>
  );
}
