import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Store } from "../../client";
import type { MapState } from "../map/state";
import { count, counted, shortQuote } from "../parts/format";
import { Icon } from "../parts/icons";
import { ClusterRows } from "./clusters";
import { methodName } from "../parts/methods";
import { AttributionScale, OutcomeKey, Scale } from "./scales";

interface LegendProps {
  readonly store: Store;
  readonly state: MapState;
  /** A button that opens it, since it would hide too much of the map. */
  readonly asButton: boolean;
}

/** The legend of the present colours, lying on the map. */
export function Legend({ store, state, asButton }: LegendProps) {
  const { colourBy, legend, attributionWord } = store.view.value;
  const opened = state.legendOpened;
  const root = useRef<HTMLDivElement>(null);
  const scroll = useSignal(0);
  useEffect(() => {
    if (!asButton || !opened.value) return undefined;
    const outside = (event: PointerEvent): void => {
      if (!root.current?.contains(event.target as Node)) opened.value = false;
    };
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [asButton, opened.value]);

  const clusters = store.clusters.value;
  const byLabel = colourBy === "gold" || colourBy === "prediction" || colourBy === "cluster";
  if (byLabel && clusters.length === 0 && store.errorCount.value === 0) return null;
  const neighbours = store.summary.value?.quality?.neighbours ?? 15;
  const title = {
    gold: `${counted(clusters.length, "cluster")} of ${counted(store.columns.value.labelNames.length, "label")}`,
    prediction: `predicted, ${counted(clusters.length, "cluster")}`,
    cluster: counted(clusters.length, "cluster"),
    confidence: "confidence, p1 − p2",
    correct: "prediction",
    loss: "loss, −log p(gold)",
    kept: `of ${neighbours} true neighbours, kept`,
    attribution: attributionWord
      ? `${shortQuote(attributionWord.word)} by ${methodName(attributionWord.method)}`
      : "attribution",
  }[colourBy];
  const short = {
    gold: counted(clusters.length, "cluster"),
    prediction: counted(clusters.length, "cluster"),
    cluster: counted(clusters.length, "cluster"),
    confidence: "Confidence",
    correct: "Outcome",
    loss: "Loss",
    kept: "True position",
    attribution: "Attribution",
  }[colourBy];

  const show = asButton ? opened.value : legend;
  const toggle = (): void => {
    if (asButton) opened.value = !opened.value;
    else store.setView({ legend: !legend });
  };
  const close = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || !show || !asButton) return;
    opened.value = false;
    root.current?.querySelector("button")?.focus();
    event.stopPropagation();
  };

  return (
    <div
      ref={root}
      class="jp-Semla-legend"
      data-floating={asButton}
      data-semla-panel
      role="group"
      aria-label="Legend"
      onKeyDown={close}
      onPointerLeave={() => store.setEmphasis(null)}
    >
      {(asButton || !legend) && (
        <button type="button" class="jp-Semla-legendButton" aria-expanded={show} onClick={toggle}>
          <Icon name="list" />
          <span>{short}</span>
          <Icon name="caretDown" size={12} />
        </button>
      )}
      {show && (
        <div class="jp-Semla-legendBody" onScroll={(event) => (scroll.value = event.currentTarget.scrollTop)}>
          <p class="jp-Semla-legendTitle">
            {title}
            {!asButton && (
              <button
                type="button"
                class="jp-Semla-legendFold"
                aria-label="Fold the legend"
                title="Fold the legend"
                onClick={toggle}
              >
                <Icon name="caretDown" size={12} />
              </button>
            )}
          </p>
          {byLabel && <ClusterRows store={store} state={state} />}
          {(colourBy === "confidence" || colourBy === "loss" || colourBy === "kept") && (
            <Scale store={store} mode={colourBy} />
          )}
          {colourBy === "attribution" && <AttributionScale store={store} />}
          {colourBy === "correct" && <OutcomeKey store={store} />}
          <Keys store={store} errors={colourBy !== "correct"} />
        </div>
      )}
    </div>
  );
}

/** Marks that do not depend on the colours. */
function Keys(props: { readonly store: Store; readonly errors: boolean }) {
  const { store } = props;
  const errors = props.errors ? store.errorCount.value : 0;
  const selected = store.selection.value.length;
  if (errors === 0 && selected === 0) return null;
  return (
    <p class="jp-Semla-legendKeys">
      {errors > 0 && (
        <span title={`${count(errors)} rows whose prediction is wrong`}>
          <Icon name="cross" size={12} /> error
        </span>
      )}
      {selected > 0 && (
        <span>
          <i class="jp-Semla-legendFaded" /> not selected
        </span>
      )}
    </p>
  );
}
