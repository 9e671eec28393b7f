import type { Signal } from "@preact/signals";
import type { RowGroup, Store } from "../../../client";
import { count, counted, labelText } from "../../parts/format";
import { Icon } from "../../parts/icons";
import { IconButton } from "../../parts/icon-button";
import { SideBadge } from "../../parts/side-badge";
import { choose } from "./choices";
import type { Contrasted } from "./contrasted";
import { GroupPicker } from "./picker";

/** What is held against what, with the two groups to be changed, and what the bars mean. */
export function ContrastHeading(options: {
  store: Store;
  contrasted: Contrasted;
  typed: Signal<string>;
  /** Whether there are lists to explain and to search. */
  lists: boolean;
}) {
  const { store, contrasted, typed, lists } = options;
  const { kind, a, b, selected } = contrasted;
  const rows = counted(a.size, selected ? "selected row" : "row");
  return (
    <header class="jp-Semla-contrastHeading">
      <h3>
        B minus A
        <span class="jp-Semla-quiet">
          {kind === "models" ? `${rows}, percentage points` : "percentage points"}
        </span>
        {kind === "groups" && <GroupTools store={store} />}
      </h3>
      {kind === "groups" ? <ChosenGroups store={store} sizes={{ a: a.size, b: b.size }} /> : null}
      {kind === "frames" && (
        <p class="jp-Semla-contrastSides">
          {[a, b].map(({ name, size }, i) => (
            <span key={name}>
              <SideBadge side={i === 0 ? "a" : "b"} /> <strong>{name}</strong>{" "}
              {counted(size, selected ? "selected row" : "row")}
            </span>
          ))}
        </p>
      )}
      {lists && <Key paired={kind === "models"} />}
      {lists && (
        <label class="jp-Semla-search">
          <Icon name="search" size={14} />
          <input
            type="search"
            placeholder="Search the lists"
            aria-label="Search the lists"
            value={typed.value}
            onInput={(event) => (typed.value = event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== "Escape" || !typed.value) return;
              typed.value = "";
              event.stopPropagation();
            }}
          />
        </label>
      )}
    </header>
  );
}

/** The two groups: each opens a list to choose another from. */
export function ChosenGroups(options: {
  store: Store;
  /** Rows shown of each; null where it is not chosen yet. */
  sizes: { readonly a: number | null; readonly b: number | null };
}) {
  const { store, sizes } = options;
  const { a, b } = store.groups.value;
  return (
    <div class="jp-Semla-contrastGroups">
      <Chosen store={store} side="a" group={a} other={b} size={sizes.a} />
      <Chosen store={store} side="b" group={b} other={a} size={sizes.b} />
    </div>
  );
}

function GroupTools({ store }: { store: Store }) {
  const { a, b } = store.groups.value;
  return (
    <>
      <span class="jp-Semla-space" />
      <IconButton
        icon={<Icon name="swap" size={14} />}
        name="Swap A and B"
        onClick={() => store.setGroups({ a: b, b: a })}
      />
      <IconButton
        icon={<Icon name="cross" size={14} />}
        name="Compare no more"
        onClick={() => store.setGroups({ a: null, b: null })}
      />
    </>
  );
}

interface ChosenOptions {
  readonly store: Store;
  readonly side: "a" | "b";
  readonly group: RowGroup | null;
  readonly other: RowGroup | null;
  readonly size: number | null;
}

function Chosen({ store, side, group, other, size }: ChosenOptions) {
  const letter = side.toUpperCase();
  return (
    <div class="jp-Semla-contrastGroup">
      <SideBadge side={side} />
      <GroupPicker
        store={store}
        name={group ? `Group ${letter}: ${group.name}` : `Choose group ${letter}`}
        className="jp-Semla-quietButton jp-Semla-smallButton"
        other={other}
        onPick={(next) => choose(store, side, next)}
      >
        <span class="jp-Semla-ellipsis" dir="auto">
          {group ? labelText(group.name) : "choose…"}
        </span>
        {size !== null && <span class="jp-Semla-quiet">{count(size)}</span>}
        <Icon name="caretDown" size={12} />
      </GroupPicker>
      {group && (
        <IconButton
          icon={<Icon name="cross" size={12} />}
          name={`Remove group ${letter}`}
          onClick={() => choose(store, side, null)}
        />
      )}
    </div>
  );
}

function Key({ paired }: { paired: boolean }) {
  const test = paired ? "McNemar's test" : "two proportions";
  return (
    <p class="jp-Semla-contrastKey">
      <span>
        <span class="jp-Semla-swatch" data-side="a" /> more in A
      </span>
      <span>
        <span class="jp-Semla-swatch" data-side="b" /> more in B
      </span>
      <span title={`${test}, Benjamini-Hochberg over all rows of a list`}>
        <span class="jp-Semla-swatch" data-chance="true" /> within chance at 5 % (BH)
      </span>
    </p>
  );
}
