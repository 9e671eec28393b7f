import { useComputed } from "@preact/signals";
import type { Store } from "../../client";
import { type Mask, type Postings } from "../../core";
import { count, counted, percent } from "../parts/format";
import { LabelName } from "../parts/label-name";
import { ShareBar } from "../parts/share-bar";
import { groupOf, labelCounts, type Row, shareRight, topFeatures } from "./group";

const WORDS = 10;
const PHRASES = 5;
const LABELS = 8;

/** Words, phrases and labels of the selection, or of all rows shown while nothing is selected. */
export function Words({ store }: { store: Store }) {
  const group = useComputed(() => groupOf(store.shownMask.value, store.selectionMask.value));
  if (!store.dataset.value) return <Waiting />;
  const { inside, size, selected } = group.value;
  if (!size) {
    return (
      <p class="jp-Semla-empty">
        {selected
          ? "The filters hide every selected row."
          : "No row passes the filters. Remove one above the map."}
      </p>
    );
  }
  return (
    <div class="jp-Semla-tabBody">
      <Heading store={store} inside={inside} size={size} selected={selected} />
      <div class="jp-Semla-features">
        <Features store={store} title="Words" postings={store.features.words.value} limit={WORDS} />
        <Features store={store} title="Phrases" postings={store.features.phrases.value} limit={PHRASES} />
      </div>
      <p class="jp-Semla-key">
        <span class="jp-Semla-swatch" /> {selected ? "selection" : "rows shown"}
        {selected && (
          <>
            <span class="jp-Semla-swatchTick" /> elsewhere
            <span class="jp-Semla-space" />
            more than chance at 5 % (BH)
          </>
        )}
      </p>
      <Labels store={store} inside={inside} />
    </div>
  );
}

function Waiting() {
  return (
    <div class="jp-Semla-tabBody" aria-busy="true">
      <h3>Words</h3>
      <div class="jp-Semla-waiting" />
      <h3>Labels</h3>
      <div class="jp-Semla-waiting" />
    </div>
  );
}

function Heading(options: { store: Store; inside: Mask; size: number; selected: boolean }) {
  const { store, inside, size, selected } = options;
  const gold = store.gold.value;
  const known = store.prediction.value !== null && gold !== null;
  const here = known ? shareRight(store, inside) : NaN;
  const elsewhere = known && selected ? shareRight(store, store.shownMask.value, inside) : NaN;
  const labels = gold ? labelCounts(gold, inside).filter((n) => n > 0).length : 0;
  return (
    <header class="jp-Semla-group">
      <h3>
        {selected ? "Selection" : "All shown"} <span class="jp-Semla-quiet">{counted(size, "row")}</span>
      </h3>
      <p>
        {gold && `${counted(labels, "gold label")}`}
        {!Number.isNaN(here) && (
          <>
            , <strong>{percent(here)}</strong> right
          </>
        )}
        {!Number.isNaN(elsewhere) && ` against ${percent(elsewhere)} elsewhere`}
      </p>
      {!selected && (
        <p class="jp-Semla-note">Draw around points with the lasso, or pick a label, to see its words.</p>
      )}
    </header>
  );
}

function Features(options: { store: Store; title: string; postings: Postings | null; limit: number }) {
  const { store, title, postings, limit } = options;
  const rows = useComputed<Row[] | null>(() => {
    const built = title === "Words" ? store.features.words.value : store.features.phrases.value;
    return (
      built &&
      topFeatures(
        built,
        groupOf(store.shownMask.value, store.selectionMask.value),
        store.shownMask.value,
        limit,
      )
    );
  });
  const most = Math.max(...(rows.value ?? []).map((row) => Math.max(row.inside, row.elsewhere ?? 0)), 0.01);
  return (
    <section aria-busy={!postings}>
      <h3>
        {title} <small>% of rows</small>
      </h3>
      {!rows.value && <div class="jp-Semla-waiting" />}
      {rows.value?.length === 0 && <p class="jp-Semla-note">None more frequent here beyond chance.</p>}
      <ul>
        {rows.value?.map((row) => (
          <li key={row.name}>
            <button
              type="button"
              title={`${row.name}: ${counted(row.count, "row")}. Click to filter by this text.`}
              onClick={() => store.refine({ text: row.name })}
            >
              <span class="jp-Semla-labelText">{row.name}</span>
              <ShareBar
                kind="selection"
                value={row.inside / most}
                {...(row.elsewhere !== null && { tick: row.elsewhere / most })}
              />
              <span class="jp-Semla-number">{Math.round(row.inside * 100)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Labels({ store, inside }: { store: Store; inside: Mask }) {
  const gold = store.gold.value;
  const prediction = store.prediction.value;
  const first = gold ?? prediction;
  if (!first) return null;
  const goldCounts = gold && labelCounts(gold, inside);
  const predicted = prediction && labelCounts(prediction, inside);
  const total = (label: number): number => Math.max(goldCounts?.[label] ?? 0, predicted?.[label] ?? 0);
  const labels = [...first.names.keys()]
    .filter((label) => total(label) > 0)
    .sort((a, b) => total(b) - total(a) || a - b);
  const most = total(labels[0] ?? 0) || 1;
  const more = labels.length - LABELS;
  return (
    <section class="jp-Semla-labelsOfGroup">
      <h3>
        Labels
        <small>
          {gold && <span class="jp-Semla-swatch jp-mod-neutral" />} {gold && "gold"}{" "}
          {prediction && <span class="jp-Semla-swatch jp-mod-cluster" />} {prediction && "predicted"}
        </small>
      </h3>
      <ul>
        {labels.slice(0, LABELS).map((label) => (
          <li key={label}>
            <button
              type="button"
              title="Click to filter by this label"
              onClick={() =>
                store.refine(
                  gold ? { label: [first.names[label] ?? ""] } : { prediction: [first.names[label] ?? ""] },
                )
              }
            >
              <LabelName store={store} label={label} />
              <span class="jp-Semla-pair" aria-hidden="true">
                {goldCounts && <span style={{ width: `${((goldCounts[label] ?? 0) / most) * 100}%` }} />}
                {predicted && (
                  <span
                    style={{
                      width: `${((predicted[label] ?? 0) / most) * 100}%`,
                      background: store.labelColours.value[label],
                    }}
                  />
                )}
              </span>
              {goldCounts && (
                <span class="jp-Semla-number jp-Semla-quiet">{count(goldCounts[label] ?? 0)}</span>
              )}
              {predicted && <span class="jp-Semla-number">{count(predicted[label] ?? 0)}</span>}
            </button>
          </li>
        ))}
      </ul>
      {more > 0 && (
        <button type="button" class="jp-Semla-link" onClick={() => store.setView({ tab: "labels" })}>
          {counted(more, "more label")}
        </button>
      )}
    </section>
  );
}
