import type { Signal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { type ColourBy, colourModes, type Store } from "../../client";
import { count, percent } from "../parts/format";
import { Icon } from "../parts/icons";
import { Menu } from "../parts/menu";
import type { Layout } from "../explorer/layout";

const colourNames: Record<ColourBy, string> = {
  gold: "gold label",
  cluster: "label cluster",
  prediction: "predicted label",
  confidence: "confidence",
  correct: "right or wrong",
};

/** Data set and model, what is shown and how right it is; search, colour, errors, menu. */
export function Bar({ store, layout, onHelp }: { store: Store; layout: Signal<Layout>; onHelp: () => void }) {
  const compact = layout.value === "narrow" || layout.value === "single";
  return (
    <div class="jp-Semla-bar" role="toolbar" aria-label="Explorer">
      <Title store={store} />
      <span class="jp-Semla-divider" />
      <Shown store={store} compact={compact} />
      <span class="jp-Semla-space" />
      <Search store={store} compact={compact} />
      <Colour store={store} compact={compact} />
      <Errors store={store} compact={compact} />
      <More store={store} onHelp={onHelp} />
    </div>
  );
}

function Title({ store }: { store: Store }) {
  const { dataset, model } = store.title.value;
  return (
    <>
      <span class="jp-Semla-title" title={dataset}>
        <Icon name="database" />
        <strong>{dataset}</strong>
      </span>
      {model && (
        <span class="jp-Semla-title" title={model}>
          <Icon name="model" />
          <strong>{model}</strong>
        </span>
      )}
    </>
  );
}

function Shown({ store, compact }: { store: Store; compact: boolean }) {
  const rows = store.rows.value;
  const shown = store.shown.value.length;
  const accuracy = store.accuracy.value;
  if (!rows) return null;
  return (
    <>
      <span class="jp-Semla-figure">
        <strong>{count(shown)}</strong>
        {compact ? " rows" : ` of ${count(rows)} rows`}
      </span>
      {accuracy !== null && (
        <span class="jp-Semla-figure" title="Share of the rows shown whose prediction is the gold label">
          {compact ? "" : "accuracy "}
          <strong>{percent(accuracy)}</strong>
          {compact ? " right" : ""}
        </span>
      )}
    </>
  );
}

function Search({ store, compact }: { store: Store; compact: boolean }) {
  const input = useRef<HTMLInputElement>(null);
  const [open, setOpen] = useState(false);
  const text = store.filter.value.text ?? "";
  useEffect(() => {
    if (open) input.current?.focus();
  }, [open]);
  if (compact && !open && !text) {
    return (
      <button
        type="button"
        class="jp-Semla-iconButton"
        title="Search text"
        aria-label="Search text"
        data-key="/"
        onClick={() => setOpen(true)}
      >
        <Icon name="search" />
      </button>
    );
  }
  return (
    <label class="jp-Semla-search">
      <Icon name="search" />
      <input
        ref={input}
        type="search"
        placeholder="Search text"
        aria-label="Search text"
        data-key="/"
        value={text}
        onInput={(event) => store.refine({ text: event.currentTarget.value || undefined })}
        onBlur={() => setOpen(false)}
        onKeyDown={(event) => {
          if (event.key === "Escape") store.refine({ text: undefined });
          event.stopPropagation();
        }}
      />
      {!text && <kbd>/</kbd>}
    </label>
  );
}

function Colour({ store, compact }: { store: Store; compact: boolean }) {
  const { colourBy } = store.view.value;
  const known = colourModes.filter((mode) => available(store, mode));
  return (
    <Menu
      name={`Colour by ${colourNames[colourBy]}`}
      className={compact ? "jp-Semla-iconButton" : "jp-Semla-button"}
      items={known.map((mode) => ({
        name: colourNames[mode],
        checked: mode === colourBy,
        onSelect: () => store.setView({ colourBy: mode }),
      }))}
    >
      {compact ? (
        <Icon name="palette" />
      ) : (
        <>
          <span class="jp-Semla-quiet">Colour</span> {colourNames[colourBy]}
          <Icon name="caretDown" size={12} />
        </>
      )}
    </Menu>
  );
}

function available(store: Store, mode: ColourBy): boolean {
  const { gold, prediction, confidence, clusterOfLabel } = store.columns.value;
  const needs: Record<ColourBy, boolean> = {
    gold: gold !== null,
    cluster: clusterOfLabel !== null,
    prediction: prediction !== null,
    confidence: confidence !== null,
    correct: gold !== null && prediction !== null,
  };
  return needs[mode];
}

function Errors({ store, compact }: { store: Store; compact: boolean }) {
  if (!store.gold.value || !store.prediction.value) return null;
  const on = store.filter.value.errors === true;
  return (
    <button
      type="button"
      class="jp-Semla-button"
      title="Show errors only"
      aria-label={`Show errors only, ${count(store.errorCount.value)} errors`}
      aria-pressed={on}
      onClick={() => store.refine({ errors: on ? undefined : true })}
    >
      <Icon name="cross" size={12} />
      {!compact && "Errors"}
      <span class="jp-Semla-badge">{count(store.errorCount.value)}</span>
    </button>
  );
}

function More({ store, onHelp }: { store: Store; onHelp: () => void }) {
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
