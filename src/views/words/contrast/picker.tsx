import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import type { RowGroup, Store } from "../../../client";
import { count } from "../../parts/format";
import { Icon } from "../../parts/icons";
import { Dot } from "../../parts/label-name";
import { Popover } from "../../parts/popover";
import { useRoving } from "../../parts/roving";
import { choicesOf } from "./choices";

interface Options {
  readonly store: Store;
  /** Accessible name of the button. */
  readonly name: string;
  readonly title?: string;
  readonly className: string;
  /** The group on the other side: there is a rest to it. */
  readonly other: RowGroup | null;
  readonly onPick: (group: RowGroup) => void;
  readonly children: ComponentChildren;
}

/** A button that opens a list of groups with a field that searches it. */
export function GroupPicker({ store, name, title = name, className, other, onPick, children }: Options) {
  return (
    <Popover name={name} title={title} className={className} width={280} button={children}>
      {(close) => (
        <Groups
          store={store}
          other={other}
          onPick={(group) => {
            close();
            onPick(group);
          }}
        />
      )}
    </Popover>
  );
}

function Groups({ store, other, onPick }: Pick<Options, "store" | "other" | "onPick">) {
  const typed = useSignal("");
  const root = useRef<HTMLDivElement>(null);
  useRoving(root, "vertical");
  const wanted = typed.value.trim().toLowerCase();
  const found = choicesOf(store, other)
    .map(({ title, choices }) => ({
      title,
      choices: choices.filter(({ name }) => name.toLowerCase().includes(wanted)),
    }))
    .filter(({ choices }) => choices.length > 0);
  return (
    <div class="jp-Semla-groupPicker" ref={root}>
      <label class="jp-Semla-search">
        <Icon name="search" />
        <input
          type="search"
          placeholder="Search labels and clusters"
          aria-label="Search groups"
          onInput={(event) => (typed.value = event.currentTarget.value)}
        />
      </label>
      {found.length === 0 && (
        <p class="jp-Semla-note">
          {wanted
            ? "No group has this in its name."
            : "There is no group to choose yet: select rows, or pass label= to explore."}
        </p>
      )}
      {found.map(({ title, choices }) => (
        <div key={title}>
          <h4>{title}</h4>
          <ul aria-label={title}>
            {choices.map(({ name, size, colour, rows }, i) => (
              <li key={i}>
                <button type="button" title={name} onClick={() => onPick({ name, rows: rows() })}>
                  {colour && <Dot colour={colour} />}
                  <span class="jp-Semla-ellipsis" dir="auto">
                    {name}
                  </span>
                  <span class="jp-Semla-number jp-Semla-quiet">{count(size)}</span>
                </button>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}
