import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { sentenceOf, type Store } from "../../client";
import { counted } from "../parts/format";
import { Icon } from "../parts/icons";
import { Menu } from "../parts/menu";

/** Clusters that can be asked for. */
const MOST = 24;

/** What has been asked for and is not done: under way, or failed with the reason. */
export interface Grouping {
  readonly count: number | null;
  readonly error: string | null;
}

/** Groups labels anew and follows how it goes; asking again drops what was asked before. */
export function useGrouping(store: Store) {
  const state = useSignal<Grouping | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const cancel = (): void => {
    running.current?.abort();
    running.current = null;
    state.value = null;
  };
  const group = async (count: number | null): Promise<void> => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    state.value = { count, error: null };
    let error: string | null = null;
    try {
      await store.compute.clusters(count, controller.signal);
    } catch (reason) {
      error = sentenceOf(reason);
    }
    if (running.current === controller) state.value = error === null ? null : { count, error };
  };
  return { state, group, cancel };
}

/** How many clusters the labels are grouped into. `labels` have rows. */
export function ClustersMenu(options: {
  store: Store;
  labels: number;
  onGroup: (count: number | null) => void;
}) {
  const { store, labels, onGroup } = options;
  const now = store.clusters.value.length;
  const counts = Array.from({ length: Math.min(MOST, labels) }, (_, i) => i + 1);
  return (
    <Menu
      name={`Clusters: ${now}`}
      className="jp-Semla-button"
      items={[
        { name: "automatic", onSelect: () => onGroup(null) },
        ...counts.map((count) => ({
          name: String(count),
          checked: count === now,
          onSelect: () => onGroup(count),
        })),
      ]}
    >
      <span class="jp-Semla-quiet">Clusters</span> {now}
      <Icon name="caretDown" size={12} />
    </Menu>
  );
}

/** What a grouping under way, or one that failed, says. */
export function GroupingNotice(options: {
  grouping: Grouping | null;
  onRetry: (count: number | null) => void;
  onCancel: () => void;
}) {
  const { grouping, onRetry, onCancel } = options;
  if (!grouping) return null;
  const { count, error } = grouping;
  const what = count === null ? "as many clusters as suit them" : counted(count, "cluster");
  if (error === null)
    return (
      <p class="jp-Semla-groupingNotice" role="status">
        Grouping the labels into {what} …
        <button type="button" class="jp-Semla-link" onClick={onCancel}>
          Cancel
        </button>
      </p>
    );
  return (
    <p class="jp-Semla-groupingNotice jp-Semla-error" role="alert">
      <Icon name="cross" />
      <span>
        The labels could not be grouped into {what}: {error}
      </span>
      <button type="button" class="jp-Semla-link" onClick={() => onRetry(count)}>
        Retry
      </button>
      <button type="button" class="jp-Semla-link" onClick={onCancel}>
        Dismiss
      </button>
    </p>
  );
}
