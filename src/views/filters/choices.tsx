import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { count, counted } from "../parts/format";
import { RowList } from "../parts/group";
import { Icon } from "../parts/icons";
import { Dot } from "../parts/label-name";

export interface Choice {
  /** What the filter names: the raw label, or a cluster's number. */
  readonly id: string | number;
  readonly name: string;
  /** Rows that the other conditions let through. */
  readonly rows: number;
  readonly colour?: string | undefined;
}

/** Entries drawn before one asks for the rest. */
const FIRST = 40;
/** From so many entries on there is a field to find one. */
const MANY = 9;

interface FoldOptions {
  readonly name: string;
  /** What is chosen, in short; "" where nothing is. */
  readonly chosen: string;
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
  /** Made only while it is open. */
  readonly children: () => ComponentChildren;
}

/** A condition of the panel, folded to its name and what is chosen. */
export function Fold({ name, chosen, open, onOpen, children }: FoldOptions) {
  return (
    <div class="jp-Semla-fold">
      <button type="button" aria-expanded={open} title={chosen || undefined} onClick={() => onOpen(!open)}>
        <Icon name={open ? "caretDown" : "caretRight"} size={12} />
        <span>{name}</span>
        <span class="jp-Semla-foldChosen jp-Semla-ellipsis" data-any={chosen === ""}>
          {chosen || "any"}
        </span>
      </button>
      {open && <div class="jp-Semla-foldBody">{children()}</div>}
    </div>
  );
}

interface ChoicesOptions {
  readonly name: string;
  readonly choices: readonly Choice[];
  readonly picked: readonly (string | number)[];
  readonly onToggle: (id: string | number) => void;
}

/** A list of which any number can be chosen; long ones can be searched. */
export function Choices({ name, choices, picked, onToggle }: ChoicesOptions) {
  const [query, setQuery] = useState("");
  const [all, setAll] = useState(false);
  const wanted = query.trim().toLowerCase();
  const found = wanted ? choices.filter((choice) => choice.name.toLowerCase().includes(wanted)) : choices;
  const drawn = all ? found : found.slice(0, FIRST);
  return (
    <>
      {choices.length >= MANY && (
        <label class="jp-Semla-search">
          <Icon name="search" size={14} />
          <input
            type="search"
            placeholder={`Find among ${count(choices.length)}`}
            aria-label={`Find ${name.toLowerCase()}`}
            onInput={(event) => setQuery(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== "Escape" || query === "") return;
              event.currentTarget.value = "";
              setQuery("");
              event.stopPropagation();
            }}
          />
        </label>
      )}
      {found.length === 0 && <p class="jp-Semla-note">No name contains “{query.trim()}”.</p>}
      <div class="jp-Semla-choices">
        <RowList name={name}>
          {drawn.map(({ id, name: text, rows, colour }) => (
            <li key={id}>
              <button
                type="button"
                role="checkbox"
                aria-checked={picked.includes(id)}
                aria-label={`${text}, ${counted(rows, "row")}`}
                title={String(id) === text ? text : `${text} (${id})`}
                onClick={() => onToggle(id)}
              >
                <span class="jp-Semla-check" aria-hidden="true">
                  {picked.includes(id) && <Icon name="tick" size={12} />}
                </span>
                {colour !== undefined && <Dot colour={colour} />}
                <span class="jp-Semla-ellipsis">{text}</span>
                <span class="jp-Semla-number">{count(rows)}</span>
              </button>
            </li>
          ))}
        </RowList>
        {drawn.length < found.length && (
          <button type="button" class="jp-Semla-link" onClick={() => setAll(true)}>
            {count(found.length - drawn.length)} more
          </button>
        )}
      </div>
    </>
  );
}
