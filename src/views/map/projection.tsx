import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { sentenceOf, type AnalysisSummary, type Columns, type Store } from "../../client";
import { Icon } from "../parts/icons";
import { Menu } from "../parts/menu";

const methods = ["umap", "tsne", "pca", "semla_tsne", "semla_umap"] as const;
type Method = (typeof methods)[number];

const names: Record<Method, string> = {
  umap: "UMAP",
  tsne: "t-SNE",
  pca: "PCA",
  semla_tsne: "SemLa t-SNE",
  semla_umap: "SemLa UMAP",
};

/** The projection's name; that of any other way to lay out is "positions as given". */
export function methodName(method: string | undefined): string {
  return names[method as Method] ?? "positions as given";
}

/** The projection in words, with the settings that matter for it. */
export function describeProjection(summary: AnalysisSummary | null, layout: Columns["layout"]): string {
  if (!summary || summary.layout === "given" || layout?.method !== summary.layout.method)
    return methodName(layout?.method);
  const { method, metric, neighbours, perplexity } = summary.layout;
  return {
    umap: `UMAP, ${metric}, ${neighbours} neighbours`,
    tsne: `t-SNE, ${metric}, perplexity ${perplexity}`,
    pca: "PCA",
    semla_tsne: `SemLa t-SNE, inner product, perplexity ${perplexity}`,
    semla_umap: `SemLa UMAP, inner product, ${neighbours} neighbours`,
  }[method];
}

interface Options {
  readonly store: Store;
  /** Only the name, where there is little room. */
  readonly short: boolean;
}

/** Says how rows are laid out and offers other ways; says what is being computed, and what failed. */
export function ProjectionMenu({ store, short }: Options) {
  const running = useSignal<Method | null>(null);
  const failure = useSignal<string | null>(null);
  const asking = useRef<AbortController | null>(null);
  useEffect(() => () => asking.current?.abort(), [store]);
  const { layout } = store.columns.value;
  const summary = store.summary.value;
  const words = short ? methodName(layout?.method) : describeProjection(summary, layout);
  // without embeddings there is nothing to lay out anew
  const possible =
    summary?.dimension !== null &&
    summary !== null &&
    !["closed", "saved"].includes(store.status.value.phase);
  if (!possible) return <span>{words}</span>;

  const stop = (): void => {
    asking.current?.abort();
    asking.current = null;
    running.value = null;
  };
  const project = async (method: Method): Promise<void> => {
    stop();
    failure.value = null;
    if (method === layout?.method) return;
    const own = new AbortController();
    asking.current = own;
    running.value = method;
    try {
      await store.compute.project({ method }, own.signal);
    } catch (error) {
      if (own.signal.aborted) return;
      failure.value = `${names[method]}: ${sentenceOf(error)}`;
    }
    if (asking.current === own) running.value = null;
  };
  return (
    <span class="jp-Semla-projection">
      <Menu
        name={`Projection: ${describeProjection(summary, layout)}`}
        className="jp-Semla-projectionButton"
        align="start"
        items={methods.map((method) => ({
          name: names[method],
          checked: method === layout?.method,
          onSelect: () => void project(method),
        }))}
      >
        {words}
        <Icon name="caretUp" size={12} />
      </Menu>
      {running.value && (
        <span class="jp-Semla-projectionState" role="status">
          laying out as {names[running.value]} …
          <button type="button" class="jp-Semla-projectionButton" onClick={stop}>
            Cancel
          </button>
        </span>
      )}
      {failure.value !== null && (
        <span class="jp-Semla-projectionState jp-Semla-mapError" role="alert">
          <Icon name="cross" size={12} /> {failure.value}
        </span>
      )}
    </span>
  );
}
