import type { Store, WordSettings } from "../../client";
import { featureNoun } from "../parts/feature-noun";
import { count, counted } from "../parts/format";
import { methodName, ProjectionMenu } from "./projection";
import type { MapState } from "./state";

/** Narrowest map whose footer says everything, in px. */
const roomyWidth = 680;

/** What the map is, how far to trust it, what its marks mean, and how many words lie over it. */
export function Footer({ store, state }: { readonly store: Store; readonly state: MapState }) {
  const { positions, layout } = store.columns.value;
  const roomy = state.size.value.width >= roomyWidth;
  const words = state.words.value;
  const notes = state.notes.value;
  const parts: string[] = [];
  // the menu stays while it has another projection computed: with it goes the request
  const hasMenu = layout?.final === true || store.summary.value !== null;
  if (!hasMenu) parts.push(`${methodName(layout?.method)} of ${count(placedRows(positions))} rows so far`);
  const quality = layout?.final ? store.summary.value?.quality : null;
  // what the marks mean takes the place of what can wait
  if (notes.length > 0) parts.push(...(roomy ? notes : notes.slice(0, 1)));
  else {
    if (quality) parts.push(`trustworthiness ${thousandths(quality.trustworthiness)}`);
    if (quality && roomy) parts.push(`neighbours kept ${thousandths(quality.kept)}`);
    if (words !== null && roomy && store.view.value.words)
      parts.push(localCount(words, store.view.value.wordSettings));
  }
  const title = quality
    ? `Trustworthiness ${thousandths(quality.trustworthiness)}, continuity ${thousandths(quality.continuity)}, ` +
      `share of the ${quality.neighbours} nearest rows that the map keeps ${thousandths(quality.kept)}`
    : undefined;
  return (
    <div class="jp-Semla-mapFooter" data-semla-panel title={title}>
      {hasMenu && <ProjectionMenu store={store} short={!roomy || notes.length > 0} />}
      {parts.map((part) => (
        <span key={part}>{part}</span>
      ))}
    </div>
  );
}

function thousandths(share: number): string {
  return share.toFixed(3).replace(/^0/, "");
}

function placedRows(positions: Float32Array | null): number {
  let placed = 0;
  for (let i = 0; i < (positions?.length ?? 0); i += 2) if (!Number.isNaN(positions?.[i])) placed++;
  return placed;
}

function localCount(words: number, settings: WordSettings): string {
  return counted(words, `${settings.invert ? "spread-out" : "local"} ${featureNoun(settings)}`);
}
