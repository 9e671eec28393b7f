import type { AnalysisSummary, Columns, Store } from "../../client";
import { count } from "../parts/format";
import type { MapState } from "./state";

/** What the map is, how far to trust it, and how many words lie over it. */
export function Footer({ store, state }: { readonly store: Store; readonly state: MapState }) {
  const { positions, layout } = store.columns.value;
  const words = state.words.value;
  const parts = layout?.final
    ? finalParts(store.summary.value, layout)
    : [`${methodName(layout?.method)} of ${count(placedRows(positions))} rows so far`];
  if (words !== null && store.view.value.words)
    parts.push(`${count(words)} local ${words === 1 ? "word" : "words"}`);
  return (
    <p class="jp-Semla-mapFooter" data-semla-panel>
      {parts.map((part) => (
        <span key={part}>{part}</span>
      ))}
    </p>
  );
}

function finalParts(summary: AnalysisSummary | null, layout: NonNullable<Columns["layout"]>): string[] {
  if (layout.method === "given") return ["positions as given"];
  const parts = [methodName(layout.method)];
  if (summary && summary.layout !== "given") {
    const { method, metric, neighbours, perplexity } = summary.layout;
    parts[0] = {
      umap: `UMAP, ${metric}, ${neighbours} neighbours`,
      tsne: `t-SNE, ${metric}, perplexity ${perplexity}`,
      pca: "PCA",
    }[method];
  }
  const quality = summary?.quality;
  if (quality)
    parts.push(
      `trustworthiness ${thousandths(quality.trustworthiness)}`,
      `continuity ${thousandths(quality.continuity)}`,
    );
  return parts;
}

function methodName(method: string | undefined): string {
  return method === "umap" ? "UMAP" : method === "tsne" ? "t-SNE" : "PCA";
}

function thousandths(share: number): string {
  return share.toFixed(3).replace(/^0/, "");
}

function placedRows(positions: Float32Array | null): number {
  let placed = 0;
  for (let i = 0; i < (positions?.length ?? 0); i += 2) if (!Number.isNaN(positions?.[i])) placed++;
  return placed;
}
